"""Lies in what stands around the machine: the cabinet with its lamp, and the battery."""

from __future__ import annotations

from typing import Any

from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.lamp import Lamp
from tests.mutants.mutant import Mutant, always

FLOW, CABINET = "tests/kiosk/domain/test_cabinet.py", "tests/devices/cabinet/test_cabinet.py"
POWER = "tests/devices/power/test_power.py"


def _lit_once(truth: Any) -> Any:
    def light(cabinet: Any, on: bool) -> None:
        if cabinet._lamp is None or cabinet._lamp[1] is not on:
            truth(cabinet, on)

    return light


def _at_once(truth: Any) -> Any:
    def hear(contact: Any, closed: bool, now: float) -> None:
        contact.settled = closed

    return hear


def _as_it_is(truth: Any) -> Any:
    return lambda health, status: status


def _forgetful(truth: Any) -> Any:
    def status(battery: Any) -> DeviceStatus:
        battery._last = ()
        said: DeviceStatus = truth(battery)
        return said

    return status


def _silent_is_well(truth: Any) -> Any:
    def status(battery: Any) -> DeviceStatus:
        said: DeviceStatus = truth(battery)
        return said if said.works else DeviceStatus(Device.POWER, DeviceState.ONLINE)

    return status


MUTANTS = (
    Mutant("lamp_that_leads_nobody", "X14", "the lamp shines on while the machine waits for a hand",
           "kiosk.domain.lamp:lamp_of", always(Lamp.OPEN),
           (f"{FLOW}::test_the_lamp_leads_the_eye",)),
    Mutant("lamp_lit_once", "X14", "a lamp at a port that came up anew stays dark",
           "devices.cabinet.driver:LineCabinet.light", _lit_once,
           (f"{CABINET}::test_a_lamp_is_driven_when_it_changes_and_after_each_opening",)),
    Mutant("contact_at_once", "X2", "a spark on a contact opens the door",
           "devices.cabinet.wiring:Debounced.hear", _at_once,
           (f"{CABINET}::test_a_contact_counts_once_it_is_still",)),
    Mutant("forced_and_shut_again", "X3", "a forced cabinet is well as soon as it is shut",
           "kiosk.domain.flow.cabinet:latched", _as_it_is,
           (f"{FLOW}::test_a_forced_cabinet_stays_so_until_a_technician_has_looked",)),
    Mutant("paid_at_a_forced_cabinet", "E1", "payments begin at a forced cabinet, and on battery",
           "kiosk.domain.health:Health.barred", lambda truth: property(lambda health: None),
           (f"{FLOW}::test_no_payment_begins", f"{FLOW}::test_nothing_is_charged_before_the_intent")),
    Mutant("battery_forgotten", "X1", "who was on battery when it fell silent is on mains",
           "devices.power.driver:NutPower.status", _forgetful,
           (f"{POWER}::test_who_was_on_battery_when_it_fell_silent_stays_so",)),
    Mutant("silent_battery_is_well", "X1", "a battery that says nothing has nothing to report",
           "devices.power.driver:NutPower.status", _silent_is_well,
           (f"{POWER}::test_each_condition_is_told",)),
)  # fmt: skip
