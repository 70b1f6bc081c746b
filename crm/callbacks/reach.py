"""Where a customer is reached: which callbacks are of one number or one address."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, or_

from crm.schema import Callback


def reached_by(phone: str, email: str) -> ColumnElement[bool]:
    """Callbacks of this number or this address; an empty one is nobody's."""
    ways = [Callback.phone == phone] if phone else []
    if email:
        ways.append(Callback.email == email.lower())
    return or_(false(), *ways)
