"""What a payment does while nothing can be printed: said before money moves."""

from dataclasses import replace

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.house import NoPrinter
from kiosk.domain.states import Paying, Refusal, Stage
from kiosk.domain.visit import Visit
from tests.kiosk.domain.examples import AMOUNT, CUSTOMER, LINES, MARK, play, visit

DOWN = [DeviceState.NOT_FITTED, DeviceState.STARTING, DeviceState.OFFLINE, DeviceState.PERSON_NEEDED]


def reviewing(policy: NoPrinter, printer: DeviceState) -> Visit:
    at = visit(states.Review(LINES, AMOUNT, None), customer=CUSTOMER)
    at = replace(at, house=replace(at.house, no_printer=policy))
    return play(at, events.DeviceReported(DeviceStatus(Device.RECEIPT_PRINTER, printer)))[0]


def asks_for_money(found: list[effects.Effect]) -> bool:
    return any(
        isinstance(effect, effects.CheckBills | effects.SaveIntent | effects.Charge) for effect in found
    )


@pytest.mark.requirement("X7")
@pytest.mark.parametrize("printer", DOWN)
def test_refused_before_anything_begins(printer: DeviceState) -> None:
    """X7, F2: no answer is no paper."""
    at, found = play(reviewing(NoPrinter.REFUSE, printer), events.Confirmed())
    assert at.state == states.NotPaid(LINES, AMOUNT, Refusal.NO_PAPER.value)
    assert not asks_for_money(found)


@pytest.mark.requirement("F2")
@pytest.mark.requirement("X7")
@pytest.mark.parametrize("printer", DOWN)
def test_asked_before_anything_begins(printer: DeviceState) -> None:
    """X7, F2: the first touch is the question, the second the answer."""
    at, found = play(reviewing(NoPrinter.ASK, printer), events.Confirmed())
    assert isinstance(at.state, states.Review)
    assert at.state.paperless
    assert not asks_for_money(found)
    at, found = play(at, events.Confirmed())
    assert isinstance(at.state, Paying)
    assert at.state.paperless
    assert asks_for_money(found)


@pytest.mark.requirement("X7")
def test_taken_always() -> None:
    """X7: where the house says so; the screen says that no proof can be printed."""
    at, found = play(reviewing(NoPrinter.ALWAYS, DeviceState.OFFLINE), events.Confirmed())
    assert isinstance(at.state, Paying)
    assert asks_for_money(found)


@pytest.mark.parametrize("policy", NoPrinter)
def test_a_printer_that_works_is_no_question(policy: NoPrinter) -> None:
    at, _ = play(reviewing(policy, DeviceState.ONLINE), events.Confirmed())
    assert isinstance(at.state, Paying)
    assert not at.state.paperless


@pytest.mark.requirement("X7")
@pytest.mark.parametrize("policy", [NoPrinter.REFUSE, NoPrinter.ASK])
def test_a_printer_that_fails_after_the_touch_stops_it_before_the_intent(policy: NoPrinter) -> None:
    """X7: the bills were checked, the terminal is ready; nothing is written, nothing charged."""
    at, _ = play(reviewing(policy, DeviceState.ONLINE), events.Confirmed())
    at = replace(at, state=Paying(LINES, AMOUNT, Stage.PREPARING))
    gone = DeviceStatus(Device.RECEIPT_PRINTER, DeviceState.PERSON_NEEDED)
    at, found = play(at, events.DeviceReported(gone), events.TerminalReady(MARK))
    assert at.state == states.NotPaid(LINES, AMOUNT, Refusal.NO_PAPER.value)
    assert not asks_for_money(found)
