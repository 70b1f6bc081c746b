"""Somebody else's terminal, as it was recorded: the driver and what it says, word for word."""

from collections.abc import Callable
from pathlib import Path

import pytest

from devices.payment_terminal.zvt.driver import ZvtTerminal
from devices.payment_terminal.zvt.packets import cut
from kiosk.domain.day_end import DayTotals, Total
from kiosk.domain.money import Money
from kiosk.domain.payment import Approved, Found, Slip, TerminalTime
from kiosk.domain.reversal import Reversed
from kiosk.ports import Refused
from tests.devices.payment_terminal.zvt.vectors import VECTORS
from tests.devices.stepped_wire import SteppedWire

EURO = Money(1234, "EUR")


def said_in(op: str) -> list[bytes]:
    lines = [
        line
        for line in VECTORS["simulator_session_tcp"]
        if line["op"].startswith(op) and line["dir"] == "PT>ECR"
    ]
    return [bytes.fromhex(line["hex"]) for line in lines]


class Recorded:
    """Answers each command with what the recorded terminal said to it, message by message, over TCP as it was."""

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._send = send
        self._stream = bytearray()
        self._queue: list[bytes] = []
        self._answers = {
            b"\x06\x00": said_in("registration"),
            b"\x05\x01": said_in("status enquiry"),
            b"\x06\x01": said_in("authorization"),
            b"\x06\x20": said_in("repeat receipt"),
            b"\x06\x30": said_in("reversal"),
            b"\x06\x50": said_in("end of day"),
        }

    def take(self, data: bytes) -> None:
        self._stream += data
        for message in cut(self._stream):
            if message[:2] == b"\x80\x00":
                self._on()
            else:
                self._queue = [b"", *self._answers.get(message[:2], [bytes.fromhex("840000")])]
                self._on()
                self._on()

    def ticked(self, now: float) -> None: ...

    def _on(self) -> None:
        del self._queue[:1]
        if self._queue:
            self._send(self._queue[0])


@pytest.fixture
def terminal(tmp_path: Path) -> ZvtTerminal:
    return ZvtTerminal(SteppedWire(Recorded), currency="EUR", over_tcp=True)


def paid(terminal: ZvtTerminal) -> Slip:
    terminal.prepare()
    outcome = terminal.charge(EURO, lambda stage: None)
    assert isinstance(outcome, Approved)
    return outcome.slip


@pytest.mark.requirement("E1")
def test_a_recorded_payment(terminal: ZvtTerminal) -> None:
    """E1: and all that a proof of it carries, and no more of the card than four digits."""
    slip = paid(terminal)
    assert (slip.terminal_id, slip.trace, slip.receipt, slip.amount) == ("29001234", 1, 1, EURO)
    assert (slip.card, slip.scheme, slip.merchant_id, slip.batch) == (
        "••••1230",
        "Mastercard",
        "SIMULATOR123456",
        "000001",
    )
    assert slip.time == TerminalTime(11, 22, 3, 14, 3)
    assert terminal.inquire() == Found(slip, approved=True)


@pytest.mark.requirement("X23")
def test_a_recorded_reversal(terminal: ZvtTerminal) -> None:
    """X23: this terminal repeats the payment's receipt number under a trace of its own."""
    slip = paid(terminal)
    back = terminal.reverse(slip)
    assert isinstance(back, Reversed)
    assert back.slip is not None
    assert (back.slip.trace, back.slip.receipt, back.slip.amount) == (2, 1, EURO)


@pytest.mark.requirement("X32")
def test_a_recorded_end_of_day(terminal: ZvtTerminal) -> None:
    """X32: a sum, and lines to print that nobody reads; this terminal counts what went back once more."""
    assert terminal.close_day() == DayTotals(
        "29001234",
        "",
        Total(None, Money(2468, "EUR")),
        Total(0, Money(0, "EUR")),
        TerminalTime(11, 22, 3, 14, 30),
        net=True,
    )
    with pytest.raises(Refused):
        terminal.totals()
