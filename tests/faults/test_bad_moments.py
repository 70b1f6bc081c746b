"""A payment at its worst moments: declined, cancelled, cable dead, paper out, centre gone."""

from __future__ import annotations

import pytest

from tests.e2e.memories import wait
from tests.faults.conftest import Counter
from tests.faults.machine import HELD

pytestmark = pytest.mark.timeout(240)


@pytest.mark.requirement("E5")
@pytest.mark.parametrize(
    ("switch", "why"), [("decline", "declined"), ("cancel", "cancelled"), ("timeout", "cancelled")]
)
def test_not_approved_means_not_charged_and_says_so(counter: Counter, switch: str, why: str) -> None:
    """E5: one neutral word, no money moved, nothing posted."""
    before = counter.ledger()
    counter.next_charge(next=switch, delay_s=0.2)

    assert counter.told("--play") == {"screen": "NotPaid", "why": why}

    assert counter.ledger() == before
    counter.agree()


@pytest.mark.requirement("E2", "X22")
def test_cable_dead_before_the_approval_is_found_not_charged(counter: Counter) -> None:
    """E2, X22: the inquiry finds the mark again."""
    before = counter.ledger()
    counter.next_charge(next="drop_before", delay_s=0.2, drop_s=2)

    assert counter.told("--play") == {"screen": "NotPaid", "why": "cancelled"}

    assert counter.ledger() == before
    counter.agree()


@pytest.mark.requirement("E2", "X22")
def test_cable_dead_after_the_approval_is_found_paid(counter: Counter) -> None:
    """E2, X22: the inquiry finds this payment, by amount, trace, receipt and time."""
    before = len(counter.ledger())
    counter.next_charge(next="drop_after", delay_s=0.2, drop_s=2)

    assert counter.told("--play")["screen"] == "Paid"

    assert len(counter.ledger()) == before + 1
    counter.agree()


@pytest.mark.requirement("E2")
def test_cable_dead_for_long_leaves_a_claim_code_and_is_settled_later(counter: Counter) -> None:
    """E2: nobody knows for now, and that is what is said; when the terminal is back, the truth is found."""
    before = len(counter.ledger())
    counter.next_charge(next="drop_after", delay_s=0.2, drop_s=600)

    told = counter.told("--play", "--no-delivery")
    assert told["screen"] == "Unsettled"
    assert told["reference"].startswith("K07-")

    counter.system.end("workbench")  # somebody pulls its plug and puts it back; it remembers
    counter.system.start_bench()
    counter.told()
    assert len(counter.ledger()) == before + 1
    counter.agree()


@pytest.mark.requirement("E6", "X4")
def test_paper_out_in_mid_proof_keeps_the_payment_and_opens_a_case(counter: Counter) -> None:
    """E6, X4: the payment stands, the customer has the reference, staff have a case."""
    counter.next_charge(next="approve", delay_s=0.1)
    counter.system.bench.post("/receipt_printer", {"paper_out_after_rows": 300})
    try:
        told = counter.told("--play")
    finally:
        counter.system.bench.post("/receipt_printer", {"paper": "ok"})

    assert told["screen"] == "Paid"
    assert told["paper"] == "partial"
    counter.agree()
    cases = counter.centre("SELECT count(*) FROM cases WHERE kind = 'receipt_case'")
    assert cases[0][0] == 1


@pytest.mark.requirement("E4", "A5")
def test_centre_gone_before_the_payment_is_refused_before_the_terminal_is_asked(counter: Counter) -> None:
    """E4, A5: no charge without the centre unless the site allows it."""
    asked = _authorisations(counter)
    go, held = counter.system.data / "go", counter.system.data / HELD
    machine = counter.machine("--play", "--hold", "--no-delivery")
    wait(held.exists, "the review", 60)
    counter.system.end("crm")
    go.touch()
    try:
        told = counter.ended(machine)
    finally:
        go.unlink()
        held.unlink()
        counter.system.start_crm()

    assert told == {"screen": "NotPaid", "why": "line_down"}
    assert _authorisations(counter) == asked


def _authorisations(counter: Counter) -> int:
    return int(counter.system.bench.get("/state")["payment_terminal"]["counters"].get("authorisation", 0))


@pytest.mark.requirement("J3", "E3")
def test_centre_gone_after_the_intent_goes_on_and_is_posted_later(counter: Counter) -> None:
    """J3, E3: the payment ends well, and drains when the line is back."""
    before, asked = len(counter.ledger()), _authorisations(counter)
    counter.next_charge(next="approve", delay_s=4)
    machine = counter.machine("--play", "--no-delivery")
    wait(lambda: _authorisations(counter) > asked, "the request", 60)
    counter.system.end("crm")
    try:
        assert counter.ended(machine)["screen"] == "Paid"
    finally:
        counter.system.start_crm()

    counter.told()

    assert len(counter.ledger()) == before + 1
    counter.agree()
