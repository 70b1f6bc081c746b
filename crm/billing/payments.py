"""Payments as the kiosks report them, and their posting to bills: each payment once, no bill more than it asks for.

What stands here after a set of records does not depend on their order or on how often each came: an outcome only ever
moves up the ranks of `RANK`, an approval is posted the moment it is first seen, and what a bill did not need is owed
back. Two approved payments of one bill: the first that reaches the centre is posted, the other goes to the refunds.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import audit
from crm.billing import reversals
from crm.billing.codes import bill_of
from crm.cases import unsettled
from crm.cases.unsettled import Opening
from crm.intake.bodies import PaymentSaid, ReceiptCaseSaid
from crm.intake.refusals import Refusal
from crm.moments import local_day
from crm.schema import Bill, CaseEvent, CaseKind, CaseState, LineState, Outcome, Payment, PaymentLine, Record

#: A report of a higher rank replaces one of a lower: knowledge replaces doubt, and money that moved outranks a denial.
RANK = {Outcome.IN_DOUBT: 0, Outcome.CANCELLED: 1, Outcome.DECLINED: 2, Outcome.APPROVED: 3}


#: What a kiosk says of a proof that is on paper.
PRINTED = "confirmed"


def take(session: Session, record: Record, said: PaymentSaid, now: datetime) -> None:
    """One report of one payment. Raises Refusal when it is not about the payment that its UUID stands for."""
    payment = session.get(Payment, said.payment, with_for_update=True)
    if payment is None:
        payment = _first_heard(session, record, said)
    else:
        _must_be_the_same(session, payment, said)
        _must_not_contradict(session, payment, record, said)
    if _says_more(payment, said):
        _adopt(payment, said)
    if payment.outcome is Outcome.APPROVED and payment.posted_at is None:
        _post(session, payment, record, now)
    _settle_doubt(session, payment, record, said, now)
    audit.note(
        session, now, record.kiosk_id, f"payment.{said.outcome.value}", said.reference, {"id": said.payment}
    )


def take_receipt_case(session: Session, record: Record, said: ReceiptCaseSaid) -> None:
    """A proof that did not come out, or one that did in the end (`confirmed`), which closes its case.

    The payment itself may still be on its way: cases and money are two streams.
    """
    payment = session.get(Payment, said.payment)
    if payment is not None and payment.kiosk_id != record.kiosk_id:
        raise Refusal("invalid: another kiosk's payment")
    found = unsettled.find(session, CaseKind.RECEIPT, said.case)
    if found is not None and found.payment_id != said.payment:
        raise Refusal("invalid: the reference belongs to another case")
    body = {"reference": said.reference, "paper": said.paper}
    opening = Opening(CaseKind.RECEIPT, said.case, record.kiosk_id, said.payment, record.occurred_at, body)
    case = unsettled.open_case(session, opening)
    if said.paper == PRINTED and case.state is not CaseState.CLOSED:
        case.body = body
        case.events.append(CaseEvent(at=record.occurred_at, who=record.kiosk_id, what="printed"))
        unsettled.close(case, record.occurred_at)


def _first_heard(session: Session, record: Record, said: PaymentSaid) -> Payment:
    if session.scalar(select(Payment.id).where(Payment.reference == said.reference)) is not None:
        raise Refusal("invalid: the reference belongs to another payment")
    payment = Payment(
        id=said.payment,
        reference=said.reference,
        kiosk_id=record.kiosk_id,
        amount_minor=said.amount.minor,
        currency=said.amount.currency,
        asked_at=said.asked_at,
        offline=said.offline,
    )
    payment.lines = [
        PaymentLine(
            position=position,
            bill_id=bill_of(session, line.bill),
            amount_minor=line.amount.minor,
            currency=line.amount.currency,
            state=LineState.PENDING,
            posted_minor=0,
        )
        for position, line in enumerate(said.lines)
    ]
    _adopt(payment, said)
    session.add(payment)
    session.flush()
    return payment


def _must_be_the_same(session: Session, payment: Payment, said: PaymentSaid) -> None:
    known = [(bill_of(session, line.bill_id), line.amount_minor) for line in payment.lines]
    told = [(bill_of(session, line.bill), line.amount.minor) for line in said.lines]
    if (
        payment.reference != said.reference  # which names the kiosk, so no other kiosk settles it
        or payment.currency != said.amount.currency
        or known != told
    ):
        raise Refusal("invalid: not the payment that this UUID stands for")


def _must_not_contradict(session: Session, payment: Payment, record: Record, said: PaymentSaid) -> None:
    """Two different final outcomes are a case for staff; which of them counts is settled by rank."""
    both = {payment.outcome, said.outcome} - {Outcome.IN_DOUBT}
    if len(both) == 2:
        body = {"outcomes": sorted(outcome.value for outcome in both)}
        opening = Opening(
            CaseKind.CONTRADICTION, said.reference, record.kiosk_id, said.payment, said.asked_at, body
        )
        unsettled.open_case(session, opening)


def _says_more(payment: Payment, said: PaymentSaid) -> bool:
    """A higher rank, or the same told earlier: the first report of an outcome is the one that is kept."""
    known = (-RANK[payment.outcome], payment.decided_at, payment.cause, payment.recovered)
    return (-RANK[said.outcome], said.decided_at, said.cause, said.recovered) < known


def _adopt(payment: Payment, said: PaymentSaid) -> None:
    payment.outcome, payment.cause = said.outcome, said.cause
    payment.decided_at, payment.recovered = said.decided_at, said.recovered
    if said.slip is not None:
        payment.slip_terminal_id = said.slip.terminal_id
        payment.slip_trace, payment.slip_receipt = said.slip.trace, said.slip.receipt
        payment.slip_card, payment.slip_scheme = said.slip.card, said.slip.scheme
        payment.slip_approval_code, payment.slip_time = said.slip.approval_code, said.slip.time
        payment.slip_merchant_id, payment.slip_batch = said.slip.merchant_id, said.slip.batch
    if said.outcome in (Outcome.DECLINED, Outcome.CANCELLED):
        for line in payment.lines:
            line.state = LineState.VOID


def _post(session: Session, payment: Payment, record: Record, now: datetime) -> None:
    """Every line is taken by its bill, as far as that asks for it; what the bill does not need is owed back."""
    payment.posted_at = now
    for line in sorted(
        payment.lines, key=lambda line: line.bill_id
    ):  # one order for all, so that no two wait in a ring
        named = bill_of(session, line.bill_id)
        bill = session.get(Bill, named, with_for_update=True, populate_existing=True)
        line.why = _why_not(bill, line)
        line.posted_minor = 0 if bill is None or line.why else min(line.amount_minor, bill.rest_minor)
        if bill is not None and line.posted_minor:
            _take_in(bill, line.posted_minor, local_day(payment.decided_at, record.tz))
        if line.posted_minor < line.amount_minor:
            line.state, line.why = LineState.REFUND_DUE, line.why or "exceeds"
        else:
            line.state = LineState.POSTED
    owe_back(session, payment, now)
    session.flush()


def _take_in(bill: Bill, minor: int, day: date) -> None:
    bill.paid_minor += minor
    if bill.rest_minor == 0:
        bill.paid_on, bill.paid_by = day, "kiosk"


def owe_back(session: Session, payment: Payment, now: datetime | None = None) -> None:
    """What of an approved payment no bill took goes to the refunds, once. `now`: as its kiosk waits for the answer."""
    owed: list[dict[str, Any]] = [
        {
            "bill": line.bill_id,
            "minor": line.amount_minor - line.posted_minor,
            "why": line.why,
            **_evidence(session, payment, line),
        }
        for line in payment.lines
        if line.why
    ]
    if owed:
        body = {"currency": payment.currency, "lines": owed}
        opening = Opening(
            CaseKind.REFUND, payment.reference, payment.kiosk_id, payment.id, payment.decided_at, body
        )
        unsettled.open_case(session, opening)
        reversals.owe(session, payment, sum(each["minor"] for each in owed), now)


def _evidence(session: Session, payment: Payment, line: PaymentLine) -> dict[str, str]:
    """Of a bill that was paid already: when and where, and by which other payment if it was at a kiosk."""
    bill = session.get(Bill, bill_of(session, line.bill_id)) if line.why == "already_paid" else None
    if bill is None or bill.paid_on is None:
        return {}
    other = session.scalar(
        select(Payment.reference)
        .join(PaymentLine, PaymentLine.payment_id == Payment.id)
        .where(PaymentLine.bill_id == bill.id, PaymentLine.posted_minor > 0, Payment.id != payment.id)
        .order_by(Payment.decided_at)
        .limit(1)
    )
    return {"paid_on": bill.paid_on.isoformat(), "paid_by": bill.paid_by or "", "other": other or ""}


def _why_not(bill: Bill | None, line: PaymentLine) -> str:
    """Money has moved already: a bill that takes parts takes any part, any other its whole rest or nothing."""
    if bill is None:
        return "unknown_bill"
    if bill.paid_on is not None or bill.rest_minor <= 0:
        return "already_paid"
    if bill.currency != line.currency:
        return "other_amount"
    return "" if bill.allow_partial or bill.rest_minor == line.amount_minor else "other_amount"


def _settle_doubt(
    session: Session, payment: Payment, record: Record, said: PaymentSaid, now: datetime
) -> None:
    """Doubt is a case; a final outcome closes it, also when the doubt itself comes in late."""
    if said.outcome is Outcome.IN_DOUBT:
        opening = Opening(
            CaseKind.IN_DOUBT,
            payment.reference,
            record.kiosk_id,
            payment.id,
            said.decided_at,
            {"cause": said.cause},
        )
        unsettled.open_case(session, opening)
    if payment.outcome is not Outcome.IN_DOUBT:
        doubt = unsettled.find(session, CaseKind.IN_DOUBT, payment.reference)
        if doubt is not None:
            unsettled.close(doubt, now)
