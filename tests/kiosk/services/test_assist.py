"""Floor staff at the panel, over the real store: tries are counted on the disk, each help is a line of the audit."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kiosk.domain import events, states
from kiosk.domain.assist import Assisted
from kiosk.domain.house import Task
from kiosk.domain.states import Problem
from tests.kiosk.domain.examples import HOUSE, TECHNICIAN_PIN
from tests.kiosk.windowless import Kiosk

STAFF = "2041"


@pytest.fixture
def kiosk(kiosk: Kiosk) -> Kiosk:
    kiosk.controller.visit = replace(kiosk.visit, house=replace(HOUSE, assist=True))
    kiosk.touch(events.Started(), events.TaskChosen(Task.PAY)).present_card()
    return kiosk.enter("48")


def knock(kiosk: Kiosk, pin: str) -> Kiosk:
    if not isinstance(kiosk.visit.overlay, states.AssistPin):
        kiosk.touch(events.AssistAsked()).enter(STAFF).touch(events.Confirmed())
    return kiosk.enter(pin).touch(events.Confirmed())


def door(kiosk: Kiosk) -> states.AssistPin:
    overlay = kiosk.visit.overlay
    assert isinstance(overlay, states.AssistPin)
    return overlay


@pytest.mark.requirement("A6")
def test_a_help_is_two_lines_of_the_audit(kiosk: Kiosk) -> None:
    """A6: who, at which step, and how it ended; and they go to the centre."""
    before = kiosk.at(states.PinWanted)
    knock(kiosk, TECHNICIAN_PIN)
    assert kiosk.visit.overlay == states.Assist(STAFF)
    kiosk.touch(events.AssistEnded(Assisted.MACHINE))
    assert kiosk.at(states.PinWanted) == before
    assert kiosk.audited()[-2:] == ["assist.began", "assist.ended"]
    kiosk.wait(60)
    told = [json.loads(one.body)["kind"] for one in kiosk.crm.records.values() if one.kind == "audit"]
    assert {"assist.began", "assist.ended"} <= set(told)


@pytest.mark.requirement("A6")
def test_five_wrong_pins_lock_staff_out_and_nobody_else(kiosk: Kiosk) -> None:
    """A6: as for technicians, whose own door stays open; then not even the right one opens."""
    for _ in range(5):
        knock(kiosk, "111111")
    locked = door(kiosk)
    assert locked.problem is Problem.PIN_LOCKED
    assert locked.locked_until is not None
    assert (locked.locked_until - kiosk.clock.now()).total_seconds() == 15 * 60
    knock(kiosk, TECHNICIAN_PIN)
    assert door(kiosk).locked_until == locked.locked_until
    assert kiosk.world.keeper.locked_until(kiosk.clock.now()) is None


@pytest.mark.requirement("A6")
def test_a_disk_that_cannot_count_lets_no_staff_in(kiosk: Kiosk) -> None:
    """A6."""
    kiosk.disk.full = True
    knock(kiosk, TECHNICIAN_PIN)
    assert door(kiosk).problem is Problem.PIN_WRONG
