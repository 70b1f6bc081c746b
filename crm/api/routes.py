"""The functions that a kiosk may call. Each says what it does; who may call and what may leave is settled beside it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from crm import bills as ledger
from crm import fleet, kiosks, records, streams
from crm.api import asks
from crm.api.account import add_account, holder
from crm.api.errors import ErrorBody, Problem
from crm.api.fields import ALLOWED
from crm.api.sign_in import add_sign_in
from crm.api.signatures import CentreHere, SignedKiosk
from crm.content import Content, Part
from crm.masks import mask_account
from crm.messengers import Messenger
from crm.schema import Bill
from crm.tokens import Secrets

FAILURES: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorBody} for status in (400, 401, 403, 413, 422, 429, 503)
}


def kiosk_routes(secrets: Secrets, published: Content, messenger: Messenger) -> APIRouter:
    """All functions under `/v1`; `published` is what kiosks pull, the others are the door's."""
    router = APIRouter(prefix="/v1", responses=FAILURES)

    @router.post("/enrol", response_model=ALLOWED["enrol"])
    def enrol(ask: asks.Enrol, centre: CentreHere) -> dict[str, Any]:
        """Unsigned: the one-time code stands for the kiosk until its key is known."""
        try:
            enrolment = kiosks.Enrolment(ask.kiosk, ask.code, ask.public_key, ask.epoch)
        except ValueError as wrong:
            raise Problem(422, "invalid", str(wrong)) from wrong
        now = centre.clock()
        try:
            with centre.database.writing() as session:
                kiosks.enrol(session, enrolment, now)
        except kiosks.WrongCode as wrong:
            raise Problem(401, "unknown_kiosk", "the code is wrong, used or too old") from wrong
        return {"kiosk": ask.kiosk, "server_time": now}

    add_sign_in(router, secrets, messenger)

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
            customer = holder(centre, session, ask.grant, kiosk)
            return {"bills": [_standing(each) for each in ledger.standings(session, customer, ask.bills)]}

    add_account(router)

    @router.post("/sync", response_model=ALLOWED["sync"])
    def sync(ask: asks.Sync, kiosk: SignedKiosk, centre: CentreHere) -> dict[str, Any]:
        """Takes records, each once; with no records it says only "I am here"."""
        if ask.kiosk != kiosk:
            raise Problem(422, "invalid", "kiosk: not the one that signed")
        now, sender = centre.clock(), records.Sender(kiosk, ask.epoch)
        with centre.database.writing() as session:
            answers = records.take_all(session, sender, ask.records, now)
            through = streams.through(session, sender, now)
            fleet.heard(session, kiosk, now)
            kiosks.seen(session, kiosk, now)
            versions = published.versions(session, now)
        return {
            "answers": [_record_answer(answer) for answer in answers],
            "through": through,
            "server_time": now,
            "poll_s": centre.settings.poll_s,
            "commands": [],
            "content": versions,
        }

    @router.post("/content", response_model=ALLOWED["content"])
    def content(ask: asks.AskContent, kiosk: SignedKiosk, centre: CentreHere) -> dict[str, Any]:
        """Of the published parts that the kiosk names, those that changed."""
        if ask.kiosk != kiosk:
            raise Problem(422, "invalid", "kiosk: not the one that signed")
        now = centre.clock()
        with centre.database.reading() as session:
            parts = published.changed(session, now, ask.have)
        return {"parts": {name: _published(part) for name, part in parts.items()}, "server_time": now}

    return router


def _bill(bill: Bill) -> dict[str, Any]:
    return {
        "id": bill.id,
        "kind": bill.kind,
        "account": mask_account(bill.account_number),
        "period_from": bill.period_from,
        "period_to": bill.period_to,
        "amount": {"minor": bill.amount_minor, "currency": bill.currency},
        "due": bill.due,
    }


def _standing(standing: ledger.Standing) -> dict[str, Any]:
    return {"id": standing.id, "payable": standing.payable, "paid_on": standing.paid_on}


def _published(part: Part | None) -> dict[str, Any]:
    return {"version": part.version, "body": part.body} if part else {"version": None, "body": None}


def _record_answer(answer: records.Answer) -> dict[str, Any]:
    return {"id": answer.id, "verdict": answer.verdict.value, "reason": answer.reason, "case": answer.case}
