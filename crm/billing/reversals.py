"""A kiosk gives money back by itself: the grant under which it may, and its word on what came of it.

While a grant runs, and until the kiosk has answered it, people do not give that money back (crm/billing/refunds.py): so
that the two can never both do it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import audit
from crm.cases import unsettled
from crm.cases.unsettled import Opening
from crm.intake.bodies import ReversalSaid
from crm.intake.refusals import Refusal
from crm.schema import CaseKind, LineState, Outcome, Payment, Record, Refund, RefundKind, RefundState

#: How long a kiosk may go on asking its terminal, power cuts and lost answers included.
GRANT = timedelta(hours=24)
#: Whoever paid longer ago does not stand at the kiosk any more.
STANDS_THERE = timedelta(minutes=10)
#: What the kiosk may still be the one to give back; and what people have decided to.
OPEN = (RefundState.GRANTED, RefundState.DOUBTED, RefundState.DUE, RefundState.PROPOSED)


def owe(session: Session, payment: Payment, minor: int, now: datetime | None = None) -> None:
    """`minor` of it goes back. `now`: it was just told, so that its kiosk may be granted to do it."""
    refund = refund_of(session, payment.id)
    if refund is not None:
        refund.minor = max(refund.minor, minor)
        return
    granted = now is not None and may_reverse(payment, now)
    session.add(
        Refund(
            payment_id=payment.id,
            kind=RefundKind.REFUND,
            state=RefundState.GRANTED if granted else RefundState.DUE,
            minor=minor,
            currency=payment.currency,
            opened_at=payment.decided_at,
            granted_until=now + GRANT if granted and now else None,
        )
    )


def may_reverse(payment: Payment, now: datetime) -> bool:
    """A whole payment, made online, by somebody who may still stand there."""
    fresh = now - STANDS_THERE <= payment.decided_at <= now + STANDS_THERE
    whole = not any(line.posted_minor for line in payment.lines)
    return fresh and whole and not payment.offline and not payment.recovered


def refund_of(session: Session, payment: str) -> Refund | None:
    return session.scalar(select(Refund).where(Refund.payment_id == payment).with_for_update())


def postings(session: Session, told: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """What became of those payments that moved money; `told`: payment ids by record id, as the answer is."""
    if not told:
        return {}
    named = set(told.values())
    known = {each.id: each for each in session.scalars(select(Payment).where(Payment.id.in_(named)))}
    refunds = {
        each.payment_id: each for each in session.scalars(select(Refund).where(Refund.payment_id.in_(named)))
    }
    return {
        record: _posting(known[id], refunds.get(id))
        for record, id in told.items()
        if id in known and known[id].outcome is Outcome.APPROVED and known[id].posted_at is not None
    }


def _posting(payment: Payment, refund: Refund | None) -> dict[str, Any]:
    owed = any(line.state is LineState.REFUND_DUE for line in payment.lines)
    granted = refund is not None and refund.state is RefundState.GRANTED
    return {
        "state": "refund_due" if owed else "posted",
        "reversible_until": refund.granted_until if owed and refund is not None and granted else None,
    }


def take(session: Session, record: Record, said: ReversalSaid, now: datetime) -> None:
    """The kiosk's word on its grant. Raises Refusal when it is about no payment of its own."""
    payment = session.get(Payment, said.payment)
    if (
        payment is None
        or (payment.kiosk_id, payment.reference) != (record.kiosk_id, said.reference)
        or (payment.amount_minor, payment.currency) != (said.amount.minor, said.amount.currency)
    ):
        raise Refusal("invalid: no payment of this kiosk")
    refund = refund_of(session, payment.id)
    if refund is None or refund.state not in OPEN:
        _contradict(session, payment, refund, record, said)
    else:
        _settle(session, payment, refund, said, now)
    detail = {"id": said.payment, "cause": said.cause}
    audit.note(session, now, record.kiosk_id, f"reversal.{said.outcome}", said.reference, detail)


def _settle(session: Session, payment: Payment, refund: Refund, said: ReversalSaid, now: datetime) -> None:
    case = unsettled.find(session, CaseKind.REFUND, payment.reference)
    if refund.reversal in ("reversed", "not_reversed"):
        return
    refund.reversal, refund.reversal_cause = said.outcome, said.cause
    match said.outcome:
        case "reversed":
            refund.state, refund.reversed_at = RefundState.REVERSED, said.decided_at
            if case is not None:
                unsettled.close(case, now)
        case "not_reversed" if refund.state in (RefundState.GRANTED, RefundState.DOUBTED):
            refund.state = RefundState.DUE
        case "in_doubt" if refund.state is RefundState.GRANTED:
            refund.state = RefundState.DOUBTED
            if case is not None:
                case.urgent = True


def _contradict(
    session: Session, payment: Payment, refund: Refund | None, record: Record, said: ReversalSaid
) -> None:
    """Money went back at the kiosk although people have decided otherwise: a case, and an urgent one."""
    if said.outcome != "reversed" or (refund is not None and refund.state is RefundState.REVERSED):
        return
    body = {"outcomes": ["reversed", refund.state.value if refund else "posted"]}
    opening = Opening(
        CaseKind.CONTRADICTION, payment.reference, record.kiosk_id, payment.id, said.decided_at, body
    )
    unsettled.open_case(session, opening).urgent = True
