"""The box around the machine and its power: what becomes of payments and of whoever stands there."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.condition import condition_of
from kiosk.domain.effects import KeepTamper, Push, WriteAudit
from kiosk.domain.faults import Fault
from kiosk.domain.flow.cabinet import told_health
from kiosk.domain.health import Barred, Device, DeviceState, DeviceStatus, Service
from kiosk.domain.house import Task
from kiosk.domain.lamp import ROUNDS, Lamp, is_lit, lamp_of
from kiosk.domain.payment import Approved, Cancelled, CancelledBy
from kiosk.domain.states import PaperState, Refusal, Stage
from tests.kiosk.domain.examples import (
    AMOUNT,
    CUSTOMER,
    LINES,
    MARK,
    a_payment,
    a_slip,
    play,
    visit,
)


def cabinet(*faults: Fault) -> events.DeviceReported:
    state = DeviceState.PERSON_NEEDED if faults else DeviceState.ONLINE
    return events.DeviceReported(DeviceStatus(Device.CABINET, state, faults))


def power(*faults: Fault) -> events.DeviceReported:
    state = DeviceState.PERSON_NEEDED if Fault.BATTERY_LOW in faults else DeviceState.ONLINE
    return events.DeviceReported(DeviceStatus(Device.POWER, state, faults))


MAINS, BATTERY, LOW = power(), power(Fault.ON_BATTERY), power(Fault.BATTERY_LOW)
FORCED, OPEN, SHUT = cabinet(Fault.TAMPER), cabinet(Fault.DOOR_OPEN), cabinet()
REVIEW = states.Review(LINES, AMOUNT, None)
PAYMENT = a_payment()


def _doors(asked: list[effects.Effect]) -> list[tuple[str, str]]:
    lines = [each.entry for each in asked if isinstance(each, WriteAudit)]
    return [(e.fields["door"], e.fields["attended"]) for e in lines if e.kind is Kind.DOOR_MOVED]


# --- the door ----------------------------------------------------------------------------------


def test_a_door_that_opens_is_written_down_and_told() -> None:
    after, asked = play(visit(states.Attract()), OPEN, SHUT)
    assert _doors(asked) == [("open", "no"), ("closed", "no")]
    assert asked.count(Push()) == 2
    assert after.state == states.Attract()
    opened, _ = play(visit(states.Home(), customer=CUSTOMER), OPEN)
    assert opened.state == states.Home()  # customers are served on
    told = condition_of(told_health(opened))
    assert DeviceStatus(Device.CABINET, DeviceState.PERSON_NEEDED, (Fault.DOOR_OPEN,)) in told.devices


def test_a_door_that_a_technician_opens_is_written_down_and_no_alarm() -> None:
    inside, asked = play(visit(states.Maintenance()), OPEN)
    assert _doors(asked) == [("open", "yes")]
    assert inside.health.of(Device.CABINET).faults == (Fault.DOOR_OPEN,)  # the technician's page shows it
    assert DeviceStatus(Device.CABINET, DeviceState.ONLINE) in told_health(inside).devices
    gone, _ = play(inside, events.MaintenanceLeft())
    assert Fault.DOOR_OPEN in told_health(gone).of(Device.CABINET).faults  # left open


def test_a_cable_that_is_out_does_not_close_the_door() -> None:
    gone = DeviceStatus(Device.CABINET, DeviceState.UNPLUGGED, (Fault.PORT_MISSING,))
    assert _doors(play(visit(states.Attract()), OPEN, events.DeviceReported(gone))[1]) == [("open", "no")]


# --- a cabinet that was forced -----------------------------------------------------------------


@pytest.mark.requirement("X3")
def test_a_forced_cabinet_stays_so_until_a_technician_has_looked() -> None:
    after, asked = play(visit(states.Attract()), FORCED, SHUT)
    assert asked.count(KeepTamper(True)) == 1
    assert WriteAudit(Entry(Kind.TAMPERED)) in asked
    assert after.health.of(Device.CABINET) == DeviceStatus(
        Device.CABINET, DeviceState.PERSON_NEEDED, (Fault.TAMPER,)
    )
    assert after.health.barred is Barred.TAMPERED
    page = states.DeviceShown(states.Maintenance(), Device.CABINET)
    seen, asked = play(replace(after, state=page), events.TamperSeen())
    assert asked == [KeepTamper(False), WriteAudit(Entry(Kind.TAMPER_SEEN)), Push()]
    assert seen.health.of(Device.CABINET).works
    assert seen.health.barred is None


@pytest.mark.parametrize(
    "state",
    [states.Home(), states.Maintenance(), states.DeviceShown(states.Maintenance(), Device.POWER)],
    ids=["customer", "first_page", "another_device"],
)
def test_nobody_else_says_that_it_was_looked_at(state: states.State) -> None:
    after, asked = play(replace(play(visit(states.Attract()), FORCED)[0], state=state), events.TamperSeen())
    assert after.health.tampered
    assert asked == []


def test_contacts_that_are_still_open_are_an_alarm_again() -> None:
    page = states.DeviceShown(states.Maintenance(), Device.CABINET)
    after, asked = play(visit(page), FORCED, events.TamperSeen(), FORCED)
    assert after.health.tampered
    assert asked.count(KeepTamper(True)) == 2


# --- no new payment; the one under way goes on -------------------------------------------------

WHY = pytest.mark.parametrize(
    ("trouble", "why"), [(FORCED, Refusal.TAMPERED), (BATTERY, Refusal.ON_BATTERY)], ids=["forced", "battery"]
)


@WHY
def test_no_payment_begins(trouble: events.DeviceReported, why: Refusal) -> None:
    after, asked = play(visit(REVIEW, customer=CUSTOMER), trouble, events.Confirmed())
    assert after.state == states.NotPaid(LINES, AMOUNT, why.value)
    assert not [each for each in asked if isinstance(each, effects.CheckBills | effects.Charge)]


@WHY
def test_nothing_is_charged_before_the_intent(trouble: events.DeviceReported, why: Refusal) -> None:
    paying = states.Paying(LINES, AMOUNT, Stage.PREPARING)
    after, asked = play(visit(paying), trouble, events.TerminalReady(MARK))
    assert after.state == states.NotPaid(LINES, AMOUNT, why.value)
    assert not [each for each in asked if isinstance(each, effects.SaveIntent)]


@WHY
def test_an_intent_that_is_not_charged_says_so_in_the_journal(
    trouble: events.DeviceReported, why: Refusal
) -> None:
    paying = states.Paying(PAYMENT.lines, PAYMENT.amount, Stage.SAVING)
    after, asked = play(visit(paying), trouble, events.IntentSaved(PAYMENT))
    assert after.state == states.NotPaid(PAYMENT.lines, PAYMENT.amount, why.value)
    assert effects.SaveOutcome(PAYMENT, Cancelled(CancelledBy.NOT_CHARGED)) in asked
    assert not [each for each in asked if isinstance(each, effects.Charge)]


@pytest.mark.parametrize("trouble", [FORCED, BATTERY, LOW], ids=["forced", "battery", "low"])
def test_a_charge_under_way_is_never_interrupted(trouble: events.DeviceReported) -> None:
    paying = states.Paying(PAYMENT.lines, PAYMENT.amount, Stage.INSERT_CARD, PAYMENT)
    after, asked = play(visit(paying), trouble)
    assert after.state == paying
    assert not [each for each in asked if isinstance(each, effects.CancelCharge)]


# --- the battery -------------------------------------------------------------------------------


def test_on_battery_everything_else_goes_on_and_payments_come_back_with_the_power() -> None:
    home = visit(states.Home(), customer=CUSTOMER)
    after, _ = play(home, BATTERY)
    assert (after.state, after.health.barred) == (states.Home(), Barred.ON_BATTERY)
    assert play(after, MAINS)[0].health.barred is None


def test_a_dying_battery_ends_the_service_which_is_back_with_the_power() -> None:
    dark, asked = play(visit(states.Attract()), LOW)
    assert dark.state == states.OutOfOrder("power")
    assert not [each for each in asked if isinstance(each, effects.KeepService)]  # the switch stays open
    assert dark.health.service is Service.OPEN
    assert play(dark, events.Started())[0].state == states.OutOfOrder("power")
    assert play(dark, MAINS)[0].state == states.Attract()


def test_who_stands_there_is_let_go_when_nothing_is_under_way() -> None:
    after, asked = play(visit(states.BillsShown(), customer=CUSTOMER), LOW)
    assert after.state == states.OutOfOrder("power")
    assert after.customer is None
    assert effects.ForgetVisit() in asked


def test_after_the_running_charge_its_end_is_still_told() -> None:
    paying = states.Paying(PAYMENT.lines, PAYMENT.amount, Stage.RECORDING, PAYMENT)
    paid, _ = play(visit(paying), LOW, events.OutcomeSaved(PAYMENT, Approved(a_slip())))
    assert isinstance(paid.state, states.Paid)
    gone, _ = play(paid, events.Ended())
    assert gone.state == states.OutOfOrder("power")


def test_a_technician_is_not_thrown_out() -> None:
    assert isinstance(play(visit(states.Maintenance()), LOW)[0].state, states.Maintenance)


# --- the lamp ----------------------------------------------------------------------------------


@pytest.mark.requirement("X14")
@pytest.mark.parametrize(
    ("state", "lamp"),
    [
        (states.Attract(), Lamp.OPEN),
        (states.Home(), Lamp.OPEN),
        (states.CardWanted(Task.PAY), Lamp.LOOK),
        (states.ScanWanted(), Lamp.LOOK),
        (states.Paying(LINES, AMOUNT, Stage.INSERT_CARD), Lamp.LOOK),
        (states.Paying(LINES, AMOUNT, Stage.REMOVE_CARD), Lamp.LOOK),
        (states.Paying(LINES, AMOUNT, Stage.SAVING), Lamp.OPEN),
        (states.Unsettled(PAYMENT, PaperState.PRINTING), Lamp.LOOK),
        (states.Unsettled(PAYMENT, PaperState.CONFIRMED), Lamp.LOOK),
        (states.Unsettled(PAYMENT), Lamp.OPEN),
        (states.Closed(), Lamp.SHUT),
        (states.OutOfOrder("power"), Lamp.SHUT),
        (states.Maintenance(), Lamp.DARK),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, Lamp) else value.value,
)
def test_the_lamp_leads_the_eye(state: states.State, lamp: Lamp) -> None:
    assert lamp_of(visit(state)) is lamp


@pytest.mark.requirement("X14")
def test_it_never_flickers_so_that_it_could_harm() -> None:
    """At most three flashes a second (WCAG 2.3.1); what shines does not blink."""
    for lamp, (length, _) in ROUNDS.items():
        lit = [is_lit(lamp, step / 100) for step in range(1000)]
        flashes = sum(1 for before, after in itertools.pairwise(lit) if after and not before)
        assert flashes <= 30, (lamp, length)
    assert all(is_lit(Lamp.OPEN, step / 10) for step in range(100))
    assert not any(is_lit(Lamp.DARK, step / 10) for step in range(100))
