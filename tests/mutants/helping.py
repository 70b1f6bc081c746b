"""Lies in what the machine does at a device by itself: its power."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kiosk.domain import states
from kiosk.domain.health import Device
from tests.mutants.mutant import Mutant, always, instead

HERE, AROUND = "tests/kiosk/domain/test_reviving.py", "tests/devices/cabinet/test_cabinet.py"


def _although_somebody_pays(truth: Any) -> Any:
    def committing(visit: Any) -> bool:
        return truth(visit) and not isinstance(visit.state, states.Paying)

    return committing


def _whatever_is_open(truth: Any) -> Any:
    return lambda visit, device: truth(visit, Device.RECEIPT_PRINTER)


def _never_barred(truth: Any) -> Any:
    def barred(health: Any) -> Any:
        found = truth.fget(health)
        return None if found == "terminal" else found

    return property(barred)


def _as_before(truth: Any) -> Any:
    def hold(cabinet: Any) -> None:
        openings = cabinet._lines.openings
        for device, off in cabinet._cut.items():
            if cabinet._driven.get(device, (0, False))[1] is not off:
                cabinet._lines.drive(cabinet._wiring.relays[device], off)
                cabinet._driven[device] = openings, off

    return hold


# fmt: off
MUTANTS = (
    Mutant("power_cut_while_paying", "X11", "a device is restarted and its power taken while somebody pays",
           "kiosk.domain.flow.touch:is_committing", _although_somebody_pays,
           (f"{HERE}::test_nothing_is_restarted_or_cut_while_somebody_pays",)),
    Mutant("power_cut_in_doubt", "X11", "the terminal's power is taken while it is still asked about a payment",
           "kiosk.domain.flow.reviving:may_cut", _whatever_is_open,
           (f"{HERE}::test_the_terminals_power_waits_for_what_is_still_asked_about",)),
    Mutant("charged_into_the_dark", "X11", "payments begin at a terminal whose power is away",
           "kiosk.domain.health:Health.barred", _never_barred,
           (f"{HERE}::test_no_payment_begins_at_a_terminal_whose_power_is_away",)),
    Mutant("power_over_and_over", "X11", "there is no pause before the power is taken again",
           "kiosk.domain.flow.reviving:_cools", always(False),
           (f"{HERE}::test_the_power_of_one_that_comes_and_goes_is_not_taken_again_at_once",)),
    Mutant("alert_at_once", "X11", "what is given up is tried again without a pause",
           "kiosk.domain.flow.reviving:COOLDOWN", instead(timedelta()),
           (f"{HERE}::test_two_failed_restarts_then_its_power_once_then_an_alert_then_a_pause",), here=True),
    Mutant("relay_left_driven", "X11", "a relay that an earlier life left driven is not let go",
           "devices.cabinet.driver:LineCabinet._hold_relays", _as_before,
           (f"{AROUND}::test_a_relay_is_told_again_after_each_opening_and_first_of_all_let_go",)),
)
# fmt: on
