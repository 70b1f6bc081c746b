"""A customer without a card: number, code from the phone, bills; and PIN; and a number of nobody."""

from __future__ import annotations

import re

import pytest

from kiosk.texts import Texts
from tests.e2e.memories import wait
from tests.e2e.panel import Panel
from tests.e2e.system import System
from tests.e2e.visits import LIN

ACCOUNT, PHONE = "1203347730", "0912345678"


def to_factor(panel: Panel, number: str) -> None:
    panel.tap("attract.start")
    panel.tap("home.pay")
    panel.tap("card.number")
    panel.type(number)
    panel.tap("nav.primary")
    panel.see("factor.code")


def message(system: System, before: int) -> str:
    """The code that came to the workbench's phone after the first `before` messages."""
    wait(lambda: len(system.bench.get("/phone/messages")["messages"]) > before, "the message")
    [code] = re.findall(r"\b\d{6}\b", str(system.bench.get("/phone/messages")["messages"]))[-1:]
    return str(code)


@pytest.mark.accessibility("INP-10")
@pytest.mark.requirement("B1")
@pytest.mark.requirement("A3")
@pytest.mark.requirement("D2")
def test_by_code_in_three_choices(system: System, panel: Panel) -> None:
    """B1, A3, D2: an overdue bill is found without its paper; the tile, the way, the factor: three choices."""
    before = len(system.bench.get("/phone/messages")["messages"])
    to_factor(panel, ACCOUNT)
    panel.tap("factor.code")
    panel.see("keypad.1")
    panel.type(message(system, before))
    panel.tap("nav.primary")
    assert panel.see_like("bill.", 3)
    assert not any(bare in text for bare in LIN.bare for text in panel.seen if "120334" not in text)


@pytest.mark.accessibility("INP-10")
@pytest.mark.requirement("B1")
def test_by_phone_and_pin(panel: Panel) -> None:
    to_factor(panel, PHONE)
    panel.tap("factor.pin")
    panel.see("keypad.1")
    panel.type(LIN.pin)
    panel.tap("nav.primary")
    assert panel.see_like("bill.", 3)


@pytest.mark.requirement("D2")
def test_a_number_of_nobody_sounds_like_a_wrong_pin(panel: Panel, zh: Texts) -> None:
    for number in ("1203399999", "1203344821"):
        to_factor(panel, number)
        panel.tap("factor.pin")
        panel.see("keypad.1")
        panel.type("000000")
        panel.tap("nav.primary")
        panel.read(zh.get("problem.number_refused"))
        panel.rest()
