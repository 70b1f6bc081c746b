"""One kiosk's day: what its own journal says, what arrived here, and what became of it, with every difference by name.

"Agreed" is said only where the kiosk's totals for that day are here, every number between their first and last is here,
the sums are the same, and every approved payment found its bill. What cannot be known yet is said to be so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from crm.billing import day_ends, outside
from crm.billing.day_ends import Leg
from crm.billing.differences import Difference, Found, Verdict
from crm.schema import (
    Case,
    CaseKind,
    CaseState,
    JournalTotals,
    Kiosk,
    LineState,
    Outcome,
    Payment,
    PaymentLine,
    Record,
)

#: Why a line was not posted -> what that is called here.
_WHY = {
    "already_paid": Difference.DOUBLED,
    "other_amount": Difference.AMOUNT,
    "unknown_bill": Difference.UNKNOWN_BILL,
}


@dataclass(frozen=True, slots=True)
class Side:
    """Payments of one outcome and currency, in the kiosk's journal and as received. None: no journal is here."""

    outcome: str
    currency: str
    journal: tuple[int, int] | None
    received: tuple[int, int]

    @property
    def differs(self) -> bool:
        return self.journal is not None and self.journal != self.received


@dataclass(frozen=True, slots=True)
class KioskDay:
    """`why` says what cannot be confirmed: `day_open`, `no_totals`, `no_day_end`, `terminal_silent`.

    `posted` and `refund_due` are sums in minor units.
    """

    kiosk: str
    day: date
    verdict: Verdict
    why: str
    sides: tuple[Side, ...]
    posted: int
    refund_due: int
    found: tuple[Found, ...]
    legs: tuple[Leg, ...] = ()

    @property
    def received(self) -> int:
        return sum(side.received[0] for side in self.sides)

    @property
    def unsettled(self) -> int:
        return sum(1 for each in self.found if _counts(each))


@dataclass(frozen=True, slots=True)
class Asked:
    """`late`: after how long a record is said to have come late."""

    kiosk: str
    day: date
    zone: ZoneInfo
    now: datetime
    late: timedelta

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.day, datetime.min.time(), self.zone).astimezone(UTC)

    @property
    def ends(self) -> datetime:
        return datetime.combine(self.day + timedelta(days=1), datetime.min.time(), self.zone).astimezone(UTC)


def reconcile(session: Session, asked: Asked) -> KioskDay:
    journals = session.scalars(
        select(JournalTotals).where(JournalTotals.kiosk_id == asked.kiosk, JournalTotals.day == asked.day)
    ).all()
    records, payments = _records(session, asked), _payments(session, asked)
    sides = _sides(journals, records)
    missing = list(_numbers(session, asked.kiosk, journals))
    legs = day_ends.legs(session, asked.kiosk, asked.day)
    found = [
        *missing,
        *_totals(sides, missing),
        *_terminal(legs, missing),
        *_postings(session, payments),
        *outside.differences(session, asked.kiosk, asked.day, asked.zone, payments),
        *_late(records, asked.late),
    ]
    why = "" if journals else ("day_open" if asked.now < asked.ends else "no_totals")
    if not why and any(payment.outcome is Outcome.APPROVED for payment in payments):
        why = day_ends.confirmed(legs)
    return KioskDay(
        kiosk=asked.kiosk,
        day=asked.day,
        verdict=_verdict(found, why),
        why=why,
        sides=sides,
        posted=_sum(payments, LineState.POSTED),
        refund_due=_sum(payments, LineState.REFUND_DUE),
        found=tuple(found),
        legs=tuple(legs),
    )


def all_kiosks(session: Session, day: date, zone: ZoneInfo, now: datetime, late: timedelta) -> list[KioskDay]:
    """Every kiosk that ever enrolled; when it first did, nobody kept."""
    kiosks = select(Kiosk.id).where(Kiosk.enrolled_at.is_not(None)).order_by(Kiosk.id)
    return [reconcile(session, Asked(kiosk, day, zone, now, late)) for kiosk in session.scalars(kiosks).all()]


def _verdict(found: Sequence[Found], why: str) -> Verdict:
    if any(_counts(each) for each in found):
        return Verdict.NOT_AGREED
    return Verdict.CANNOT_CONFIRM if why else Verdict.AGREED


def _counts(found: Found) -> bool:
    return found.difference is not Difference.LATE and not found.settled


def _records(session: Session, asked: Asked) -> Sequence[Record]:
    mine = select(Record).where(Record.kiosk_id == asked.kiosk, Record.kind == "payment")
    day = mine.where(Record.occurred_at >= asked.begins, Record.occurred_at < asked.ends)
    return session.scalars(day.order_by(Record.occurred_at, Record.seq)).all()


def _payments(session: Session, asked: Asked) -> Sequence[Payment]:
    mine = select(Payment).where(Payment.kiosk_id == asked.kiosk).options(selectinload(Payment.lines))
    day = mine.where(Payment.decided_at >= asked.begins, Payment.decided_at < asked.ends)
    return session.scalars(day.order_by(Payment.decided_at, Payment.id)).all()


def _sides(journals: Sequence[JournalTotals], records: Sequence[Record]) -> tuple[Side, ...]:
    told: Counter[tuple[str, str]] = Counter()
    told_minor: Counter[tuple[str, str]] = Counter()
    for total in (total for journal in journals for total in journal.totals):
        key = total["outcome"], total["currency"]
        told[key] += total["count"]
        told_minor[key] += total["minor"]
    came: Counter[tuple[str, str]] = Counter()
    came_minor: Counter[tuple[str, str]] = Counter()
    for record in records:
        key = record.body["outcome"], record.body["amount"]["currency"]
        came[key] += 1
        came_minor[key] += record.body["amount"]["minor"]
    return tuple(
        Side(*key, (told[key], told_minor[key]) if journals else None, (came[key], came_minor[key]))
        for key in sorted({*told, *came})
    )


def _numbers(session: Session, kiosk: str, journals: Sequence[JournalTotals]) -> Iterator[Found]:
    """Holes and doubles in the money stream between the first and the last number of the day."""
    for journal in journals:
        if not journal.last_seq:
            continue
        mine = select(Record.seq).where(Record.kiosk_id == kiosk, Record.epoch == journal.epoch)
        here = mine.where(Record.stream == "money", Record.seq.between(journal.first_seq, journal.last_seq))
        seen = Counter(session.scalars(here))
        for seq in range(journal.first_seq, journal.last_seq + 1):
            if seen[seq] != 1:
                yield Found(Difference.NUMBER_TWICE if seen[seq] else Difference.MISSING, str(seq))


def _totals(sides: Sequence[Side], missing: Sequence[Found]) -> Iterator[Found]:
    """Sums that differ although every number is here. Where numbers are missing, they are the reason."""
    if not any(each.difference is Difference.MISSING for each in missing):
        for side in sides:
            if side.journal is not None and side.differs:
                yield Found(Difference.TOTALS, side.outcome, side.journal[1] - side.received[1])


def _terminal(legs: Sequence[Leg], missing: Sequence[Found]) -> Iterator[Found]:
    """Where numbers of the stream are missing, they are why sums here are short."""
    short = any(each.difference is Difference.MISSING for each in missing)
    for leg in legs:
        for found in day_ends.differences(leg):
            if not (short and found.difference is Difference.NOT_HERE):
                yield found


def _postings(session: Session, payments: Sequence[Payment]) -> Iterator[Found]:
    closed = _closed(session, payments)
    for payment in payments:
        if payment.outcome is Outcome.IN_DOUBT:
            yield Found(Difference.IN_DOUBT, payment.reference, payment.amount_minor)
        if (payment.id, CaseKind.CONTRADICTION) in closed:
            settled = closed[payment.id, CaseKind.CONTRADICTION]
            yield Found(Difference.CONTRADICTION, payment.reference, payment.amount_minor, settled)
        if payment.outcome is not Outcome.APPROVED and payment.posted_at is not None:
            yield Found(Difference.NO_PROOF, payment.reference, payment.amount_minor)
        if payment.outcome is Outcome.APPROVED:
            if payment.slip_trace is None and payment.posted_at is not None:
                yield Found(Difference.NO_PROOF, payment.reference, payment.amount_minor)
            yield from _approved(payment, closed.get((payment.id, CaseKind.REFUND), False))


def _approved(payment: Payment, refunded: bool) -> Iterator[Found]:
    if payment.posted_at is None:
        yield Found(Difference.NOT_POSTED, payment.reference, payment.amount_minor)
        return
    if sum(line.amount_minor for line in payment.lines if _is_placed(line)) != payment.amount_minor:
        yield Found(Difference.POSTING, payment.reference, payment.amount_minor)
    for line in payment.lines:
        if line.state is LineState.REFUND_DUE:
            difference = _WHY.get(line.why, Difference.POSTING)
            yield Found(difference, f"{payment.reference} {line.bill_id}", line.amount_minor, refunded)


def _is_placed(line: PaymentLine) -> bool:
    return line.state in (LineState.POSTED, LineState.REFUND_DUE)


def _closed(session: Session, payments: Sequence[Payment]) -> dict[tuple[str, CaseKind], bool]:
    """Payment and kind of case -> whether staff have closed it."""
    kinds = (CaseKind.CONTRADICTION, CaseKind.REFUND)
    mine = select(Case).where(Case.payment_id.in_([payment.id for payment in payments]), Case.kind.in_(kinds))
    return {
        (str(case.payment_id), case.kind): case.state is CaseState.CLOSED for case in session.scalars(mine)
    }


def _late(records: Sequence[Record], late: timedelta) -> Iterator[Found]:
    for record in records:
        if record.received_at - record.occurred_at > late:
            yield Found(Difference.LATE, str(record.body["reference"]), record.body["amount"]["minor"])


def _sum(payments: Sequence[Payment], state: LineState) -> int:
    return sum(line.amount_minor for payment in payments for line in payment.lines if line.state is state)
