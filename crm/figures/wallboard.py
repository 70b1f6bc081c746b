"""What goes on at this moment: who is at the desk and what they do, what waits, what is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from crm.callbacks import worklist
from crm.callbacks.states import HELD, WAITING
from crm.callbacks.worklist import Day, Figures, due_before
from crm.schema import Callback, CallbackState, Kiosk, Staff, StaffSession

#: Whoever looked at a page within this time is at the desk.
PRESENT = timedelta(minutes=5)
#: A claim this old without a call is worth a look.
IDLE_CLAIM = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Claim:
    """One callback that somebody holds."""

    reference: str
    name: str
    state: CallbackState
    since: datetime

    def idles(self, now: datetime) -> bool:
        return self.state is CallbackState.CLAIMED and now - self.since >= IDLE_CLAIM


@dataclass(frozen=True, slots=True)
class Now:
    """`oldest_at`: when the request that waits longest was made. `heard` of `kiosks` were heard in time."""

    figures: Figures
    due_now: int
    oldest_at: datetime | None
    present: int
    claims: Sequence[Claim]
    heard: int
    kiosks: int

    @property
    def dialling(self) -> int:
        return sum(1 for claim in self.claims if claim.state is CallbackState.DIALLING)

    def idle(self, now: datetime) -> int:
        return sum(1 for claim in self.claims if claim.idles(now))


def look(session: Session, day: Day, heard_within: timedelta) -> Now:
    waiting = Callback.state.in_(WAITING)
    due = and_(waiting, Callback.window_from <= day.now, ~due_before(day.now))
    enrolled = and_(Kiosk.enrolled_at.is_not(None), Kiosk.revoked_at.is_(None))
    heard = and_(enrolled, Kiosk.last_seen_at > day.now - heard_within)
    return Now(
        figures=worklist.figures(session, day),
        due_now=worklist.count(session, due),
        oldest_at=session.scalar(select(func.min(Callback.requested_at)).where(waiting)),
        present=_present(session, day.now),
        claims=_claims(session, day.now),
        heard=session.scalar(select(func.count()).select_from(Kiosk).where(heard)) or 0,
        kiosks=session.scalar(select(func.count()).select_from(Kiosk).where(enrolled)) or 0,
    )


def _present(session: Session, now: datetime) -> int:
    people = select(func.count(StaffSession.staff_id.distinct()))
    awake = and_(StaffSession.last_seen_at > now - PRESENT, StaffSession.expires_at > now)
    return session.scalar(people.where(awake)) or 0


def _claims(session: Session, now: datetime) -> list[Claim]:
    held = select(Callback.reference, Staff.name, Callback.state, Callback.claimed_at).join(
        Staff, Staff.id == Callback.claimed_by
    )
    alive = held.where(Callback.state.in_(HELD), Callback.lease_until > now).order_by(Callback.claimed_at)
    return [Claim(reference, name, state, at or now) for reference, name, state, at in session.execute(alive)]
