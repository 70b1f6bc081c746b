"""A device that hung is helped up by its power, in the whole system and with nobody's hand."""

from __future__ import annotations

import pytest

from kiosk.texts import Texts
from tests.e2e.memories import centre, wait
from tests.e2e.panel import Panel
from tests.e2e.system import System

SURROUNDED = True
OVERRIDES = {"cabinet": {"break_cuts": "receipt_printer", "restart_seconds": 3}}
SECONDS = 60.0


@pytest.mark.requirement("X11")
def test_a_printer_that_hung_is_restarted_twice_and_then_by_its_power(
    system: System, panel: Panel, zh: Texts
) -> None:
    """X11: customers are told meanwhile; the centre has the line."""
    system.bench.post("/cabinet", {"relay_break": "receipt_printer"})
    panel.tap("attract.start")
    system.bench.post("/receipt_printer", {"hung": True})
    panel.read(zh.get("told.no_printing"), 20)
    wait(lambda: system.bench.get("/state")["cabinet"]["counters"]["cuts"] == 1, "the relay", SECONDS)
    panel.unread(zh.get("told.no_printing"), SECONDS)
    assert system.bench.get("/state")["receipt_printer"]["switches"]["hung"] is False
    cut = "SELECT 1 FROM records WHERE what = 'device.power_cycled'"
    wait(lambda: bool(centre(system, cut)), "the centre")
    assert system.bench.get("/state")["cabinet"]["counters"]["cuts"] == 1
