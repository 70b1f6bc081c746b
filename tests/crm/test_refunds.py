"""Money given back by two persons: nobody alone, nobody while the kiosk may, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from crm.audit import newest
from crm.billing.refunds import NotNow, RefundWork, waiting
from crm.by_reference.standing import of_payment
from crm.cases.overdue import rise
from crm.centre import Centre
from crm.schema import Bill, Case, CaseKind, CaseState, LineState, Payment, Refund, RefundState, Role
from crm.staff.logins import Agent
from tests.crm.signing import SigningKiosk, StepClock, contract, seal
from tests.crm.test_reversals import APPROVED, BILLS, DOUBTED, LEFT, REVERSED, paid_elsewhere, refund

ID, REFERENCE, TOTAL = APPROVED["body"]["payment"], APPROVED["body"]["reference"], 280_400
ANNA = Agent(1, "anna", "A", Role.AGENT)
BERTA = Agent(2, "berta", "B", Role.SUPERVISOR)
CARL = Agent(3, "carl", "C", Role.SUPERVISOR)
DAY = date(2026, 11, 22)


@pytest.fixture
def work(kiosk: SigningKiosk, centre: Centre) -> RefundWork:
    """A payment that no bill took; the kiosk has answered that its customer left."""
    paid_elsewhere(centre, *BILLS)
    kiosk.sync(APPROVED)
    kiosk.sync(LEFT)
    return RefundWork(centre)


def state(centre: Centre) -> RefundState:
    found = refund(centre)
    assert found is not None
    return found.state


def standing(centre: Centre) -> str:
    with centre.database.reading() as session:
        found = of_payment(session, REFERENCE, centre.clock())
        assert found is not None
        return found.status


def refused(why: str, act: Callable[..., None], *given: Any) -> None:
    with pytest.raises(NotNow) as no:
        act(*given)
    assert no.value.why == why


@pytest.mark.requirement("E11")
def test_one_proposes_another_approves_and_then_it_is_paid_out(work: RefundWork, centre: Centre) -> None:
    """E11: with the bank's reference and day; the customer and the case hear it; the audit knows both."""
    work.propose(ID, ANNA)
    work.approve(ID, BERTA, True, TOTAL)
    work.pay_out(ID, ANNA, "TT-4711", DAY, DAY)
    found = refund(centre)
    assert found is not None
    assert (found.state, found.proposed_by, found.approved_by) == (RefundState.PAID_OUT, "anna", "berta")
    assert (found.paid_reference, found.paid_on, found.paid_by) == ("TT-4711", DAY, "anna")
    assert standing(centre) == "given_back"
    with centre.database.reading() as session:
        case = session.scalars(select(Case)).one()
        assert (case.kind, case.state) == (CaseKind.REFUND, CaseState.CLOSED)
        assert [line.what for line in newest(session, what="refund.")] == [
            "refund.paid_out",
            "refund.approved",
            "refund.proposed",
        ]
        assert waiting(session) == []


@pytest.mark.requirement("E11")
def test_nobody_approves_their_own_and_no_agent_approves(work: RefundWork, centre: Centre) -> None:
    refused("changed", work.approve, ID, BERTA, True, TOTAL)
    work.propose(ID, BERTA)
    refused("second", work.approve, ID, BERTA, True, TOTAL)
    refused("second", work.approve, ID, ANNA, True, TOTAL)
    refused("changed", work.approve, ID, CARL, True, TOTAL - 1)
    refused("changed", work.pay_out, ID, CARL, "TT-1", DAY, DAY)
    refused("proposed", work.propose, ID, CARL)
    work.approve(ID, CARL, False, TOTAL)
    assert state(centre) is RefundState.DUE


@pytest.mark.requirement("E11")
@pytest.mark.parametrize(
    ("reference", "day", "why"),
    [
        ("", DAY, "reference"),
        ("x" * 65, DAY, "reference"),
        ("TT-1", DAY + timedelta(1), "day"),
        ("TT-1", date(2026, 11, 1), "day"),
    ],
)  # fmt: skip
def test_paid_out_is_not_said_without_its_proof(
    work: RefundWork, reference: str, day: date, why: str
) -> None:
    work.propose(ID, ANNA)
    work.approve(ID, BERTA, True, TOTAL)
    refused(why, work.pay_out, ID, ANNA, reference, day, DAY)


@pytest.mark.requirement("X23")
@pytest.mark.requirement("E11")
def test_while_the_kiosk_may_nobody_else_does(kiosk: SigningKiosk, centre: Centre, clock: StepClock) -> None:
    """X23: not before its grant is over, and then only with the acquirer's word; its late word is a contradiction."""
    paid_elsewhere(centre, *BILLS)
    kiosk.sync(APPROVED)
    work = RefundWork(centre)
    assert standing(centre) == "reversing"
    refused("granted", work.propose, ID, ANNA, True)
    clock.step(hours=24)
    refused("checked", work.propose, ID, ANNA)
    work.propose(ID, ANNA, True)
    work.approve(ID, BERTA, True, TOTAL)
    kiosk.sync(REVERSED)
    with centre.database.reading() as session:
        found = session.scalar(select(Case).where(Case.kind == CaseKind.CONTRADICTION))
        assert found is not None
        assert found.urgent


@pytest.mark.requirement("X23")
def test_a_doubt_of_the_kiosk_needs_the_acquirers_word(kiosk: SigningKiosk, centre: Centre) -> None:
    paid_elsewhere(centre, *BILLS)
    kiosk.sync(APPROVED)
    kiosk.sync(DOUBTED)
    work = RefundWork(centre)
    assert standing(centre) == "being_checked"
    refused("checked", work.propose, ID, ANNA)
    work.propose(ID, ANNA, True)
    kiosk.sync(REVERSED)
    refused("changed", work.approve, ID, BERTA, True, TOTAL)
    assert (state(centre), standing(centre)) == (RefundState.REVERSED, "given_back")


@pytest.mark.requirement("E11")
def test_a_void_takes_the_payment_out_of_its_bills(kiosk: SigningKiosk, centre: Centre) -> None:
    """E11: proposed by one, approved by another; the bills are owed again."""
    kiosk.sync(APPROVED)
    work = RefundWork(centre)
    work.propose(ID, ANNA)
    work.approve(ID, BERTA, False, TOTAL)
    assert (refund(centre), standing(centre)) == (None, "paid")
    work.propose(ID, ANNA)
    work.approve(ID, BERTA, True, TOTAL)
    with centre.database.reading() as session:
        assert {session.get_one(Bill, each).paid_on for each in BILLS} == {None}
        assert {session.get_one(Bill, each).paid_minor for each in BILLS} == {0}
        assert {line.state for line in session.get_one(Payment, ID).lines} == {LineState.REFUND_DUE}
    assert standing(centre) == "refund_due"
    refused("over", work.propose, ID, ANNA)


@pytest.mark.requirement("X27")
@pytest.mark.parametrize("hours", [0, 1, 24, 72])
def test_paid_here_and_there_the_later_one_is_to_be_given_back_with_its_proof(
    kiosk: SigningKiosk, centre: Centre, clock: StepClock, hours: int
) -> None:
    """X27: the bill was paid at the counter meanwhile, the kiosk's word comes `hours` later: one refund, with both."""
    paid_elsewhere(centre, *BILLS)
    clock.step(hours=hours)
    kiosk.sync(seal(APPROVED, offline=hours > 0))
    with centre.database.reading() as session:
        case = session.scalars(select(Case)).one()
        rows = session.scalars(select(Refund)).all()
        assert [(row.payment_id, row.minor) for row in rows] == [(ID, TOTAL)]
    assert case.kind is CaseKind.REFUND
    assert [(line["why"], line["paid_on"], line["paid_by"]) for line in case.body["lines"]] == [
        ("already_paid", "2026-11-20", "counter")
    ] * 2


@pytest.mark.requirement("X25")
def test_a_doubt_of_a_day_rises_to_the_supervisors_once(
    kiosk: SigningKiosk, centre: Centre, clock: StepClock
) -> None:
    """X25: its customer hears "being checked" and later the final word."""
    doubt = contract("records/payment.in_doubt.json")
    kiosk.sync(doubt)
    clock.step(hours=23)
    assert rise(centre) == 0
    clock.step(hours=2)
    assert (rise(centre), rise(centre)) == (1, 0)
    with centre.database.reading() as session:
        case = session.scalars(select(Case)).one()
        assert (case.kind, case.urgent, [event.what for event in case.events]) == (
            CaseKind.IN_DOUBT,
            True,
            ["overdue"],
        )
