"""A plug that is pulled and put in again, at every place: nothing changes but what is known of the device."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain import effects, events
from kiosk.domain.faults import Fault
from kiosk.domain.flow import step
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.states import PaperState, State
from tests.kiosk.domain.every import examples, members
from tests.kiosk.domain.examples import CUSTOMER, WELL, visit


@pytest.mark.requirement("X10")
@pytest.mark.parametrize("kind", members(State), ids=lambda kind: kind.__name__)
def test_every_visit_is_kept_while_any_device_is_out_and_behind_it(kind: Any) -> None:
    """X10: the same state, customer and language; nothing follows but a line in the journal, and the question what the
    terminal did meanwhile."""
    for state, device in itertools.product(examples(kind), Device):
        if device is Device.RECEIPT_PRINTER and getattr(state, "paper", None) is PaperState.NOT_PRINTED:
            continue  # what could not be printed comes then (test_reprinting.py)
        before = visit(state, customer=CUSTOMER, health=WELL)
        gone = DeviceStatus(device, DeviceState.UNPLUGGED, (Fault.PORT_MISSING,), "no such port")
        meanwhile, asked = step(before, events.DeviceReported(gone))
        after, asked_again = step(meanwhile, events.DeviceReported(WELL.of(device)))
        assert replace(meanwhile, health=before.health) == before
        assert replace(after, health=before.health) == before
        assert after.health.of(device) == before.health.of(device)
        assert {type(effect) for effect in (*asked, *asked_again)} <= {effects.WriteAudit, effects.Recover}
