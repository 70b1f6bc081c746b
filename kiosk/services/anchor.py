"""The audit chain's head, as papers show it."""

from __future__ import annotations

from kiosk.ports import Audit, StoreError


def head_of(audit: Audit) -> str:
    """What is written stands whether its head can be read or not: empty then."""
    try:
        return audit.head()
    except StoreError:
        return ""
