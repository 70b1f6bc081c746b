"""Lies in what the machine does at a device by itself: its power, its paper, and where it points."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from kiosk.domain import events, states
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.effects import WriteAudit
from kiosk.domain.guidance import Guide
from kiosk.domain.health import Device, DeviceState
from tests.mutants.mutant import Mutant, always, instead

HERE, AROUND = "tests/kiosk/domain/test_reviving.py", "tests/devices/cabinet/test_cabinet.py"
CHIMES = "tests/kiosk/services/test_chimes.py"
MOUTH, PRINTER = "tests/kiosk/domain/test_presenting.py", "tests/devices/receipt_printer"


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


def _only_when_it_is_time(truth: Any) -> Any:
    """Whoever comes next finds what waits there."""

    def settled(before: Any, event: Any, step: Any) -> Any:
        return (
            truth(before, event, step) if isinstance(event, events.Ticked | events.DeviceReported) else step
        )

    return settled


def _unmarked(truth: Any) -> Any:
    return lambda printer, paper: truth(printer, replace(paper, void=""))


def _chimes_always(truth: Any) -> Any:
    return lambda chimes, guide: truth(chimes, guide or Guide.SCAN)


def _chimes_again(truth: Any) -> Any:
    def show(chimes: Any, guide: Any) -> None:
        chimes._guide = None
        truth(chimes, guide)

    return show


def _but_not_for_the_lamp(truth: Any) -> Any:
    return lambda visit: None


def _noted_at_once(truth: Any) -> Any:
    def ordered(step: Any, why: Any) -> Any:
        after, effects = truth(step, why)
        return after, (*effects, WriteAudit(Entry(Kind.PAPER_RETRACTED, {"when": why.value})))

    return ordered


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
    Mutant("paper_for_the_next_one", "X8", "paper of the visit before waits in the mouth when the next customer comes",
           "kiosk.domain.flow.presenting:settled", _only_when_it_is_time,
           (f"{MOUTH}::test_the_next_customer_never_finds_the_paper_before",)),
    Mutant("paper_left_out", "X8", "what nobody takes is never drawn in",
           "kiosk.domain.flow.presenting:TAKE", instead(timedelta(days=1)),
           (f"{MOUTH}::test_a_receipt_that_nobody_took_is_drawn_in_after_thirty_seconds",), here=True),
    Mutant("silence_is_taken", "X8", "a printer that does not answer counts as one whose paper was taken",
           "kiosk.domain.flow.presenting:_ANSWERS", instead(tuple(DeviceState)),
           (f"{MOUTH}::test_a_silent_printer_has_not_given_its_paper_to_anybody",)),
    Mutant("presenters_silence_is_empty", "X8", "a presenter that does not answer counts as one whose paper was taken",
           "devices.receipt_printer.talk:Talk.mouth", lambda truth: lambda talk: bool(truth(talk)),
           (f"{PRINTER}/test_presenter.py::test_a_presenter_that_fell_silent_has_not_given_its_paper_to_anybody",)),
    Mutant("ordered_is_done", "X8", "the journal says of paper that it went in as soon as it was ordered to",
           "kiosk.domain.flow.presenting:_drawn_in", _noted_at_once,
           (f"{MOUTH}::test_paper_that_does_not_go_in_is_tried_again",)),
    Mutant("pushed_out_by_the_next", "X8", "the next paper pushes the one before out of the mouth",
           "devices.receipt_printer.driver:EscposPrinter._cleared_mouth", always(True),
           (f"{PRINTER}/test_presenter.py::test_the_next_paper_waits_for_a_hand_and_then_the_one_before_goes_in",)),
    Mutant("remnant_unmarked", "X6", "a torn receipt is cut off as if it were one",
           "devices.receipt_printer.driver:EscposPrinter._remnant_cut", _unmarked,
           (f"{PRINTER}/test_void.py::test_a_torn_receipt_that_still_hangs_is_marked_as_void",)),
    Mutant("case_of_a_good_receipt", "X6", "the case of a torn receipt stays open behind the good one",
           "crm.billing.payments:PRINTED", instead("never"),
           ("tests/crm/test_sync.py::test_a_proof_that_came_out_in_the_end_closes_its_case",)),
    Mutant("chime_without_a_step", "X14", "a chime sounds where nothing is to be done",
           "kiosk.services.chimes:Chimes.show", _chimes_always,
           (f"{CHIMES}::test_without_a_step_nothing_sounds",)),
    Mutant("chime_at_every_picture", "X14", "the chime sounds as often as the step is drawn",
           "kiosk.services.chimes:Chimes.show", _chimes_again,
           (f"{CHIMES}::test_a_step_that_begins_sounds_once",)),
    Mutant("lamp_points_nowhere", "X14", "the lamp shines on where the machine waits for a hand",
           "kiosk.domain.guidance:guide_of", _but_not_for_the_lamp,
           ("tests/kiosk/domain/test_guidance.py::test_each_step_at_a_device_is_one",)),
    Mutant("relay_left_driven", "X11", "a relay that an earlier life left driven is not let go",
           "devices.cabinet.driver:LineCabinet._hold_relays", _as_before,
           (f"{AROUND}::test_a_relay_is_told_again_after_each_opening_and_first_of_all_let_go",)),
)
# fmt: on
