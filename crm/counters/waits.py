"""How long one waits at each site, as it was told last; the body of one pulled part, small and with its own version.

What was told stays with its moment. Whether it is still worth saying is the kiosk's business: it knows its limit, its
hours and what time it is, also without a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import audit
from crm.calendar.office import HOUSE
from crm.kiosks.content import Provider
from crm.moments import to_text
from crm.revisions import begin, change
from crm.schema import Site, Wait

MOST_WAITING, MOST_COUNTERS, MOST_MINUTES = 999, 99, 600
#: What a kiosk's limit is when nobody changed it (`kiosk.ini`); the desk says from when on a number is old.
USUAL_LIMIT = timedelta(minutes=20)


class NoSuch(LookupError):
    """There is no such site."""


@dataclass(frozen=True, slots=True)
class Told:
    """`counters` 0: nobody serves just now. Raises ValueError: which part is wrong."""

    waiting: int
    counters: int
    minutes: int

    def __post_init__(self) -> None:
        limits = {"waiting": MOST_WAITING, "counters": MOST_COUNTERS, "minutes": MOST_MINUTES}
        for name, most in limits.items():
            if not 0 <= getattr(self, name) <= most:
                raise ValueError(name)


def every(session: Session) -> Sequence[tuple[Site, Wait | None]]:
    """Each site with what was told of it last."""
    rows = select(Site, Wait).outerjoin(Wait, Wait.site == Site.name).where(Site.name != HOUSE)
    return [(site, wait) for site, wait in session.execute(rows.order_by(Site.name))]


def tell(session: Session, site: str, told: Told, revision: int, who: str, now: datetime) -> Wait:
    """Revision 0: nothing was told of this site yet. Raises NoSuch, and Moved where somebody was quicker."""
    if site == HOUSE or session.get(Site, site) is None:
        raise NoSuch(site)
    row = put(session, site, told, revision, who, now)
    audit.note(session, now, who, "wait.told", site, asdict(told))
    return row


def put(session: Session, site: str, told: Told, revision: int, who: str, now: datetime) -> Wait:
    """Raises Moved."""
    said = {**asdict(told), "told_at": now, "told_by": who}
    if revision:
        return change(session, Wait, site, revision, **said)
    return begin(session, Wait(site=site, revision=1, **said), site)


def body(session: Session, _now: datetime) -> list[dict[str, Any]] | None:
    """None: nobody tells waiting times here."""
    return [_told(wait) for _site, wait in every(session) if wait] or None


def stamp(session: Session, _now: datetime) -> str:
    """There is one row a site, and every telling counts its revision up."""
    return str(session.execute(select(func.count(), func.sum(Wait.revision))).one())


PROVIDER = Provider(body, stamp)


def _told(wait: Wait) -> dict[str, Any]:
    return {
        "site": wait.site,
        "waiting": wait.waiting,
        "counters": wait.counters,
        "minutes": wait.minutes,
        "told_at": to_text(wait.told_at),
    }
