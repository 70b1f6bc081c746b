"""Whole visits, without a window, paid at a terminal of the Taiwan family (NCCC 400).

What the terminal charged is what the centre has, and what nobody can know is in doubt at both.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.system import Overrides
from tests.faults.conftest import OVERRIDES, Counter, standing

pytestmark = pytest.mark.timeout(240)
BY_TABLE: Overrides = {
    **OVERRIDES,
    "payment_terminal": {"answer_seconds": 8, "protocol": "nccc400", "terminal_id": "52500038"},
}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    with standing(tmp_path_factory.mktemp("table"), BY_TABLE) as counter:
        yield counter


def agree(counter: Counter) -> None:
    """Each charge of the terminal is one posted payment, and no other is; receipt and approval numbers are its own."""
    charged = sorted((entry["receipt"], entry["amount_minor"]) for entry in counter.ledger())
    posted = counter.centre("SELECT slip_receipt, amount_minor FROM payments WHERE outcome = 'approved'")
    assert sorted(posted) == charged


def doubts(counter: Counter) -> int:
    return int(counter.centre("SELECT count(*) FROM payments WHERE outcome = 'in_doubt'")[0][0])


@pytest.mark.requirement("E1")
def test_a_visit_is_paid(table: Counter) -> None:
    """E1: from the card to the posted payment."""
    assert table.told("--play")["screen"] == "Paid"
    assert len(table.ledger()) == 1
    agree(table)


@pytest.mark.requirement("E2")
@pytest.mark.requirement("X22")
def test_an_answer_that_got_lost_is_asked_for_and_paid_once(table: Counter) -> None:
    """E2, X22: the cable dies behind the approval; the inquiry brings our own number back."""
    before = len(table.ledger())
    table.next_charge(next="drop_after", drop_s=2, delay_s=0.5)
    assert table.told("--play")["screen"] == "Paid"
    assert len(table.ledger()) == before + 1
    agree(table)


@pytest.mark.requirement("E2")
def test_a_kiosk_that_dies_after_the_approval_finds_it_again(table: Counter) -> None:
    """E2: power lost before the outcome is on the disk; the next start asks by the number of the mark."""
    before = len(table.ledger())
    table.killed("after:charge")
    assert table.told()["screen"] == "Recovered"
    assert len(table.ledger()) == before + 1
    agree(table)


@pytest.mark.requirement("E2")
@pytest.mark.requirement("X22")
def test_a_charge_that_never_came_about_is_doubt_and_not_paid(table: Counter) -> None:
    """E2, X22: no answer of this family proves that nothing was charged; staff settle it, and nobody is charged again."""
    before, doubtful = len(table.ledger()), doubts(table)
    table.next_charge(next="drop_before", drop_s=2, delay_s=0.5)
    assert table.told("--play")["screen"] == "Unsettled"
    assert len(table.ledger()) == before
    assert doubts(table) == doubtful + 1
    agree(table)
