"""How something stands by its number, and whether somebody has asked already: two questions of the case screens."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Path
from sqlalchemy.orm import Session

from crm.api import asks
from crm.api.errors import FAILURES, Problem
from crm.api.fields import ALLOWED
from crm.api.signatures import CentreHere, SignedKiosk
from crm.by_reference import standing
from crm.by_reference.standing import Standing
from crm.callbacks import requests
from crm.centre import Centre
from crm.customers.signing_in import who_visited

ReferencePath = Annotated[str, Path(pattern=r"^[A-Z0-9]{1,12}-[A-Z0-9]{4}-[A-Z0-9]{4}$")]


@cache
def case_routes() -> APIRouter:
    """Built once, like the others."""
    router = APIRouter(prefix="/v1", responses=FAILURES)

    @router.post("/cases/{reference}", response_model=ALLOWED["cases/{reference}"])
    def by_number(
        reference: ReferencePath, ask: asks.Visiting, kiosk: SignedKiosk, centre: CentreHere
    ) -> dict[str, Any]:
        """By its number, at any kiosk. What does not exist has one answer, and asking for it is counted."""
        now = centre.clock()
        with centre.database.writing() as session:
            _must_not_guess(session, centre, kiosk)
            found = standing.find(session, reference, now)
            if found is None:
                standing.missed(session, kiosk, now)
            return told(found)

    @router.post("/callbacks/open", response_model=ALLOWED["callbacks/open"])
    def asked_already(ask: asks.AskedAlready, kiosk: SignedKiosk, centre: CentreHere) -> dict[str, Any]:
        """Whether this number or address has asked about this topic already. Its reference is its own customer's only."""
        now = centre.clock()
        with centre.database.writing() as session:
            _must_not_guess(session, centre, kiosk)
            customer = who_visited(session, kiosk, ask.visit)
            phone = ask.phone or (customer.phone if customer else "")
            row = requests.open_request(session, phone, ask.email, ask.topic)
            if row is None:
                return told(None)
            own = customer is not None and row.customer_id == customer.id
            if not own:  # who tries other people's numbers is slowed down as well
                standing.missed(session, kiosk, now)
            return told(standing.tell_callback(session, row, now), own)

    return router


def _must_not_guess(session: Session, centre: Centre, kiosk: str) -> None:
    rules = centre.settings
    try:
        standing.must_not_guess(session, kiosk, centre.clock(), rules.misses_per_kiosk, rules.lock)
    except standing.TooMany as many:
        raise Problem(429, "slow_down", str(many), many.retry_after.total_seconds()) from many


def told(found: Standing | None, whole: bool = True) -> dict[str, Any]:
    """One shape for everything; what was not found has nothing in it. Not `whole`: without its reference."""
    if found is None:
        return {"found": False}
    window = None if found.begins is None else {"from": found.begins, "to": found.ends}
    amount = None if found.minor is None else {"minor": found.minor, "currency": found.currency}
    return {
        "found": True,
        "kind": found.kind,
        "reference": found.reference if whole else "",
        "status": found.status,
        "topic": found.topic,
        "reply": found.reply,
        "site": found.site,
        "window": window,
        "moved": found.moved,
        "attempts": found.attempts,
        "last_attempt_at": found.last_attempt_at,
        "next_attempt_at": found.next_attempt_at,
        "result": found.result,
        "place": found.place,
        "expected_at": found.expected_at,
        "amount": amount,
        "can": found.can if whole else "no",
    }
