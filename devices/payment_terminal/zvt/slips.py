"""What a pretend terminal puts into its messages.

Belongs to the emulator alone.
"""

from __future__ import annotations

from datetime import datetime

from devices.payment_terminal.cards import CARD, MERCHANT
from devices.payment_terminal.memory import Entry, Memory
from devices.payment_terminal.zvt.apdu import Apdu, Command, bcd
from kiosk.domain.money import NUMERIC_CODES

_RESULTS = {"approved": 0x00, "declined": 0x05, "reversed": 0xB4, "reversal": 0x00}
#: How many kinds of card a reckoning tells apart, and which of them is VISA.
_KINDS, _VISA = 7, 4


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
                b"\x37" + bcd(str(entry.original), 3) if entry.original else b"",
                b"\x87" + bcd(str(entry.receipt), 2),
                b"\x2a" + MERCHANT.encode("ascii").ljust(15),
                b"\x88" + bcd(str(entry.receipt), 3),
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


def reckoned(memory: Memory, currency: str, at: str) -> Apdu:
    """The status information of a reckoning: one sum, payments less reversals, and the same by kind of card (BMP 60)."""
    sums, when = memory.sums(), datetime.fromisoformat(at)
    net, count = sums.paid_minor - sums.reversed_minor, sums.payments - sums.reversals
    kinds = [(count, net) if kind == _VISA else (0, 0) for kind in range(_KINDS)]
    single = b"".join(bytes((number % 256,)) + bcd(str(minor), 6) for number, minor in kinds)
    data = (
        b"\x27\x00\x04" + bcd(str(net), 6),
        b"\x49" + bcd(NUMERIC_CODES[currency], 2),
        b"\x0b" + bcd(str(memory.batch), 3),
        b"\x0c" + bcd(when.strftime("%H%M%S"), 3) + b"\x0d" + bcd(when.strftime("%m%d"), 2),
        b"\x29" + bcd(memory.terminal_id, 4),
        counted(0x60, b"".join(bcd(str(receipt), 2) for receipt in sums.receipts) + single, 3),
    )
    return Apdu(Command.STATUS_INFORMATION, b"".join(data))


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
