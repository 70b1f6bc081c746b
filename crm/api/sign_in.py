"""The door: signing in by card or number, codes to phones, signing out. What leaves here is masked."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from crm.api import asks
from crm.api.door import DoorHere
from crm.api.errors import Problem
from crm.api.fields import ALLOWED
from crm.api.signatures import CentreHere, SignedKiosk
from crm.customers import signing_in
from crm.customers.by_number import CodeKnock, PinKnock
from crm.customers.codes import Asked, Call, CodeAnswer, Codes, Wait
from crm.masks import mask_account, mask_name, mask_phone


def add_sign_in(router: APIRouter) -> None:
    @router.post("/sign-in", response_model=ALLOWED["sign-in"])
    def sign_in(
        ask: asks.ByCard | asks.ByPin | asks.ByCode, kiosk: SignedKiosk, centre: CentreHere, door: DoorHere
    ) -> dict[str, Any]:
        """Card and PIN, or a number with PIN or one-time code. Unknown and wrong have one answer."""
        return _sign_in_answer(signing_in.SignIn(centre, door.secrets).ask(_knock(ask, kiosk)))

    @router.post("/sign-in/code", response_model=ALLOWED["sign-in/code"])
    def code(ask: asks.AskCode, kiosk: SignedKiosk, centre: CentreHere, door: DoorHere) -> dict[str, Any]:
        """Sends a one-time code to the phone on file, if there is one. The answer does not tell."""
        codes = Codes(centre, door.secrets, door.messenger)
        return _code_answer(codes.send(Call(kiosk, ask.visit, ask.account)))

    @router.post("/sign-out", response_model=ALLOWED["sign-out"])
    def sign_out(ask: asks.WithGrant, kiosk: SignedKiosk, centre: CentreHere) -> dict[str, Any]:
        """Ends the grant; may be called twice."""
        with centre.database.writing() as session:
            signing_in.sign_out(session, ask.grant, kiosk, centre.clock())
        return {}


def _knock(ask: asks.ByCard | asks.ByPin | asks.ByCode, kiosk: str) -> signing_in.Asking:
    match ask:
        case asks.ByCard():
            return signing_in.Knock(kiosk, ask.visit, ask.card, ask.pin)
        case asks.ByPin():
            return PinKnock(kiosk, ask.visit, ask.account, ask.pin)
        case asks.ByCode():
            return CodeKnock(kiosk, ask.visit, ask.account, ask.code)


def _code_answer(answer: CodeAnswer) -> dict[str, Any]:
    match answer:
        case Asked(expires_at, again_at):
            return {"result": "asked", "expires_at": expires_at, "again_at": again_at}
        case Wait(until):
            return {"result": "wait", "until": until}
        case signing_in.Locked(until):
            return {"result": "locked", "until": until}
        case signing_in.TooMany(wait):
            raise Problem(429, "slow_down", "too many sign-ins at this kiosk", wait.total_seconds())


def _sign_in_answer(answer: signing_in.Answer) -> dict[str, Any]:
    match answer:
        case signing_in.Granted():
            customer = {
                "name": mask_name(answer.name),
                "account": mask_account(answer.account),
                "phone": mask_phone(answer.phone) if answer.phone else None,
            }
            granted = {"result": "granted", "grant": answer.grant, "expires_at": answer.expires_at}
            return {**granted, "customer": customer}
        case signing_in.Refused():
            return {"result": "refused"}
        case signing_in.Locked(until):
            return {"result": "locked", "until": until}
        case signing_in.TooMany(wait):
            raise Problem(429, "slow_down", "too many failed sign-ins at this kiosk", wait.total_seconds())
