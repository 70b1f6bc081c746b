"""The centre's audit list: who did what to what. It is added to and never changed; `crm/chain.py` would show it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.chain import OWN, owe_seal
from crm.schema import AuditLine

CENTRE = "centre"


def note(
    session: Session,
    at: datetime,
    who: str,
    what: str,
    subject: str = "",
    detail: Mapping[str, Any] | None = None,
    *,
    chain: str = OWN,
) -> None:
    """Adds one line to `chain` within the caller's transaction: it stands if and only if what it tells of stands.

    `who` is a staff login, a kiosk id or CENTRE; `what` is `noun.verb`; `detail` holds no personal data.
    """
    line = AuditLine(at=at, who=who, what=what, subject=subject, detail=dict(detail or {}), chain=chain)
    session.add(line)
    owe_seal(session, line)


def newest(session: Session, limit: int = 100, what: str = "") -> list[AuditLine]:
    """The last lines, newest first; `what` keeps those whose word begins with it."""
    lines = select(AuditLine).where(AuditLine.what.startswith(what, autoescape=True))
    return list(session.scalars(lines.order_by(AuditLine.at.desc(), AuditLine.id.desc()).limit(limit)))
