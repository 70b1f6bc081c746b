"""A motorised reader at the running kiosk: the card is taken in, given back, torn out, forgotten."""

from __future__ import annotations

import pytest

from kiosk.texts import Texts
from tests.e2e.memories import wait
from tests.e2e.panel import Panel
from tests.e2e.system import System

OVERRIDES = {"card_reader": {"protocol": "crt571", "take_seconds": 20}}
CARD = {"uid": "A1B2C3D4"}


@pytest.fixture(autouse=True)
def nothing_inside(system: System) -> None:
    """Before each test."""
    system.bench.post("/card_reader/withdraw", {"by_force": True})


def put_in(system: System, panel: Panel) -> None:
    panel.tap("attract.start")
    panel.tap("home.pay")
    panel.see("card.number")
    system.bench.post("/card_reader/present", CARD)
    panel.see("keypad.7")


@pytest.mark.requirement("X9")
def test_a_card_is_given_back_with_the_end_of_the_visit(system: System, panel: Panel, zh: Texts) -> None:
    """X9: and the screen asks to take it until it is taken."""
    put_in(system, panel)
    panel.tap("nav.end")
    panel.read(zh.get("card_to_take.title"), 10)
    wait(lambda: system.bench.get("/state")["card_reader"]["card"] == "gate", "the card at the gate")
    system.bench.post("/card_reader/withdraw", {"by_force": False})
    panel.see("attract.start")


@pytest.mark.requirement("X9")
def test_a_card_torn_out_ends_the_visit(system: System, panel: Panel, zh: Texts) -> None:
    """X9."""
    put_in(system, panel)
    system.bench.post("/card_reader/withdraw", {"by_force": True})
    panel.read(zh.get("card_told.pulled.title"), 10)
    panel.tap("nav.primary")
    panel.see("home.pay")


@pytest.mark.requirement("X9")
def test_a_forgotten_card_is_kept_and_counted(system: System, panel: Panel, zh: Texts) -> None:
    """X9: after `take_seconds`; the bin of the reader remembers it."""
    put_in(system, panel)
    panel.tap("nav.end")
    panel.read(zh.get("card_to_take.title"), 10)
    panel.read(zh.get("card_told.retained.title"), 40)
    assert system.bench.get("/state")["card_reader"]["counters"]["kept"] == 1
