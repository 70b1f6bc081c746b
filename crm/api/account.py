"""What an account shows to whoever has signed in: history, notices, open matters. All of it masked."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from sqlalchemy.orm import Session

from crm.api import asks
from crm.api.errors import Problem
from crm.api.fields import ALLOWED
from crm.api.signatures import CentreHere, SignedKiosk
from crm.centre import Centre
from crm.customers import history, matters, notices, signing_in
from crm.masks import mask_account


def add_account(router: APIRouter) -> None:
    @router.post("/account", response_model=ALLOWED["account"])
    def account(ask: asks.WithGrant, kiosk: SignedKiosk, centre: CentreHere) -> dict[str, Any]:
        """The signed-in customer's accounts, the last twelve periods, and what waits for them, as of now."""
        now = centre.clock()
        with centre.database.reading() as session:
            customer = holder(centre, session, ask.grant, kiosk)
            today = centre.settings.today(now)
            return {
                "as_of": now,
                "accounts": [
                    {"account": mask_account(each.number), "label": each.label}
                    for each in history.accounts(session, customer)
                ],
                "history": [_past(each) for each in history.past(session, customer, today)],
                "notices": [_notice(each) for each in notices.unseen(session, customer, today, now)],
                "matters": [_matter(each) for each in matters.open_ones(session, customer, now)],
            }

    @router.post("/notices/seen", response_model=ALLOWED["notices/seen"])
    def seen(ask: asks.SeenNotices, kiosk: SignedKiosk, centre: CentreHere) -> dict[str, Any]:
        """These were shown to the customer, who need not see them again. May be called twice."""
        now = centre.clock()
        with centre.database.writing() as session:
            customer = holder(centre, session, ask.grant, kiosk)
            today = centre.settings.today(now)
            notices.mark_seen(session, customer, set(ask.notices), notices.Shown(kiosk, today, now))
        return {}


def holder(centre: Centre, session: Session, grant: str, kiosk: str) -> int:
    """Whose data the grant opens. Raises Problem."""
    try:
        return signing_in.who_holds(session, grant, kiosk, centre.clock())
    except signing_in.NoGrant as no:
        raise Problem(403, "bad_grant", "the grant is not, or no longer, good") from no


def _past(past: history.Past) -> dict[str, Any]:
    bill = past.bill
    return {
        "id": bill.id,
        "kind": bill.kind,
        "account": mask_account(bill.account_number),
        "period_from": bill.period_from,
        "period_to": bill.period_to,
        "amount": {"minor": bill.amount_minor, "currency": bill.currency},
        "due": bill.due,
        "state": past.state,
        "paid_on": bill.paid_on,
        "paid_by": bill.paid_by or None,
        "used": bill.used,
        "unit": bill.unit or None,
    }


def _notice(notice: notices.Notice) -> dict[str, Any]:
    money = None if notice.minor is None else {"minor": notice.minor, "currency": notice.currency}
    return {
        "id": notice.id,
        "kind": notice.kind,
        "account": mask_account(notice.account),
        "bill_kind": notice.bill_kind,
        "amount": money,
        "day": notice.day,
        "begins": notice.begins,
        "ends": notice.ends,
    }


def _matter(matter: matters.Matter) -> dict[str, Any]:
    return {
        "reference": matter.reference,
        "kind": matter.kind,
        "state": matter.state,
        "opened_at": matter.opened_at,
        "window_from": matter.window_from,
        "window_to": matter.window_to,
    }
