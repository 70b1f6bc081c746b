"""Targets and limits of the figures: each with a default and bounds, changed by supervisors, every change audited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from crm import audit
from crm.schema import Threshold


@dataclass(frozen=True, slots=True)
class Limit:
    """A whole number between `least` and `most`; `unit` is `percent`, `seconds`, `minutes` or `hours`."""

    default: int
    least: int
    most: int
    unit: str


LIMITS: dict[str, Limit] = {
    "promise": Limit(85, 1, 100, "percent"),
    "assist": Limit(85, 1, 100, "percent"),
    "assist_within": Limit(20, 1, 600, "seconds"),
    "wait_median": Limit(15, 1, 1440, "minutes"),
    "handling": Limit(8, 1, 240, "minutes"),
    "first_contact": Limit(75, 1, 100, "percent"),
    "unavailable": Limit(2, 0, 100, "percent"),
    "fall": Limit(20, 1, 100, "percent"),
    "heartbeat_yellow": Limit(2, 1, 1440, "minutes"),
    "heartbeat_red": Limit(5, 1, 2880, "minutes"),
    "record_late": Limit(2, 1, 720, "hours"),
    "payout_cutoff": Limit(1440, 1, 1440, "minutes"),
    "posting_cutoff": Limit(1440, 1, 1440, "minutes"),
}


class Impossible(ValueError):
    """No such threshold, or a number outside its bounds."""


def read(session: Session) -> dict[str, int]:
    """Every threshold as it holds now."""
    changed = {row.name: row.value for row in session.scalars(select(Threshold))}
    return {name: changed.get(name, limit.default) for name, limit in LIMITS.items()}


def change(session: Session, name: str, was: int, value: int, who: str, now: datetime) -> bool:
    """Sets it, if it still is what the supervisor saw. False: somebody was quicker. Raises Impossible."""
    limit = LIMITS.get(name)
    if limit is None or not limit.least <= value <= limit.most:
        raise Impossible(name)
    if session.get(Threshold, name, with_for_update=True) is None:
        session.add(Threshold(name=name, value=limit.default, changed_at=now, changed_by=who))
        session.flush()
    found = update(Threshold).where(Threshold.name == name, Threshold.value == was)
    done = session.execute(found.values(value=value, changed_at=now, changed_by=who))
    assert isinstance(done, CursorResult)
    if done.rowcount:
        audit.note(session, now, who, "threshold.changed", name, {"from": was, "to": value})
    return bool(done.rowcount)
