"""Looking after devices and disk."""

import pytest

from kiosk.domain import events, states
from kiosk.domain.card import CardMove
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState
from kiosk.domain.house import Task
from kiosk.domain.states import Problem
from kiosk.ports import BadReply, NotConnected
from tests.kiosk.domain.examples import CARD
from tests.kiosk.windowless import Kiosk

#: What not every kiosk has.
AROUND = Device.CABINET, Device.POWER, Device.KEYPAD


def test_every_device_is_asked_and_again_after_a_pause(kiosk: Kiosk) -> None:
    counter = [device for device in Device if device not in AROUND]
    assert all(kiosk.visit.health.of(device).works for device in counter)
    asked = kiosk.printer.asked
    kiosk.wait(3.9)
    assert kiosk.printer.asked == asked
    kiosk.wait(0.1)
    assert kiosk.printer.asked == asked + 1


@pytest.mark.requirement("F2")
def test_a_printer_that_fell_silent_is_not_well(kiosk: Kiosk) -> None:
    """F2."""
    kiosk.printer.state = DeviceState.OFFLINE
    kiosk.wait(4)
    assert not kiosk.visit.health.can_print
    assert "device.changed" in kiosk.audited()


@pytest.mark.requirement("P1")
def test_a_device_that_hangs_is_not_asked_again_and_again(kiosk: Kiosk) -> None:
    """P1: no pile of questions behind a cable that is stuck; the other device is still asked."""
    kiosk.lanes["printer"].stuck = True
    for _ in range(30):
        kiosk.wait(4)
    assert len(kiosk.lanes["printer"].jobs) == 1
    assert len(kiosk.lanes["terminal"].jobs) == 0
    kiosk.lanes["printer"].stuck = False
    asked = kiosk.printer.asked
    kiosk.wait(4).wait(4)
    assert kiosk.printer.asked == asked + 2


def test_a_bug_in_a_driver_does_not_end_the_watch_over_its_device(kiosk: Kiosk) -> None:
    kiosk.printer.status = None  # type: ignore[assignment, method-assign]
    kiosk.wait(4)
    assert kiosk.bugs
    del kiosk.printer.status
    asked = kiosk.printer.asked
    kiosk.wait(4).wait(4)
    assert kiosk.printer.asked > asked


@pytest.mark.requirement("X35")
def test_no_device_is_asked_while_money_or_paper_is_under_way(kiosk: Kiosk) -> None:
    """X35: its lane belongs to the customer."""
    kiosk.sign_in(Task.PAY)
    kiosk.lanes["network"].stuck = True
    kiosk.choose_and_pay()
    asked = kiosk.printer.asked
    kiosk.wait(60)
    assert kiosk.printer.asked == asked
    kiosk.touch(events.Cancelled()).wait(4)
    assert kiosk.printer.asked > asked


def test_a_full_disk_is_tried_until_it_takes_rows_again(kiosk: Kiosk) -> None:
    kiosk.disk.full = True
    kiosk.touch(events.MaintenanceGestured())
    kiosk.enter("111111").touch(events.Confirmed())
    assert not kiosk.visit.health.store_works
    kiosk.wait(6)
    assert not kiosk.visit.health.store_works
    kiosk.disk.full = False
    kiosk.wait(6)
    assert kiosk.visit.health.store_works


# --- the card reader -------------------------------------------------------------------------------


@pytest.mark.requirement("B1")
def test_a_card_belongs_to_who_stands_there_now(kiosk: Kiosk) -> None:
    """B1."""
    kiosk.touch(events.Started(), events.TaskChosen(Task.PAY)).present_card()
    assert kiosk.state == states.PinWanted(Task.PAY, CARD)


def test_an_unreadable_card_is_told(kiosk: Kiosk) -> None:
    kiosk.touch(events.Started(), events.TaskChosen(Task.PAY))
    kiosk.reader.heard.append(BadReply("noise", port="reader", heard=b"%E?"))
    kiosk.wait(0.1)
    assert kiosk.at(states.CardWanted).problem is Problem.CARD_UNREADABLE
    kiosk.present_card()
    kiosk.at(states.PinWanted)


@pytest.mark.requirement("K6")
def test_a_reader_that_was_unplugged_comes_back(kiosk: Kiosk) -> None:
    """K6: offline while it is away, looked for every second, well again by itself."""
    kiosk.reader.heard.extend([NotConnected("no such port", port="reader")] * 3)
    kiosk.wait(0.1)
    status = kiosk.visit.health.of(Device.CARD_READER)
    assert (status.state, status.faults) == (DeviceState.UNPLUGGED, (Fault.PORT_MISSING,))
    polls = kiosk.reader.polls
    kiosk.wait(0.5)
    assert kiosk.reader.polls == polls
    kiosk.wait(0.5).wait(1).wait(1)
    assert kiosk.visit.health.of(Device.CARD_READER).works
    kiosk.touch(events.Started(), events.TaskChosen(Task.PAY)).present_card()
    kiosk.at(states.PinWanted)


@pytest.mark.requirement("K6")
def test_a_bug_in_the_reader_does_not_end_the_polling(kiosk: Kiosk) -> None:
    """K6: a reader that nobody polls any more is dead until the next start."""
    kiosk.reader.heard.append(RuntimeError("a bug in the driver"))
    kiosk.wait(0.1)
    assert kiosk.bugs == ["lane"]
    kiosk.at(states.OutOfOrder)
    kiosk.wait(8)
    kiosk.touch(events.Started(), events.TaskChosen(Task.PAY)).present_card()
    kiosk.at(states.PinWanted)


def test_the_same_condition_is_told_once(kiosk: Kiosk) -> None:
    before = kiosk.audited().count("device.changed")
    for _ in range(20):
        kiosk.wait(0.1)
    assert kiosk.audited().count("device.changed") == before


@pytest.mark.requirement("X9")
def test_a_card_left_in_a_motorised_reader_is_asked_back_and_its_fate_journalled(kiosk: Kiosk) -> None:
    """X9: left behind: the visit ends, the reader is told to let go, and what became of the card is on disk."""
    kiosk.touch(events.Started(), events.TaskChosen(Task.PAY))
    kiosk.reader.heard.append(CardMove.HELD)
    kiosk.wait(0.1).present_card()
    kiosk.at(states.PinWanted)
    assert kiosk.reader.given_back == 0
    kiosk.touch(events.Ended())
    kiosk.at(states.CardToTake)
    assert kiosk.reader.given_back == 1
    kiosk.reader.heard.append(CardMove.RETAINED)
    kiosk.wait(0.1)
    assert kiosk.at(states.CardTold).move is CardMove.RETAINED
    assert kiosk.audited().count("card.incident") == 1
    kiosk.wait(31)
    kiosk.at(states.Attract)


@pytest.mark.requirement("X9")
@pytest.mark.parametrize("move", [CardMove.PULLED, CardMove.COLLIDED])
def test_a_card_torn_out_or_beside_another_is_said_and_journalled(kiosk: Kiosk, move: CardMove) -> None:
    """X9: pulled and collided."""
    kiosk.touch(events.Started(), events.TaskChosen(Task.PAY))
    kiosk.reader.heard.append(move)
    kiosk.wait(0.1)
    assert kiosk.at(states.CardWanted).problem is not Problem.NONE
    assert kiosk.audited().count("card.incident") == 1


# --- the code scanner ------------------------------------------------------------------------------


@pytest.mark.requirement("K6")
def test_a_scanner_that_was_unplugged_comes_back(kiosk: Kiosk) -> None:
    """K6: offline while it is away, and heard again by itself."""
    kiosk.scanner.heard.extend([NotConnected("no such port", port="scanner")] * 2)
    kiosk.wait(0.1)
    status = kiosk.visit.health.of(Device.CODE_SCANNER)
    assert (status.state, status.faults) == (DeviceState.UNPLUGGED, (Fault.PORT_MISSING,))
    kiosk.wait(1).wait(1).wait(1)
    assert kiosk.visit.health.of(Device.CODE_SCANNER).works
