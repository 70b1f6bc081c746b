"""What a pretend terminal puts into its messages. The test cards of this house live here and nowhere else.

Belongs to the emulator alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from devices.payment_terminal.apdu import Apdu, Command, bcd
from devices.payment_terminal.memory import Entry
from kiosk.domain.money import NUMERIC_CODES


@dataclass(frozen=True, slots=True)
class TestCard:
    """A published test number; no bank ever issued it."""

    __test__ = False  # not a test, whatever its name says

    number: str
    track2: str
    scheme: str


CARD = TestCard("4111111111111111", "4111111111111111=30122010000000000000", "VISA")

_RESULTS = {"approved": 0x00, "declined": 0x05, "reversed": 0xB4}


def said_of(entry: Entry, terminal_id: str, *, unmasked: bool) -> Apdu:
    """The status information (04 0F) of a transaction."""
    at = datetime.fromisoformat(entry.at)
    return Apdu(
        Command.STATUS_INFORMATION,
        b"".join(
            (
                bytes((0x27, _RESULTS[entry.result])),
                b"\x29" + bcd(terminal_id, 4),
                b"\x04" + bcd(str(entry.amount_minor), 6),
                b"\x49" + bcd(NUMERIC_CODES[entry.currency], 2),
                b"\x0c" + bcd(at.strftime("%H%M%S"), 3),
                b"\x0d" + bcd(at.strftime("%m%d"), 2),
                b"\x0b" + bcd(str(entry.trace), 3),
                b"\x87" + bcd(str(entry.receipt), 2),
                b"\x0e\x30\x12\x19\x70\x8a\x0a",
                counted(0x8B, CARD.scheme.encode("ascii") + b"\0", 2),
                b"\x3b" + f"{entry.trace:06}".encode("ascii").ljust(8, b"\0")
                if entry.result == "approved"
                else b"",
                _card(unmasked),
            )
        ),
    )


def stopped_because(text: str, terminal_id: str) -> Apdu:
    """The status information of a payment that was stopped (result 6C)."""
    return Apdu(
        Command.STATUS_INFORMATION,
        b"\x27\x6c\x29" + bcd(terminal_id, 4) + counted(0x3C, text.encode("cp437"), 3),
    )


def own_number(terminal_id: str) -> Apdu:
    """The status information of the terminal itself."""
    return Apdu(Command.STATUS_INFORMATION, b"\x27\x00\x29" + bcd(terminal_id, 4))


def counted(number: int, content: bytes, digits: int) -> bytes:
    """A field led by its length in `digits` half bytes: `F1 F4` for 14."""
    length = bytes(0xF0 | int(digit) for digit in f"{len(content):0{digits}}")
    return bytes((number,)) + length + content


def _card(unmasked: bool) -> bytes:
    if not unmasked:
        hidden = "E" * (len(CARD.number) - 4) + CARD.number[-4:]
        return counted(0x22, bytes.fromhex(hidden), 2)
    track = CARD.track2.replace("=", "D")
    return counted(0x22, bytes.fromhex(CARD.number), 2) + counted(
        0x23, bytes.fromhex(track + "F" * (len(track) % 2)), 2
    )
