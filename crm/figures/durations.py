"""Figures that cannot be added up: how long customers waited, how long kiosks could not be used, who else collected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from crm.figures.period import Period, Scope
from crm.schema import Alert, Bill, Call, Kiosk

#: An alert about one of these means that customers found no service.
UNUSABLE = ("service", "line")


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds from a request to its first call, over `count` first calls; None: there was none."""

    count: int
    median: int | None
    p90: int | None


def waits(session: Session, period: Period, scope: Scope) -> Waits:
    """By nearest rank: the smallest wait that half, or nine in ten, did not exceed."""
    where = and_(Call.number == 1, period.holds(Call.dialled_at), *scope.on(Call.kiosk_id, Call.topic))
    count = session.scalar(select(func.count()).select_from(Call).where(where)) or 0

    def rank(percent: int) -> int | None:
        nth = ceil(percent * count / 100)
        waited = select(Call.waited_s).where(where).order_by(Call.waited_s)
        return session.scalar(waited.offset(nth - 1).limit(1)) if count else None

    return Waits(count, rank(50), rank(90))


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Seconds in which kiosks could not be used, of all the seconds that all `kiosks` had in the period so far."""

    seconds: int
    of: int
    kiosks: int


def unavailable(session: Session, period: Period, scope: Scope) -> Unavailable:
    by_kiosk = unavailable_by_kiosk(session, period, scope)
    kiosks = (
        select(func.count()).select_from(Kiosk).where(Kiosk.enrolled_at.is_not(None), *scope.on(Kiosk.id))
    )
    many = max(session.scalar(kiosks) or 0, len(by_kiosk))
    return Unavailable(sum(by_kiosk.values()), many * period.seconds, many)


def unavailable_by_kiosk(session: Session, period: Period, scope: Scope) -> dict[str, int]:
    """Kiosk -> seconds; two alerts at the same time count once."""
    end = min(period.ends, period.now)
    overlaps = and_(Alert.opened_at < end, or_(Alert.closed_at.is_(None), Alert.closed_at > period.begins))
    alerts = select(Alert).where(Alert.subject.in_(UNUSABLE), Alert.level == "red", overlaps)
    spans: dict[str, list[tuple[datetime, datetime]]] = {}
    for alert in session.scalars(alerts.where(*scope.on(Alert.kiosk_id)).order_by(Alert.opened_at)):
        span = max(alert.opened_at, period.begins), min(alert.closed_at or end, end)
        spans.setdefault(alert.kiosk_id, []).append(span)
    return {kiosk: round(_covered(each).total_seconds()) for kiosk, each in spans.items()}


def _covered(spans: Iterable[tuple[datetime, datetime]]) -> timedelta:
    """The length of the union of spans that are in the order of their beginnings."""
    covered, through = timedelta(), datetime.min
    for begins, ends in spans:
        begins = begins if through == datetime.min else max(begins, through)
        if ends > begins:
            covered += ends - begins
            through = ends
    return covered


@dataclass(frozen=True, slots=True)
class Channel:
    """Bills settled through one channel."""

    name: str
    bills: int
    minor: int


def channels(session: Session, period: Period) -> list[Channel]:
    """Where customers paid, the largest first; of the whole house, as other channels have no kiosk."""
    paid = and_(Bill.paid_on >= period.days[0], Bill.paid_on <= period.days[-1])
    counted = (
        select(Bill.paid_by, func.count(), func.sum(Bill.amount_minor)).where(paid).group_by(Bill.paid_by)
    )
    rows = [Channel(name, many, int(minor)) for name, many, minor in session.execute(counted)]
    return sorted(rows, key=lambda row: (-row.minor, row.name))
