"""Four measures of what kiosks tell: accuracy, validity, timeliness, completeness; each counted as it happens, by day.

What is counted is written with the batch itself, one line a kiosk and day, so that no page ever counts over history.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from crm.billing.reconciliation import Asked, reconcile
from crm.figures import thresholds
from crm.moments import local_day, zone_of
from crm.schema import QualityDay, Record


class Count(StrEnum):
    """The columns of a day."""

    TAKEN = "taken"
    REFUSED = "refused"
    LATE = "late"
    MISSING = "missing"
    MISMATCHED = "mismatched"
    ID_REUSED = "id_reused"
    SEQ_REUSED = "seq_reused"


#: The shortest limit that supervisors may set for "late": what is younger is in time whatever they set.
NEVER_LATE = timedelta(hours=thresholds.LIMITS["record_late"].least)
_ADD = text(
    f"INSERT INTO quality_days (kiosk_id, day, {', '.join(Count)})"
    f" VALUES (:kiosk, :day, {', '.join(f':{each}' for each in Count)})"
    " ON CONFLICT (kiosk_id, day) DO UPDATE SET "
    + ", ".join(f"{each} = quality_days.{each} + excluded.{each}" for each in Count)
)


@dataclass(frozen=True, slots=True)
class Shares:
    """The four measures over some days, each a share of what it is of; None: there was nothing."""

    validity: float | None
    timeliness: float | None
    completeness: float | None
    mismatched: int


def add(session: Session, kiosk: str, day: date, counts: Counter[Count]) -> None:
    if any(counts.values()):
        told = {each.value: counts[each] for each in Count}
        session.execute(_ADD, {"kiosk": kiosk, "day": day, **told})


def count_late(session: Session, moments: Sequence[datetime], now: datetime) -> int:
    """How many of these happened longer ago than the limit that supervisors set."""
    if not moments or now - min(moments) <= NEVER_LATE:
        return 0
    limit = timedelta(hours=thresholds.read(session)["record_late"])
    return sum(now - moment > limit for moment in moments)


def compare(session: Session, record: Record, day: date, now: datetime) -> None:
    """A day's journal against its payments, once, when the journal comes. Money goes first, so the payments are here."""
    asked = Asked(record.kiosk_id, day, zone_of(record.tz), now, NEVER_LATE)
    differing = sum(side.differs for side in reconcile(session, asked).sides)
    today = local_day(now, record.tz)
    add(session, record.kiosk_id, today, Counter({Count.MISMATCHED: differing}))


def days(session: Session, kiosk: str, limit: int) -> list[QualityDay]:
    """The newest first; days on which nothing was told are not there."""
    mine = select(QualityDay).where(QualityDay.kiosk_id == kiosk)
    return list(session.scalars(mine.order_by(QualityDay.day.desc()).limit(limit)))


def shares(rows: Sequence[QualityDay]) -> Shares:
    """Validity: taken of all that came; timeliness: in time of what was taken; completeness: taken of what was
    numbered; accuracy: sums that differ."""
    taken = sum(row.taken for row in rows)
    refused, late, missing = (
        sum(getattr(row, name) for row in rows) for name in ("refused", "late", "missing")
    )
    return Shares(
        validity=_share(taken, taken + refused),
        timeliness=_share(taken - late, taken),
        completeness=_share(taken, taken + missing),
        mismatched=sum(row.mismatched for row in rows),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
