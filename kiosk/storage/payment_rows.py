"""Payments as rows and as records for the centre, and back. No connection, no transaction."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from kiosk.domain.masks import mask_card
from kiosk.domain.money import Money
from kiosk.domain.payment import (
    Approved,
    Cancelled,
    CancelledBy,
    Declined,
    InDoubt,
    Mark,
    Outcome,
    Payment,
    PaymentLine,
    Slip,
    TerminalTime,
)
from kiosk.storage.canon import canonical, moment_of, utc_text

COLUMNS = (
    "id, reference, lines, minor, currency, asked_at, mark_terminal, mark_trace, mark_receipt, mark_request,"
    " later_terminal, later_trace, later_receipt, later_request"
)


def payment_row(payment: Payment, offline: bool, language: str) -> dict[str, object]:
    return {
        "id": payment.id,
        "reference": payment.reference,
        "lines": lines_text(payment.lines),
        "minor": payment.amount.minor,
        "currency": payment.amount.currency,
        "asked_at": utc_text(payment.asked_at),
        "mark_terminal": payment.mark.terminal_id,
        "mark_trace": payment.mark.trace,
        "mark_receipt": payment.mark.receipt,
        "mark_request": payment.mark.request,
        "offline": int(offline),
        "language": language,
    }


def payment_of(row: Sequence[object], zone: tzinfo) -> Payment:
    """A row of `COLUMNS` as the payment it was, its moment in the site's zone, as its clock needs them."""
    identity, reference, lines, minor, currency, asked_at, *marks = row
    mark, later = marks[:4], marks[4:]
    assert isinstance(minor, int)
    return Payment(
        id=str(identity),
        reference=str(reference),
        lines=lines_of(lines),
        amount=Money(minor, str(currency)),
        asked_at=moment_of(str(asked_at), zone),
        mark=_mark_of(*mark),
        later=_mark_of(*later) if later[0] else None,
    )


def _mark_of(terminal: object, trace: object, receipt: object, request: object) -> Mark:
    return Mark(str(terminal), _number(trace), _number(receipt), str(request or ""))


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome in the words of the contract. `slip` only when approved; `cause` where there is one."""

    word: str
    cause: str | None = None
    slip: Slip | None = None


def verdict_of(outcome: Outcome) -> Verdict:
    match outcome:
        case Approved(slip):
            return Verdict("approved", slip=without_number(slip))
        case Declined():
            return Verdict("declined")
        case Cancelled(by):
            return Verdict("cancelled", by.value)
        case InDoubt(cause):
            return Verdict("in_doubt", cause)


def outcome_of(word: str, cause: str, slip: str | None) -> Outcome:
    """The outcome that `outcome_row` wrote."""
    match word:
        case "approved":
            return Approved(_slip_of(json.loads(slip or "")))
        case "declined":
            return Declined()
        case "cancelled":
            return Cancelled(CancelledBy(cause))
        case _:
            return InDoubt(cause)


def outcome_row(payment: Payment, verdict: Verdict, recovered: bool, now: datetime) -> dict[str, object]:
    """Without `record` and `seq`, under which the centre hears of it."""
    slip = verdict.slip
    return {
        "payment": payment.id,
        "outcome": verdict.word,
        "cause": verdict.cause or "",
        "recovered": int(recovered),
        "decided_at": utc_text(now),
        "terminal_id": slip.terminal_id if slip else None,
        "trace": slip.trace if slip else None,
        "day": day_of(slip.time) if slip else None,
        "slip": canonical(dataclasses.asdict(slip)) if slip else None,
    }


def payment_body(
    payment: Payment, verdict: Verdict, *, recovered: bool, offline: bool, now: datetime
) -> dict[str, object]:
    """The body of a `payment` record: tests/contract/records/payment.*.json."""
    body: dict[str, object] = {
        "payment": payment.id,
        "reference": payment.reference,
        "outcome": verdict.word,
        "recovered": recovered,
        "offline": offline,
        "asked_at": utc_text(payment.asked_at),
        "decided_at": utc_text(now),
        "amount": dataclasses.asdict(payment.amount),
        "lines": [{"bill": line.bill, "amount": dataclasses.asdict(line.amount)} for line in payment.lines],
        "slip": slip_body(verdict.slip) if verdict.slip else None,
    }
    return body if verdict.cause is None else {**body, "cause": verdict.cause}


def day_of(time: TerminalTime) -> str:
    return f"{time.month:02}-{time.day:02}"


def slip_body(slip: Slip) -> dict[str, object]:
    """Merchant and batch only where the terminal told them."""
    time = slip.time
    more = {"merchant_id": slip.merchant_id, "batch": slip.batch}
    return {name: value for name, value in more.items() if value} | {
        "terminal_id": slip.terminal_id,
        "trace": slip.trace,
        "receipt": slip.receipt,
        "card": slip.card,
        "scheme": slip.scheme,
        "approval_code": slip.approval_code,
        "time": f"{day_of(time)} {time.hour:02}:{time.minute:02}:{time.second:02}",
    }


def lines_text(lines: Sequence[PaymentLine]) -> str:
    return canonical([dataclasses.asdict(line) for line in lines])


def _slip_of(slip: dict[str, Any]) -> Slip:
    return Slip(**{**slip, "amount": Money(**slip["amount"]), "time": TerminalTime(**slip["time"])})


def without_number(slip: Slip) -> Slip:
    # The driver masked it already. Once more costs nothing, and a driver's slip then never reaches the disk.
    return dataclasses.replace(slip, card=mask_card(slip.card) if slip.card else "")


def lines_of(text: object) -> tuple[PaymentLine, ...]:
    return tuple(_line_of(line) for line in json.loads(str(text)))


def bills_in(text: object) -> frozenset[str]:
    """What a payment was for; nothing, where that cannot be read any more: somebody changed the row."""
    try:
        return frozenset(line.bill for line in lines_of(text))
    except (ValueError, TypeError, KeyError):
        return frozenset()


def _line_of(line: dict[str, Any]) -> PaymentLine:
    return PaymentLine(**{**line, "amount": Money(**line["amount"])})


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
