"""X23: where the site wants it the terminal holds an approved payment until the bills' word, and undoes it by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain import effects, states
from kiosk.domain.house import Task
from tests.kiosk.domain.examples import BILLS, HOUSE
from tests.kiosk.windowless import Kiosk


@pytest.fixture
def holding(tmp_path: Path) -> Kiosk:
    kiosk = Kiosk(tmp_path / "kiosk.db", house=replace(HOUSE, held=True)).start()
    kiosk.terminal.meanwhile = lambda: kiosk.run_some(1)
    return kiosk


@pytest.mark.requirement("X23")
def test_what_the_bills_take_stands(holding: Kiosk) -> None:
    """X23: asked once before the charge, and once while the terminal holds it."""
    holding.sign_in(Task.PAY).choose_and_pay().wait(1)
    holding.at(states.Paid)
    assert [type(each) for each in holding.asked].count(effects.CheckBills) == 2
    assert (holding.outcomes(), holding.terminal.given_back) == (["approved"], [])


@pytest.mark.requirement("X23")
def test_what_was_paid_meanwhile_is_undone_by_the_terminal(holding: Kiosk) -> None:
    """X23: no bill was credited, no grant is needed, and the customer hears when it was paid, and that no money moved."""

    def meanwhile() -> None:
        holding.crm.paid_elsewhere = {BILLS[0].id}
        holding.run_some(1)

    holding.terminal.meanwhile = meanwhile
    holding.sign_in(Task.PAY).choose_and_pay().wait(1)
    state = holding.at(states.NotPaid)
    assert (state.why, state.paid_on) == ("already_paid", "2026-11-20")
    assert holding.outcomes() == ["cancelled"]
    assert len(holding.terminal.given_back) == len(holding.terminal.ledger) == 1
    [told] = holding.crm.bodies("payment")
    assert (told["outcome"], told["cause"]) == ("cancelled", "not_delivered")
    assert holding.crm.bodies("reversal") == []


@pytest.mark.requirement("X23")
def test_a_centre_that_says_nothing_refuses_nothing(holding: Kiosk) -> None:
    """X23: it stands, as it would without asking, and is posted when the line is back."""

    def meanwhile() -> None:
        holding.crm.down = True
        holding.run_some(1)

    holding.terminal.meanwhile = meanwhile
    holding.sign_in(Task.PAY).choose_and_pay()
    holding.at(states.Paid)
    assert (holding.outcomes(), holding.terminal.given_back) == (["approved"], [])


@pytest.mark.requirement("X23")
def test_off_by_default_nobody_is_asked_twice(kiosk: Kiosk) -> None:
    kiosk.sign_in(Task.PAY).choose_and_pay().wait(1)
    kiosk.at(states.Paid)
    assert [type(each) for each in kiosk.asked].count(effects.CheckBills) == 1
