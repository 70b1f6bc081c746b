"""The functions that a kiosk may call. Each says what it does; who may call and what may leave is settled beside it."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from fastapi import APIRouter

from crm.api import asks
from crm.api.account import add_account, holder
from crm.api.door import DoorHere
from crm.api.errors import FAILURES, Problem
from crm.api.fields import ALLOWED
from crm.api.sign_in import add_sign_in
from crm.api.signatures import CentreHere, SignedKiosk
from crm.api.sync import add_sync
from crm.billing import bills as ledger
from crm.billing import codes
from crm.centre import Centre
from crm.customers import signing_in
from crm.kiosks import registry
from crm.kiosks.content import Part
from crm.kiosks.seal import Seal
from crm.masks import mask_account
from crm.schema import Bill


@cache
def kiosk_routes() -> APIRouter:
    """All functions under `/v1`; built once, because describing them is slow, and served by every application."""
    router = APIRouter(prefix="/v1", responses=FAILURES)

    @router.post("/enrol", response_model=ALLOWED["enrol"], response_model_exclude_unset=True)
    def enrol(ask: asks.Enrol, centre: CentreHere) -> dict[str, Any]:
        """Unsigned: the one-time code stands for the kiosk until its key is known."""
        try:
            enrolment = registry.Enrolment(ask.kiosk, ask.code, ask.public_key, ask.epoch)
        except ValueError as wrong:
            raise Problem(422, "invalid", str(wrong)) from wrong
        now = centre.clock()
        try:
            with centre.database.writing() as session:
                registry.enrol(session, enrolment, now)
        except registry.WrongCode as wrong:
            raise Problem(401, "unknown_kiosk", "the code is wrong, used or too old") from wrong
        told = centre.seal.told()
        return {"kiosk": ask.kiosk, "server_time": now, **({"trust": told} if any(told.values()) else {})}

    add_sign_in(router)

    @router.post("/bills", response_model=ALLOWED["bills"])
    def bills(ask: asks.WithGrant, kiosk: SignedKiosk, centre: CentreHere) -> dict[str, Any]:
        """What the signed-in customer is to pay, as of now."""
        now = centre.clock()
        with centre.database.reading() as session:
            customer = holder(centre, session, ask.grant, kiosk)
            return {"as_of": now, "bills": [_bill(bill) for bill in ledger.open_bills(session, customer)]}

    @router.post("/bills/check", response_model=ALLOWED["bills/check"])
    def check(ask: asks.CheckBills, kiosk: SignedKiosk, centre: CentreHere) -> dict[str, Any]:
        """Asked at the moment of paying: was it paid elsewhere meanwhile?"""
        with centre.database.reading() as session:
            mine = _may_pay(centre, session, ask, kiosk)
            found = ledger.standings(session, mine, ask.bills, ask.parts())
            return {"bills": [_standing(each) for each in found]}

    @router.post("/bills/scanned", response_model=ALLOWED["bills/scanned"])
    def scanned(ask: asks.ScannedBill, kiosk: SignedKiosk, centre: CentreHere) -> dict[str, Any]:
        """A bill held before the scanner, by whoever: the least that is needed to pay it."""
        held = codes.Held(kiosk, ask.visit, ask.scheme, tuple(ask.codes))
        return _scanned(codes.look_up(centre, held))

    add_account(router)

    add_sync(router)

    @router.post("/content", response_model=ALLOWED["content"], response_model_exclude_unset=True)
    def content(
        ask: asks.AskContent, kiosk: SignedKiosk, centre: CentreHere, door: DoorHere
    ) -> dict[str, Any]:
        """Of the published parts that the kiosk names, those that changed."""
        if ask.kiosk != kiosk:
            raise Problem(422, "invalid", "kiosk: not the one that signed")
        now = centre.clock()
        with centre.database.reading() as session:
            parts = door.published.changed(session, now, ask.have)
        told = {name: _published(centre.seal, name, part, now) for name, part in parts.items()}
        return {"parts": told, "server_time": now}

    return router


def _may_pay(centre: Centre, session: Any, ask: asks.CheckBills, kiosk: str) -> list[Bill]:
    """The bills among those asked for that this grant opens: a customer's, or those of one scan."""
    try:
        granted = codes.who_may_pay(session, ask.grant, kiosk, centre.clock())
    except signing_in.NoGrant:
        return ledger.customers_bills(session, holder(centre, session, ask.grant, kiosk), ask.bills)
    return ledger.scanned_bills(session, granted, ask.bills)


def _scanned(answer: codes.Answer) -> dict[str, Any]:
    match answer:
        case codes.Found():
            granted = {"grant": answer.grant, "expires_at": answer.expires_at, "as_of": answer.as_of}
            bills = [_bill(bill) for bill in answer.bills]
            return {"result": "found", **granted, "earlier": answer.earlier, "bills": bills}
        case codes.Paid(paid_on):
            return {"result": "paid", "paid_on": paid_on}
        case codes.ClosedAccount():
            return {"result": "closed"}
        case codes.UnknownCode():
            return {"result": "unknown"}
        case signing_in.TooMany(wait):
            raise Problem(429, "slow_down", "too many unknown codes at this kiosk", wait.total_seconds())


def _bill(bill: Bill) -> dict[str, Any]:
    return {
        "id": bill.id,
        "kind": bill.kind,
        "account": mask_account(bill.account_number),
        "period_from": bill.period_from,
        "period_to": bill.period_to,
        "amount": {"minor": bill.rest_minor, "currency": bill.currency},
        "due": bill.due,
        "rules": {
            "allow_partial": bill.allow_partial,
            "minimum": bill.minimum_minor,
            "maximum": bill.maximum_minor,
            "cash_only": bill.cash_only,
        },
    }


def _standing(standing: ledger.Standing) -> dict[str, Any]:
    return {
        "id": standing.id,
        "payable": standing.payable,
        "paid_on": standing.paid_on,
        "why": standing.why or None,
    }


def _published(seal: Seal, name: str, part: Part | None, now: datetime) -> dict[str, Any]:
    told = {"version": part.version, "body": part.body} if part else {"version": None, "body": None}
    return {**told, **seal.of_part(name, part.version if part else "", now)}
