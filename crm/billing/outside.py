"""What others outside say of the same money: the acquirer's payouts and billing's postings, by files (CSV, UTF-8).

`payouts`: `reference,day,minor,currency`; `postings`: `reference,bill,day,minor,currency`. `reference` is the payment's,
`day` the business day that the file gives it (YYYY-MM-DD), `minor` whole minor units. A file that is imported again
brings its rows up to date; a row that stands in one file twice is counted twice. What is paid at or after the cut-off
(`payout_cutoff`, `posting_cutoff`: minutes after midnight) is looked for in the next day's file.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import audit
from crm.billing.differences import Difference, Found
from crm.figures import thresholds
from crm.schema import Outcome, OutsideRow, Payment

PAYOUT, POSTING = "payout", "posting"
COLUMNS = {
    PAYOUT: ("reference", "day", "minor", "currency"),
    POSTING: ("reference", "bill", "day", "minor", "currency"),
}
#: Source -> the names of its differences: missing, unknown, another amount, twice.
_NAMES = {
    PAYOUT: (
        Difference.PAYOUT_MISSING,
        Difference.PAYOUT_UNKNOWN,
        Difference.PAYOUT_AMOUNT,
        Difference.PAYOUT_TWICE,
    ),
    POSTING: (
        Difference.BOOKED_MISSING,
        Difference.BOOKED_UNKNOWN,
        Difference.BOOKED_AMOUNT,
        Difference.BOOKED_TWICE,
    ),
}


def take_file(session: Session, source: str, text: str, now: datetime) -> int:
    """All of a file or nothing; how many rows. Raises ValueError with the line that is wrong."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    if tuple(reader.fieldnames or ()) != COLUMNS[source]:
        raise ValueError(f"line 1: the columns are {','.join(COLUMNS[source])}")
    rows = [_row(source, number, told, now) for number, told in enumerate(reader, start=2)]
    times = Counter(row.key for row in rows)
    for row in {row.key: row for row in rows}.values():
        row.times = times[row.key]
        session.merge(row)
    audit.note(session, now, audit.CENTRE, f"{source}.imported", detail={"rows": len(rows)})
    return len(rows)


def _row(source: str, number: int, told: dict[str, str], now: datetime) -> OutsideRow:
    try:
        reference, currency = told["reference"].strip(), told["currency"].strip()
        if not 0 < len(reference) <= 48 or len(currency) != 3:
            raise ValueError("reference or currency")
        bill = told["bill"].strip() if source == POSTING else ""
        return OutsideRow(
            source=source,
            key=_key(reference, bill),
            reference=reference,
            day=date.fromisoformat(told["day"].strip()),
            minor=int(told["minor"]),
            currency=currency,
            times=1,
            imported_at=now,
        )
    except (ValueError, TypeError, AttributeError, KeyError) as wrong:
        raise ValueError(f"line {number}: {wrong}") from None


def differences(
    session: Session, kiosk: str, day: date, zone: ZoneInfo, payments: Sequence[Payment]
) -> Iterator[Found]:
    """Of each file that has come so far; what has not come cannot be missed."""
    limits = thresholds.read(session)
    for source in (PAYOUT, POSTING):
        latest = session.scalar(select(func.max(OutsideRow.day)).where(OutsideRow.source == source))
        if latest is not None:
            cutoff = timedelta(minutes=limits[f"{source}_cutoff"])
            yield from _missing(session, source, payments, zone, cutoff, latest)
            yield from _unknown(session, source, kiosk, day)


def _missing(
    session: Session,
    source: str,
    payments: Sequence[Payment],
    zone: ZoneInfo,
    cutoff: timedelta,
    latest: date,
) -> Iterator[Found]:
    missing, _, amount, twice = _NAMES[source]
    for payment in payments:
        for key, minor in _expected(source, payment):
            row = session.get(OutsideRow, (source, key))
            if row is None:
                if _business_day(payment, zone, cutoff) <= latest:
                    yield Found(missing, key, minor)
            elif (row.minor, row.currency) != (minor, payment.currency):
                yield Found(amount, key, abs(row.minor - minor))
            elif row.times > 1:
                yield Found(twice, key, minor)


def _unknown(session: Session, source: str, kiosk: str, day: date) -> Iterator[Found]:
    """Rows of this day about this kiosk's references for which no money moved here."""
    _, unknown, _, _ = _NAMES[source]
    mine = select(OutsideRow).where(OutsideRow.source == source, OutsideRow.day == day)
    for row in session.scalars(mine.order_by(OutsideRow.key)).all():
        if row.reference.partition("-")[0] != kiosk:
            continue
        payment = session.scalar(select(Payment).where(Payment.reference == row.reference))
        if payment is None or row.key not in dict(_expected(source, payment)):
            yield Found(unknown, row.key, row.minor)


def _expected(source: str, payment: Payment) -> Iterator[tuple[str, int]]:
    """What a file should say of this payment: its sum, or what each bill took."""
    if payment.outcome is not Outcome.APPROVED:
        return
    if source == PAYOUT:
        yield _key(payment.reference, ""), payment.amount_minor
        return
    for line in payment.lines:
        if line.posted_minor:
            yield _key(payment.reference, line.bill_id), line.posted_minor


def _key(reference: str, bill: str) -> str:
    return f"{reference} {bill}".strip()


def _business_day(payment: Payment, zone: ZoneInfo, cutoff: timedelta) -> date:
    local = payment.decided_at.astimezone(zone)
    since = timedelta(hours=local.hour, minutes=local.minute, seconds=local.second)
    return local.date() + timedelta(days=int(since >= cutoff))
