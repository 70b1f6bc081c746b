"""A bill is paid by the keypad's keys alone: no touch, from the resting screen to the proof."""

from __future__ import annotations

import pytest

from kiosk.domain.keypad import NavKey
from kiosk.texts import Texts
from tests.e2e.memories import journal, wait
from tests.e2e.panel import Panel
from tests.e2e.system import Overrides, System
from tests.e2e.thumb import Thumb
from tests.e2e.visits import pay_by

OVERRIDES: Overrides = {"keypad": {"port": "workbench/keypad"}}
#: Presses for one bill, card and PIN: so many were needed when this was written, and a few more.
MOST = 130


@pytest.mark.accessibility("INP-01")
@pytest.mark.requirement("X42")
def test_a_bill_is_paid_by_keys_alone(system: System, panel: Panel, zh: Texts) -> None:
    """X42: next, previous and select; the money moves once, the proof is printed, and no finger touched the glass."""
    panel.taps = 0
    thumb = Thumb(system, panel)
    thumb.press(NavKey.SELECT)
    pay_by(thumb, panel, system, zh)
    assert panel.taps == panel.digits == 0
    assert thumb.presses <= MOST


def test_a_keypad_that_was_pulled_out_is_back_where_one_was(system: System, panel: Panel) -> None:
    thumb = Thumb(system, panel)
    thumb.press(NavKey.NEXT)
    panel.see("home.pay")
    thumb.go_to("home.callback")
    system.bench.post("/keypad", {"unplugged": True})
    wait(lambda: "unplugged" in _condition(system), "the kiosk to miss it")
    system.bench.post("/keypad", {"unplugged": False})
    wait(lambda: "online" in _condition(system), "the kiosk to find it")
    assert panel.node("home.callback")["focus"]
    thumb.press(NavKey.SELECT)
    panel.see("topic.billing")


def _condition(system: System) -> str:
    """What the journal says of the keypad last."""
    lines = journal(system, "SELECT fields FROM audit WHERE kind = 'device.changed' ORDER BY rowid")
    told = [str(fields) for (fields,) in lines if "keypad" in str(fields)]
    return told[-1] if told else ""


def test_headphones_begin_a_visit(system: System, panel: Panel) -> None:
    panel.see("attract.start")
    system.bench.post("/keypad", {"headphones": "in"})
    panel.see("home.pay")
    system.bench.post("/keypad", {"headphones": "out"})
