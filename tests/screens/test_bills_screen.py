"""Choosing bills: the tick follows the choice, in place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain import events, states
from kiosk.domain.health import Health
from kiosk.domain.visit import Visit
from tests.screens.visits import BILLS, CUSTOMER, HOUSE, NOW


def choosing(*chosen: str) -> Visit:
    state = states.BillsShown(BILLS, frozenset(chosen), NOW, waiting=False)
    return Visit("v.1", HOUSE, NOW, state, Health(), customer=CUSTOMER)


@pytest.mark.requirement("D1")
def test_a_tick_is_seen_at_once_and_taken_back(pilot: Any) -> None:
    """D1: what is chosen and what is not can be told apart."""
    first, second = BILLS[0].id, BILLS[1].id
    pilot.show(choosing())
    pilot.show(choosing(first))
    assert pilot.find(f"bill.{first}").state_text == "checked"
    assert pilot.find(f"bill.{second}").state_text == "unchecked"

    pilot.show(replace(choosing(second)))
    assert pilot.find(f"bill.{first}").state_text == "unchecked"
    assert pilot.find(f"bill.{second}").state_text == "checked"


def test_a_tap_on_a_row_names_its_bill(pilot: Any) -> None:
    pilot.show(choosing())
    pilot.tap(f"bill.{BILLS[1].id}")
    assert pilot.sent == [events.BillToggled(BILLS[1].id)]
