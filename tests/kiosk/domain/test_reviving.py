"""A device that is down: restarted twice, its power taken once, then an alert; and never into anybody's money."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.effects import CyclePower, RestartDevice, WriteAudit
from kiosk.domain.faults import Fault, Owner, owner_of
from kiosk.domain.flow import step
from kiosk.domain.flow.reviving import COMING_UP, COOLDOWN, HELPED, NO_WORD
from kiosk.domain.health import Barred, Device, DeviceState, DeviceStatus, Rung
from kiosk.domain.payment import Cancelled, CancelledBy
from kiosk.domain.states import Refusal, Stage
from kiosk.domain.visit import Visit
from tests.kiosk.domain.every import examples, members
from tests.kiosk.domain.examples import AMOUNT, HOUSE, LINES, MARK, WELL, a_payment, play, visit

PAUSE = HOUSE.restart_pause.total_seconds()
WIRED = replace(HOUSE, relays=frozenset(HELPED))
TERMINAL, PRINTER, READER = Device.PAYMENT_TERMINAL, Device.RECEIPT_PRINTER, Device.CARD_READER


def down(device: Device, fault: Fault = Fault.NO_ANSWER) -> events.DeviceReported:
    return events.DeviceReported(DeviceStatus(device, DeviceState.OFFLINE, (fault,)))


def well(device: Device) -> events.DeviceReported:
    return events.DeviceReported(DeviceStatus(device, DeviceState.ONLINE))


def start(state: states.State | None = None, **more: Any) -> Visit:
    return visit(state, house=WIRED, **{"touched_at": None, **more})


def wait(at: Visit, seconds: float) -> tuple[Visit, list[effects.Effect]]:
    return play(at, events.Ticked(at.now + timedelta(seconds=seconds)))


def tried(asked: list[effects.Effect]) -> list[effects.Effect]:
    return [each for each in asked if isinstance(each, RestartDevice | CyclePower)]


def restarted_twice(device: Device, at: Visit | None = None) -> Visit:
    """Down, and two restarts that were of no use."""
    at, asked = play(at or start(), down(device))
    for _ in range(2):
        at, more = wait(at, PAUSE)
        asked += more
    assert tried(asked) == [RestartDevice(device)] * 2
    return at


def powerless(device: Device) -> Visit:
    at, asked = wait(restarted_twice(device), PAUSE)
    assert tried(asked) == [CyclePower(device)]
    return at


def coming_up(device: Device) -> Visit:
    return play(powerless(device), events.PowerCycled(device, True))[0]


def given_up(device: Device) -> Visit:
    return wait(coming_up(device), COMING_UP * PAUSE)[0]


def rung(at: Visit, device: Device) -> Rung | None:
    revival = at.health.revival(device)
    return revival.rung if revival else None


@pytest.mark.requirement("X11")
@pytest.mark.parametrize("device", HELPED)
def test_two_failed_restarts_then_its_power_once_then_an_alert_then_a_pause(device: Device) -> None:
    """X11."""
    at, asked = wait(restarted_twice(device), PAUSE)
    assert tried(asked) == [CyclePower(device)]
    assert WriteAudit(Entry(Kind.POWER_CYCLED, {"device": device.value})) in asked
    at, asked = play(at, events.PowerCycled(device, True), down(device))
    at, more = wait(at, COMING_UP * PAUSE)
    assert tried([*asked, *more]) == []
    assert Fault.STAYS_DOWN in at.health.of(device).faults
    assert owner_of(Fault.STAYS_DOWN) is Owner.TECHNICIAN
    at, asked = wait(at, COOLDOWN.total_seconds() - 1)
    assert (rung(at, device), tried(asked)) == (Rung.GIVEN_UP, [])
    at, asked = wait(at, 2)
    assert (rung(at, device), tried(asked)) == (Rung.DOWN, [])
    at, asked = wait(at, PAUSE)
    assert tried(asked) == [RestartDevice(device)]


@pytest.mark.requirement("X11")
def test_nothing_is_tried_before_its_time() -> None:
    """X11: a device that answers again within the pause is left alone."""
    at, _ = play(start(), down(PRINTER))
    at, asked = wait(at, PAUSE - 1)
    assert tried(asked) == []
    at, _ = play(at, well(PRINTER))
    at, asked = wait(at, 10 * PAUSE)
    assert (tried(asked), at.health.revivals) == ([], ())


@pytest.mark.requirement("X11")
def test_an_alert_ends_by_itself_when_the_device_is_back() -> None:
    """X11."""
    at, _ = play(given_up(PRINTER), well(PRINTER))
    assert at.health.of(PRINTER).faults == ()
    at, _ = play(at, down(PRINTER))
    assert Fault.STAYS_DOWN not in at.health.of(PRINTER).faults


@pytest.mark.requirement("X11")
def test_the_power_of_one_that_comes_and_goes_is_not_taken_again_at_once() -> None:
    """X11: cooldown."""
    at, _ = play(powerless(PRINTER), events.PowerCycled(PRINTER, True), well(PRINTER))
    at, asked = play(at, down(PRINTER))
    for _ in range(3):
        at, more = wait(at, PAUSE)
        asked += more
    assert tried(asked) == [RestartDevice(PRINTER)] * 2
    assert Fault.STAYS_DOWN in at.health.of(PRINTER).faults


def test_without_a_relay_two_restarts_are_all() -> None:
    at, asked = play(visit(touched_at=None), down(PRINTER))
    for _ in range(4):
        at, more = wait(at, PAUSE)
        asked += more
    assert tried(asked) == [RestartDevice(PRINTER)] * 2
    assert at.health.of(PRINTER).faults == (Fault.NO_ANSWER,)


def test_a_relay_that_cannot_be_reached_is_an_alert_at_once() -> None:
    at, _ = play(powerless(PRINTER), events.PowerCycled(PRINTER, False))
    assert Fault.STAYS_DOWN in at.health.of(PRINTER).faults
    lost, _ = wait(powerless(READER), NO_WORD.total_seconds())
    assert Fault.STAYS_DOWN in lost.health.of(READER).faults


def test_what_a_hand_must_mend_is_not_restarted() -> None:
    paper = DeviceStatus(PRINTER, DeviceState.PERSON_NEEDED, (Fault.PAPER_OUT,))
    at, asked = play(start(), events.DeviceReported(paper))
    at, more = wait(at, 10 * PAUSE)
    assert tried([*asked, *more]) == []


def test_a_clock_that_was_set_back_makes_nobody_wait_for_ever() -> None:
    at, _ = play(start(), down(PRINTER))
    at, _ = wait(at, -86_400)
    _, asked = wait(at, PAUSE)
    assert tried(asked) == [RestartDevice(PRINTER)]


# --- money -------------------------------------------------------------------------------------

PAYMENT = a_payment()
AT_THE_TERMINAL = [states.Paying(LINES, AMOUNT, stage, PAYMENT) for stage in Stage]


@pytest.mark.requirement("X11")
@pytest.mark.parametrize("device", HELPED)
@pytest.mark.parametrize("state", AT_THE_TERMINAL, ids=lambda state: state.stage.value)
def test_nothing_is_restarted_or_cut_while_somebody_pays(state: states.Paying, device: Device) -> None:
    """X11: whatever is down, and however long."""
    at, asked = play(start(state), down(device))
    for _ in range(6):
        at, more = wait(at, PAUSE)
        asked += more
    assert tried(asked) == []
    for ladder in (restarted_twice(device), powerless(device)):
        paying = replace(ladder, state=replace(state, until=None))
        _, asked = wait(paying, PAUSE)
        assert tried(asked) == []


@pytest.mark.requirement("X11")
@pytest.mark.parametrize(
    "open_",
    [{"recovering": True}, {"recovery_owed": True}, {"settling": True}, {"store_works": False}],
    ids=lambda open_: next(iter(open_)),
)
def test_the_terminals_power_waits_for_what_is_still_asked_about(open_: dict[str, Any]) -> None:
    """X11: a payment in doubt, money on its way back, a journal that takes no row."""
    ready = restarted_twice(TERMINAL)
    at = replace(ready, health=replace(ready.health, **open_))
    at, asked = wait(at, PAUSE)
    # What is owed is begun at once, and then it is being asked about.
    assert tried(asked) == []
    at = replace(at, health=replace(at.health, recovering=False, settling=False, store_works=True))
    _, asked = wait(at, 1)
    assert tried(asked) == [CyclePower(TERMINAL)]


@pytest.mark.requirement("X11")
def test_an_end_of_recovery_says_whether_it_asks_again() -> None:
    """X11."""
    at, _ = play(restarted_twice(TERMINAL), events.RecoveryEnded(None, settling=True))
    at, asked = wait(at, PAUSE)
    assert tried(asked) == []
    _, asked = play(at, events.RecoveryEnded(None), events.Ticked(at.now))
    assert tried(asked) == [CyclePower(TERMINAL)]


@pytest.mark.requirement("X11")
def test_the_terminals_power_waits_until_nobody_is_here() -> None:
    """X11: who pays next has confirmed nothing yet, but might."""
    ready = restarted_twice(TERMINAL)
    for state in (states.Home(), states.Review(LINES, AMOUNT, None), states.Unsettled(PAYMENT)):
        _, asked = wait(replace(ready, state=state), PAUSE)
        assert tried(asked) == [], state


@pytest.mark.requirement("X11")
@pytest.mark.parametrize("cycle", [powerless, coming_up])
def test_no_payment_begins_at_a_terminal_whose_power_is_away(cycle: Any) -> None:
    """X11: at each of the three places; the journal says that nothing was charged."""
    health = cycle(TERMINAL).health
    assert health.barred is Barred.RESTARTING
    review, asked = play(start(states.Review(LINES, AMOUNT, None), health=health), events.Confirmed())
    assert isinstance(review.state, states.NotPaid)
    assert review.state.why == Refusal.TERMINAL.value
    preparing = start(states.Paying(LINES, AMOUNT, Stage.PREPARING), health=health)
    ready, more = play(preparing, events.TerminalReady(MARK))
    saving = start(states.Paying(LINES, AMOUNT, Stage.SAVING), health=health)
    saved, last = play(saving, events.IntentSaved(PAYMENT))
    assert isinstance(ready.state, states.NotPaid)
    assert isinstance(saved.state, states.NotPaid)
    assert effects.SaveOutcome(PAYMENT, Cancelled(CancelledBy.NOT_CHARGED)) in last
    assert not [each for each in [*asked, *more, *last] if isinstance(each, effects.Charge)]


@pytest.mark.requirement("X11")
def test_payments_begin_again_when_the_terminal_is_back() -> None:
    """X11."""
    at, _ = play(powerless(TERMINAL), events.PowerCycled(TERMINAL, True), well(TERMINAL))
    assert at.health.barred is None


@pytest.mark.requirement("X11")
def test_on_no_screen_is_power_taken_from_money_or_paper() -> None:
    """X11: every example of every state, with every device two restarts down."""
    ladders = {device: restarted_twice(device).health.revivals[0] for device in HELPED}
    lines = tuple(down(device).status for device in HELPED)
    health = replace(WELL, devices=lines, revivals=tuple(ladders.values()))
    for kind in members(states.State):
        for state in examples(kind):
            at = start(state, health=health)
            _, asked = step(at, events.Ticked(at.now + timedelta(seconds=PAUSE)))
            cut = {each.device for each in asked if isinstance(each, CyclePower)}
            if isinstance(state, states.Paying):
                assert not cut, state
            if getattr(state, "paper", None) is states.PaperState.PRINTING:
                assert PRINTER not in cut, state
            if not isinstance(state, states.Attract | states.Closed | states.OutOfOrder):
                assert TERMINAL not in cut or step(at, events.Ticked(at.now))[0].state != state, state


def test_a_card_in_the_reader_keeps_its_power() -> None:
    at = replace(restarted_twice(READER), card_in=True)
    _, asked = wait(at, PAUSE)
    assert tried(asked) == []


def test_a_technician_at_the_machine_is_left_alone() -> None:
    at = replace(restarted_twice(PRINTER), state=states.Maintenance())
    _, asked = wait(at, PAUSE)
    assert tried(asked) == []
