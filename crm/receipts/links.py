"""Links to proofs: taken from kiosks, found by the code that a customer brings, forgotten when their time is over."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from crm import audit
from crm.centre import Centre
from crm.intake.bodies import ReceiptLinkSaid
from crm.intake.refusals import Refusal
from crm.schema import Payment, ReceiptLink, Record


def take(session: Session, record: Record, said: ReceiptLinkSaid, now: datetime) -> None:
    """Raises Refusal for another kiosk's payment, and for a code that somebody has already."""
    payment = session.get(Payment, said.payment)
    if payment is not None and payment.kiosk_id != record.kiosk_id:
        raise Refusal("invalid: another kiosk's payment")
    if session.get(ReceiptLink, said.code_hash) is not None:
        raise Refusal("invalid: this link is there already")
    session.add(
        ReceiptLink(
            code_hash=said.code_hash,
            payment_id=said.payment,
            kiosk_id=record.kiosk_id,
            language=said.language,
            until=said.until,
        )
    )
    fields = {"until": said.until.isoformat()}
    audit.note(session, now, record.kiosk_id, "receipt.linked", said.reference, fields)


def find(session: Session, code: str, today: date) -> tuple[ReceiptLink, Payment] | None:
    """None for a code that opens nothing: unknown, over, or its payment has not come yet. They have one answer."""
    link = session.get(ReceiptLink, hashlib.sha256(code.encode()).hexdigest())
    if link is None or link.until < today:
        return None
    payment = session.get(Payment, link.payment_id)
    # The link may have come first: whose payment it is could not be asked then.
    if payment is None or payment.kiosk_id != link.kiosk_id:
        return None
    return link, payment


def forget(centre: Centre) -> None:
    """Deletes those whose time is over. A day more: zones differ."""
    with centre.database.writing() as session:
        over = centre.clock().date().toordinal() - 1
        session.execute(delete(ReceiptLink).where(ReceiptLink.until < date.fromordinal(over)))
