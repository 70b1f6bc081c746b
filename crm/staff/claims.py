"""Claims: one person works on a thing at a time, for as long as there are signs of life. What kind of thing, others know.

A claim is a lease: viewing and acting renew it; when it has run out, anybody may take the thing over. The database, and
no process, decides who was quicker: every change is a compare-and-set on what was read.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from crm.schema import Staff
from crm.staff.logins import Agent


class Claimable(Protocol):
    """A row that can be held: who holds it (`claimed_by`, `claimant`) until when (`lease_until`), in which state."""

    id: Any
    reference: Any
    state: Any
    claimed_by: Any
    lease_until: Any

    @property
    def claimant(self) -> Any: ...


#: The columns of a row that nobody holds.
NOBODY: dict[str, Any] = {"claimed_by": None, "claimed_at": None, "lease_until": None}


class NotFound(LookupError):
    """Nothing has this reference."""


class NotClaimable(Exception):
    """Somebody holds it (`holder`), its time has not come (`opens_at`), or it is the supervisors' (neither)."""

    def __init__(self, reference: str, holder: str = "", opens_at: datetime | None = None) -> None:
        super().__init__(f"{reference} cannot be claimed now")
        self.reference = reference
        self.holder = holder
        self.opens_at = opens_at


class NotHeld(Exception):
    """The agent does not hold it (any more); `holder` does, if anybody."""

    def __init__(self, reference: str, holder: str = "") -> None:
        super().__init__(f"{reference} is not held by this agent")
        self.reference = reference
        self.holder = holder


def is_alive(row: Claimable, now: datetime) -> bool:
    """Whether somebody's claim on it is alive."""
    return row.claimed_by is not None and row.lease_until is not None and row.lease_until > now


def belongs_to(row: Claimable, agent: Agent) -> bool:
    """Whether this agent holds it, or held it last and nobody took it over."""
    return row.claimed_by is not None and row.claimed_by == agent.id


def holder_name(row: Claimable) -> str:
    holder: Staff | None = row.claimant
    return holder.name if holder else ""


def compare_and_set(session: Session, row: Claimable, columns: dict[str, Any]) -> bool:
    """Writes only if the row still is as it was read: the database, not this process, decides who wins."""
    model: Any = type(row)
    unchanged = (
        model.id == row.id,
        model.state == row.state,
        model.claimed_by.is_not_distinct_from(row.claimed_by),
        model.lease_until.is_not_distinct_from(row.lease_until),
    )
    result = session.execute(update(model).where(*unchanged).values(**columns))
    assert isinstance(result, CursorResult)
    return result.rowcount == 1
