"""Money that a kiosk gives back: granted once, while nobody else may; its word settles it, in any order."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from crm.centre import Centre
from crm.schema import Bill, Case, CaseKind, CaseState, Refund, RefundState
from tests.crm.signing import SigningKiosk, contract, seal

BILLS = ("B-2026-10-E-7730", "B-2026-10-W-7730")
APPROVED = contract("records/payment.approved.json")
REVERSED = contract("records/reversal.json")
LEFT = contract("records/reversal.left.json")
DOUBTED = contract("records/reversal.in_doubt.json")


def paid_elsewhere(centre: Centre, *bills: str) -> None:
    with centre.database.writing() as session:
        for each in bills:
            bill = session.get_one(Bill, each)
            bill.paid_on, bill.paid_by = date(2026, 11, 20), "counter"


def told(kiosk: SigningKiosk, record: dict[str, Any]) -> Any:
    [answer] = kiosk.sync(record)["answers"]
    return answer.get("posting")


def refund(centre: Centre) -> Refund | None:
    with centre.database.reading() as session:
        return session.scalar(select(Refund))


def cases(centre: Centre) -> dict[CaseKind, CaseState]:
    with centre.database.reading() as session:
        return {case.kind: case.state for case in session.scalars(select(Case))}


@pytest.mark.requirement("X23")
def test_what_no_bill_takes_is_granted_to_its_kiosk_and_told_again(
    kiosk: SigningKiosk, centre: Centre
) -> None:
    """X23: also when the first answer was lost."""
    paid_elsewhere(centre, *BILLS)
    first = told(kiosk, APPROVED)
    assert first == {"state": "refund_due", "reversible_until": "2026-11-23T06:05:42.000Z"}
    assert told(kiosk, APPROVED) == first


@pytest.mark.requirement("X23")
def test_of_what_was_posted_in_part_the_rest_is_left_to_people(kiosk: SigningKiosk, centre: Centre) -> None:
    paid_elsewhere(centre, BILLS[0])
    assert told(kiosk, APPROVED) == {"state": "refund_due", "reversible_until": None}


@pytest.mark.requirement("X23")
@pytest.mark.parametrize(
    "more",
    [
        {"offline": True},
        {"recovered": True},
        {"decided_at": "2026-11-22T05:50:00.000Z", "asked_at": "2026-11-22T05:49:30.000Z"},
    ],
    ids=["offline", "recovered", "long_ago"],
)
def test_who_does_not_stand_there_any_more_gets_it_from_people(
    kiosk: SigningKiosk, centre: Centre, more: dict[str, Any]
) -> None:
    """X23, E4: offline payments that are refused later are never reversed by themselves."""
    paid_elsewhere(centre, *BILLS)
    assert told(kiosk, seal(APPROVED, **more)) == {"state": "refund_due", "reversible_until": None}
    found = refund(centre)
    assert found is not None
    assert found.state is RefundState.DUE


@pytest.mark.requirement("X23")
@pytest.mark.parametrize(
    ("records", "state", "case"),
    [
        ([REVERSED], RefundState.REVERSED, CaseState.CLOSED),
        ([LEFT], RefundState.DUE, CaseState.OPEN),
        ([DOUBTED], RefundState.DOUBTED, CaseState.OPEN),
        ([DOUBTED, REVERSED], RefundState.REVERSED, CaseState.CLOSED),
        ([REVERSED, DOUBTED], RefundState.REVERSED, CaseState.CLOSED),
        ([REVERSED, REVERSED], RefundState.REVERSED, CaseState.CLOSED),
    ],
)
def test_the_kiosks_word_settles_it(
    kiosk: SigningKiosk, centre: Centre, records: list[dict[str, Any]], state: RefundState, case: CaseState
) -> None:
    paid_elsewhere(centre, *BILLS)
    kiosk.sync(APPROVED)
    for record in records:
        kiosk.sync(record)
    found = refund(centre)
    assert found is not None
    assert found.state is state
    assert cases(centre) == {CaseKind.REFUND: case}
    assert told(kiosk, APPROVED) == {"state": "refund_due", "reversible_until": None}


@pytest.mark.requirement("X23")
def test_money_given_back_against_what_stands_here_is_an_urgent_case(
    kiosk: SigningKiosk, centre: Centre
) -> None:
    """X23: it was posted, and the kiosk says that it gave it back."""
    kiosk.sync(APPROVED)
    kiosk.sync(REVERSED)
    assert cases(centre) == {CaseKind.CONTRADICTION: CaseState.OPEN}


@pytest.mark.requirement("X23")
def test_a_reversal_of_nothing_is_refused(kiosk: SigningKiosk) -> None:
    [answer] = kiosk.sync(REVERSED)["answers"]
    assert answer["verdict"] == "refused"
