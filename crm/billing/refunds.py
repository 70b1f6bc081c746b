"""Money given back by people: one proposes, another approves, and then it is paid out with the bank's reference.

Nobody approves their own. Every step is a compare-and-set on what was read, a line of audit, and one of the case's
history. While the kiosk may still give the money back (crm/billing/reversals.py) nobody proposes; where nobody knows
whether it did, whoever proposes has the acquirer's word that it did not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from crm import audit
from crm.billing.codes import bill_of
from crm.cases import unsettled
from crm.cases.unsettled import Opening
from crm.centre import Centre
from crm.schema import (
    Bill,
    CaseEvent,
    CaseKind,
    LineState,
    Outcome,
    Payment,
    PaymentLine,
    Refund,
    RefundKind,
    RefundState,
)
from crm.staff.claims import NotFound
from crm.staff.logins import Agent

#: What waits for somebody, in the order of urgency.
WAITING = (
    RefundState.DOUBTED,
    RefundState.DUE,
    RefundState.PROPOSED,
    RefundState.APPROVED,
    RefundState.GRANTED,
)
OVER = (RefundState.PAID_OUT, RefundState.REVERSED)
LONGEST_REFERENCE = 64
PAGE = 100


class NotNow(Exception):
    """This cannot be done as it stands. `why` is a key of the catalogue (`fault.refund.*`)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def find(session: Session, payment: str) -> Payment:
    """Raises NotFound."""
    row = session.get(Payment, payment)
    if row is None:
        raise NotFound(payment)
    return row


def of_payment(session: Session, payment: str) -> Refund | None:
    return session.scalar(select(Refund).where(Refund.payment_id == payment))


def waiting(session: Session) -> Sequence[Refund]:
    """What is not given back yet, the oldest first."""
    loaded = joinedload(Refund.payment).options(selectinload(Payment.lines))
    rows = select(Refund).where(Refund.state.in_(WAITING)).options(loaded)
    return session.scalars(rows.order_by(Refund.opened_at).limit(PAGE)).all()


def is_open(session: Session, payment: str | None) -> bool:
    refund = of_payment(session, payment) if payment else None
    return refund is not None and refund.state not in OVER


def needs_check(refund: Refund | None) -> bool:
    """Whether the kiosk may have given it back without our knowing."""
    return refund is not None and refund.state in (RefundState.GRANTED, RefundState.DOUBTED)


def why_not(payment: Payment, refund: Refund | None, now: datetime) -> str:
    """What stands against proposing to give it back; empty: nothing."""
    if payment.outcome is not Outcome.APPROVED:
        return "not_approved"
    if refund is None:
        return "" if payment.posted_at else "not_posted"
    if refund.state is RefundState.GRANTED and refund.granted_until and now < refund.granted_until:
        return "granted"
    if refund.state is RefundState.PROPOSED:
        return "proposed"
    return "" if refund.state in (RefundState.GRANTED, RefundState.DOUBTED, RefundState.DUE) else "over"


class RefundWork:
    def __init__(self, centre: Centre) -> None:
        self._database = centre.database
        self._clock = centre.clock

    def propose(self, payment: str, agent: Agent, checked: bool = False) -> None:
        """To give back what no bill took; of a payment that was posted, all of it (void). Raises NotFound, NotNow."""
        now = self._clock()
        with self._database.writing() as session:
            row = find(session, payment)
            refund = of_payment(session, payment)
            if why := why_not(row, refund, now):
                raise NotNow(why)
            if needs_check(refund) and not checked:
                raise NotNow("checked")
            told = {
                "proposed_by": agent.login,
                "proposed_at": now,
                "checked": checked and needs_check(refund),
            }
            if refund is None:
                session.add(_void(row, now, told))
            else:
                _set(session, refund, state=RefundState.PROPOSED, **told)
            _write(session, row, agent, now, "proposed")

    def approve(self, payment: str, agent: Agent, yes: bool, minor: int) -> None:
        """A second person, who supervises, says yes or no to the amount that was seen. Raises NotFound, NotNow."""
        now = self._clock()
        with self._database.writing() as session:
            row, refund = find(session, payment), of_payment(session, payment)
            if refund is None or refund.state is not RefundState.PROPOSED:
                raise NotNow("changed")
            if not agent.supervises or agent.login == refund.proposed_by:
                raise NotNow("second")
            if refund.minor != minor:
                raise NotNow("changed")
            if yes:
                _set(session, refund, state=RefundState.APPROVED, approved_by=agent.login, approved_at=now)
                if refund.kind is RefundKind.VOID:
                    _take_out(session, row)
            else:
                self._refuse(session, refund)
            _write(session, row, agent, now, "approved" if yes else "refused")

    def pay_out(self, payment: str, agent: Agent, reference: str, day: date, today: date) -> None:
        """It is on its way, by the bank's reference and day. Raises NotFound, NotNow."""
        now = self._clock()
        with self._database.writing() as session:
            row, refund = find(session, payment), of_payment(session, payment)
            if refund is None or refund.state is not RefundState.APPROVED:
                raise NotNow("changed")
            if not 0 < len(reference) <= LONGEST_REFERENCE or not reference.isprintable():
                raise NotNow("reference")
            if not row.asked_at.date() <= day <= today:
                raise NotNow("day")
            paid = {"paid_by": agent.login, "paid_on": day, "paid_reference": reference}
            _set(session, refund, state=RefundState.PAID_OUT, **paid)
            _write(session, row, agent, now, "paid_out")
            case = unsettled.find(session, CaseKind.REFUND, row.reference)
            if case is not None:
                unsettled.close(case, now)

    def _refuse(self, session: Session, refund: Refund) -> None:
        if refund.kind is RefundKind.VOID:  # as if it had not been proposed; the audit knows
            session.delete(refund)
            return
        unknown = refund.reversal == "in_doubt" or (refund.granted_until is not None and not refund.reversal)
        back = RefundState.DOUBTED if unknown else RefundState.DUE
        _set(session, refund, state=back, proposed_by="", proposed_at=None, checked=False)


def _void(payment: Payment, now: datetime, told: dict[str, Any]) -> Refund:
    return Refund(
        payment_id=payment.id,
        kind=RefundKind.VOID,
        state=RefundState.PROPOSED,
        minor=payment.amount_minor,
        currency=payment.currency,
        opened_at=now,
        **told,
    )


def _take_out(session: Session, payment: Payment) -> None:
    """The bills owe again what this payment paid of them."""
    for line in sorted(payment.lines, key=lambda line: line.bill_id):
        _reopen(session, line)
        line.state, line.why, line.posted_minor = LineState.REFUND_DUE, "void", 0
    owed = [{"bill": line.bill_id, "minor": line.amount_minor, "why": line.why} for line in payment.lines]
    body = {"currency": payment.currency, "lines": owed}
    opening = Opening(
        CaseKind.REFUND, payment.reference, payment.kiosk_id, payment.id, payment.decided_at, body
    )
    unsettled.open_case(session, opening)


def _reopen(session: Session, line: PaymentLine) -> None:
    named = bill_of(session, line.bill_id)
    bill = session.get(Bill, named, with_for_update=True, populate_existing=True)
    if bill is None or not line.posted_minor:
        return
    bill.paid_minor -= line.posted_minor
    if bill.paid_by == "kiosk":
        bill.paid_on, bill.paid_by = None, ""


def _set(session: Session, refund: Refund, **columns: Any) -> None:
    """Compare-and-set on state and amount. Raises NotNow."""
    seen = (Refund.id == refund.id, Refund.state == refund.state, Refund.minor == refund.minor)
    result = session.execute(update(Refund).where(*seen).values(**columns))
    assert isinstance(result, CursorResult)
    if result.rowcount != 1:
        raise NotNow("changed")
    session.refresh(refund)


def _write(session: Session, payment: Payment, agent: Agent, now: datetime, what: str) -> None:
    audit.note(session, now, agent.login, f"refund.{what}", payment.reference, {"id": payment.id})
    case = unsettled.find(session, CaseKind.REFUND, payment.reference)
    if case is not None:
        session.add(CaseEvent(case_id=case.id, at=now, who=agent.login, what=f"refund_{what}"))
