"""What the terminal reckons of its day: read without closing, and closed."""

import pytest

from devices.payment_terminal.zvt.driver import ZvtTerminal
from devices.payment_terminal.zvt.emulator import ZvtEmulator
from kiosk.domain.day_end import DayTotals, Total
from kiosk.domain.money import Money
from kiosk.domain.payment import TerminalTime
from kiosk.ports import DeviceError
from tests.devices.payment_terminal.zvt.test_charge import BILL, pay
from tests.devices.payment_terminal.zvt.test_reversal import paid
from tests.devices.stepped_wire import SteppedWire

NOTHING = Total(0, Money(0))
AT = TerminalTime(3, 14, 10, 30, 0)


def day(batch: str, payments: Total, closed_at: TerminalTime | None) -> DayTotals:
    return DayTotals("52500038", batch, payments, NOTHING, closed_at, net=True)


@pytest.mark.requirement("X32")
def test_totals_are_read_and_nothing_is_changed(terminal: ZvtTerminal, far: ZvtEmulator) -> None:
    """X32: read as often as you like; a declined payment is none, and what went back is taken off."""
    assert terminal.totals() == day("000001", NOTHING, None)
    paid(terminal)
    terminal.reverse(paid(terminal))
    far.switch({"next": "decline"})
    pay(terminal)
    for _ in range(2):
        assert terminal.totals() == day("000001", Total(1, BILL), None)
    assert far.counters()["send_totals"] == 3
    assert "end_of_day" not in far.counters()


@pytest.mark.requirement("X32")
def test_a_day_is_closed_once(terminal: ZvtTerminal) -> None:
    """X32: what was closed is not reckoned again."""
    paid(terminal)
    assert terminal.close_day() == day("000001", Total(1, BILL), AT)
    assert terminal.close_day() == day("000002", NOTHING, AT)


@pytest.mark.requirement("X32")
def test_an_answer_that_got_lost_is_an_error_and_the_next_reckoning_is_of_a_new_day(
    terminal: ZvtTerminal, wire: SteppedWire, far: ZvtEmulator
) -> None:
    """X32: cannot confirm."""
    paid(terminal)
    wire.later(0.5, lambda: far.switch({"mute": True}))
    wire.later(300, lambda: far.switch({"mute": False}))
    with pytest.raises(DeviceError):
        terminal.close_day()
    wire.wait(300)
    assert terminal.totals() == day("000002", NOTHING, None)
