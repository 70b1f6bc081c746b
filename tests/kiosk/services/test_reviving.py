"""Helping a device up, on the lanes: its own first, then the cabinet's; and a payment in doubt keeps the power on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.flow.reviving import HELPED
from kiosk.domain.health import Device, Rung
from kiosk.domain.house import Task
from kiosk.services.effects.reviving import POWERLESS
from tests.kiosk.domain.examples import HOUSE
from tests.kiosk.windowless import Kiosk

WIRED = replace(HOUSE, relays=frozenset(HELPED))
PAUSE = HOUSE.restart_pause.total_seconds()


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    return Kiosk(tmp_path / "kiosk.db", house=WIRED).start()


def until_cut(kiosk: Kiosk) -> None:
    for _ in range(20):
        if kiosk.cabinet.cuts:
            return
        kiosk.wait(PAUSE / 2)


@pytest.mark.requirement("X11")
def test_a_printers_power_is_taken_and_given_back(kiosk: Kiosk) -> None:
    """X11."""
    kiosk.wait(5)
    kiosk.printer.goes_silent()
    until_cut(kiosk)
    assert kiosk.cabinet.cuts == [(Device.RECEIPT_PRINTER, True)]
    kiosk.wait(POWERLESS)
    assert kiosk.cabinet.cuts[1:] == [(Device.RECEIPT_PRINTER, False)]
    assert kiosk.printer.closed == 4  # two restarts, before the cut, and behind it
    revival = kiosk.visit.health.revival(Device.RECEIPT_PRINTER)
    assert revival is not None
    assert revival.rung is Rung.COMING_UP
    assert "device.power_cycled" in kiosk.audited()


@pytest.mark.requirement("X11")
def test_a_job_of_the_device_comes_to_its_end_first(kiosk: Kiosk) -> None:
    """X11: a lane that is busy keeps the power on."""
    kiosk.wait(5)
    kiosk.printer.goes_silent()
    for _ in range(5):
        kiosk.wait(PAUSE / 2)
    kiosk.lanes["printer"].stuck = True
    for _ in range(6):
        kiosk.wait(PAUSE / 2)
    assert kiosk.cabinet.cuts == []
    kiosk.lanes["printer"].stuck = False
    kiosk.run()
    assert kiosk.cabinet.cuts == [(Device.RECEIPT_PRINTER, True)]


@pytest.mark.requirement("X11")
def test_a_relay_that_is_gone_is_told_and_given_back_all_the_same(kiosk: Kiosk) -> None:
    """X11."""
    kiosk.wait(5)
    kiosk.printer.goes_silent()
    kiosk.cabinet.there = False
    for _ in range(8):
        kiosk.wait(PAUSE / 2)
    revival = kiosk.visit.health.revival(Device.RECEIPT_PRINTER)
    assert revival is not None
    assert revival.rung is Rung.GIVEN_UP
    assert kiosk.cabinet.cuts == []


@pytest.mark.requirement("X11")
def test_the_terminal_keeps_its_power_while_a_payment_at_it_is_in_doubt(kiosk: Kiosk) -> None:
    """X11, E2: it is asked about each minute for an hour; then staff have it, and the power may go."""
    kiosk.terminal.script.append("drop_after")
    kiosk.terminal.silent = 9_999
    kiosk.sign_in(Task.PAY).choose_and_pay()
    kiosk.terminal.ready = False
    for _ in range(5):
        kiosk.wait(2)
    kiosk.at(states.Unsettled)
    kiosk.touch(events.Ended())
    for _ in range(55):
        kiosk.wait(60)
        assert not any(isinstance(each, effects.CyclePower) for each in kiosk.asked)
    assert kiosk.terminal.inquiries > 50
    for _ in range(20):
        kiosk.wait(60)
    assert kiosk.cabinet.cuts == [(Device.PAYMENT_TERMINAL, True), (Device.PAYMENT_TERMINAL, False)]
    assert kiosk.terminal.asked == 1
