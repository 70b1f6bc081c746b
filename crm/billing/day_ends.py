"""What a terminal says of its day, against the kiosk's own journal and against what is here: three ways.

Each difference has one name (docs/reconciliation.md). Nothing is concluded from a terminal that said nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.billing.differences import Difference, Found
from crm.intake.bodies import DayEndSaid
from crm.moments import local_day
from crm.schema import DayEnd, Outcome, Payment, Record

Pair = tuple[int | None, int]


@dataclass(frozen=True, slots=True)
class Transaction:
    """One of the journal's. `minor` negative: that went back. `payment`: here; empty: nothing is here under it, and
    nothing is known of its merchant and batch."""

    at: datetime
    reference: str
    minor: int
    receipt: int | None
    payment: str = ""
    merchant: str = ""
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Leg:
    """One end of day in three columns, each a count and a sum of payments. `terminal` None: it gave none (`why`)."""

    end: DayEnd
    journal: Pair
    terminal: Pair | None
    here: Pair
    transactions: tuple[Transaction, ...] = ()

    @property
    def more(self) -> int | None:
        """What the terminal has more than the journal, payments less reversals, in minor units; None: nobody knows."""
        theirs, ours = self.end.terminal, self.end.journal
        return None if theirs is None else _net(theirs) - _net(ours)

    @property
    def why(self) -> str:
        return self.end.why

    @property
    def agrees(self) -> bool:
        return self.terminal is not None and not list(differences(self))


def take(session: Session, record: Record, said: DayEndSaid, now: datetime) -> None:
    if session.get(DayEnd, record.id) is None:
        terminal = said.terminal.model_dump() if said.terminal else None
        session.add(
            DayEnd(
                record_id=record.id,
                kiosk_id=record.kiosk_id,
                day=local_day(said.ends, record.tz),
                received_at=now,
                journal=said.journal.model_dump(),
                terminal=terminal,
                transactions=[each.model_dump(mode="json") for each in said.transactions],
                **said.model_dump(exclude={"journal", "terminal", "transactions"}),
            )
        )


def legs(session: Session, kiosk: str, day: date) -> list[Leg]:
    """The ends of this local day, in their order, with what of each is here."""
    mine = select(DayEnd).where(DayEnd.kiosk_id == kiosk, DayEnd.day == day)
    return [_leg(session, end) for end in session.scalars(mine.order_by(DayEnd.ends, DayEnd.record_id)).all()]


def differences(leg: Leg) -> Iterator[Found]:
    """Terminal against journal, journal against here. The subject is the reckoning's name or its moment."""
    subject = f"{leg.end.terminal_id} {leg.end.batch}".strip() or leg.end.ends.isoformat(timespec="minutes")
    if leg.terminal is not None:
        yield from _at_terminal(leg, subject)
        yield from _given_back(leg.end, subject)
    if leg.journal != leg.here:
        yield Found(Difference.NOT_HERE, subject, leg.journal[1] - leg.here[1])


def _leg(session: Session, end: DayEnd) -> Leg:
    journal, terminal = _pair(end.journal), _pair(end.terminal) if end.terminal else None
    return Leg(end, journal, terminal, _here(session, end), tuple(_transactions(session, end)))


def _transactions(session: Session, end: DayEnd) -> Iterator[Transaction]:
    told = end.transactions or []
    slip = Payment.slip_merchant_id, Payment.slip_batch
    mine = select(Payment.reference, Payment.id, *slip).where(
        Payment.reference.in_([each["reference"] for each in told]), Payment.kiosk_id == end.kiosk_id
    )
    found = session.execute(mine)
    here = {row.reference: (row.id, row.slip_merchant_id, row.slip_batch) for row in found}
    for each in told:
        at, reference = datetime.fromisoformat(each["at"]), each["reference"]
        yield Transaction(at, reference, each["minor"], each["receipt"], *here.get(reference, ()))


def _net(told: dict[str, Any]) -> int:
    return int(told["payments"]["minor"]) - int(told["reversals"]["minor"])


def _pair(told: dict[str, Any]) -> Pair:
    return told["payments"]["count"], told["payments"]["minor"]


def _here(session: Session, end: DayEnd) -> Pair:
    """Approved payments of that kiosk in that span, by the index of a kiosk's day."""
    mine = select(func.count(), func.coalesce(func.sum(Payment.amount_minor), 0)).where(
        Payment.kiosk_id == end.kiosk_id,
        Payment.decided_at <= end.ends,
        Payment.outcome == Outcome.APPROVED,
        Payment.currency == end.currency,
    )
    if end.begins is not None:
        mine = mine.where(Payment.decided_at > end.begins)
    count, minor = session.execute(mine).one()
    return int(count), int(minor)


def _at_terminal(leg: Leg, subject: str) -> Iterator[Found]:
    assert leg.terminal is not None
    (ours, our_sum), (theirs, their_sum) = leg.journal, leg.terminal
    if leg.end.net:
        ours, theirs, our_sum = None, None, our_sum - int(leg.end.journal["reversals"]["minor"])
    more = their_sum - our_sum
    if ours is not None and theirs is not None and ours != theirs:
        kind = Difference.CHARGED_UNKNOWN if theirs > ours else Difference.NOT_AT_TERMINAL
        yield Found(kind, subject, abs(more))
    elif more:
        yield Found(Difference.TERMINAL_AMOUNT, subject, abs(more))


def _given_back(end: DayEnd, subject: str) -> Iterator[Found]:
    assert end.terminal is not None
    ours, theirs = end.journal["reversals"], end.terminal["reversals"]
    counted = theirs["count"] is not None and ours["count"] != theirs["count"]
    if not end.net and (counted or ours["minor"] != theirs["minor"]):
        yield Found(Difference.REVERSAL_UNMATCHED, subject, abs(ours["minor"] - theirs["minor"]))


def confirmed(found: Sequence[Leg]) -> str:
    """Why the terminal's side cannot be confirmed; empty: it can."""
    if not found:
        return "no_day_end"
    return next(("terminal_silent" for leg in found if leg.terminal is None), "")
