"""ZVT messages: class, instruction, length, data (PA00P015, chapter 2), and those that this kiosk sends.

Pure: bytes to values and back. What the fields of a message mean stands in `fields.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from devices.frames import BadFrame


class Command(IntEnum):
    """Class and instruction, as one number."""

    STATUS_INFORMATION = 0x040F
    INTERMEDIATE_STATUS = 0x04FF
    STATUS_ENQUIRY = 0x0501
    REGISTRATION = 0x0600
    AUTHORISATION = 0x0601
    COMPLETION = 0x060F
    SEND_TOTALS = 0x0610
    ABORTED = 0x061E
    REPEAT_RECEIPT = 0x0620
    REVERSAL = 0x0630
    END_OF_DAY = 0x0650
    DIAGNOSIS = 0x0670
    STOP = 0x06B0
    PRINT_LINE = 0x06D1
    PRINT_TEXT = 0x06D3
    POSITIVE = 0x8000


#: Repeat receipt, service byte (clause 2.20.2): tell the last transaction, so that the register can resynchronise.
TELL_LAST = b"\x03\x03"


@dataclass(frozen=True, slots=True)
class Apdu:
    """`command` is class and instruction, 0x0601. `data` may hold a card number, so it is shown to nobody."""

    command: int
    data: bytes = field(default=b"", repr=False)

    @property
    def refusal(self) -> int | None:
        """The code of a negative answer `84 xx`; None for anything else."""
        return self.command & 0xFF if self.command >> 8 == 0x84 else None

    @property
    def is_answer(self) -> bool:
        """`80 xx` and `84 xx` answer a message; anything else wants an answer."""
        return self.command >> 8 in (0x80, 0x84)

    def to_bytes(self) -> bytes:
        size = len(self.data)
        length = bytes((size,)) if size < 0xFF else b"\xff" + size.to_bytes(2, "little")
        return self.command.to_bytes(2, "big") + length + self.data


def parse_apdu(raw: bytes) -> Apdu:
    """Raises BadFrame `wrong_length`."""
    if len(raw) < 3:
        raise BadFrame("wrong_length")
    start, size = 3, raw[2]
    if size == 0xFF:
        start, size = 5, int.from_bytes(raw[3:5], "little")
    if len(raw) != start + size:
        raise BadFrame("wrong_length")
    return Apdu(int.from_bytes(raw[:2], "big"), raw[start:])


def size_of(start: bytes | bytearray) -> int | None:
    """How many bytes the message has that begins so; None: too little of it is there."""
    if len(start) < 3 or (start[2] == 0xFF and len(start) < 5):
        return None
    return 3 + start[2] if start[2] != 0xFF else 5 + int.from_bytes(start[3:5], "little")


def yes() -> Apdu:
    """The positive answer that every message wants."""
    return Apdu(Command.POSITIVE)


def no(code: int) -> Apdu:
    """The negative answer with one of `tables.RESULTS`."""
    return Apdu(0x8400 | code)


def registration(password: str, config_byte: int, currency_code: str) -> Apdu:
    return Apdu(Command.REGISTRATION, bcd(password, 3) + bytes((config_byte,)) + bcd(currency_code, 2))


def authorisation(minor: int, currency_code: str, statuses: int = 0) -> Apdu:
    """`statuses`: how often the terminal may tell its result until goods are issued; 0: none are.

    Raises ValueError for an amount that is not positive or has more than twelve digits.
    """
    if minor <= 0:
        raise ValueError(f"{minor} is no amount to ask for")
    goods = bytes((0x02, statuses)) if statuses else b""
    return Apdu(Command.AUTHORISATION, b"\x04" + bcd(str(minor), 6) + b"\x49" + bcd(currency_code, 2) + goods)


def repeat_receipt(password: str) -> Apdu:
    return Apdu(Command.REPEAT_RECEIPT, bcd(password, 3) + TELL_LAST)


def reversal(password: str, receipt: int) -> Apdu:
    """Gives back the payment with this receipt number. Raises ValueError for more than four digits."""
    return Apdu(Command.REVERSAL, bcd(password, 3) + b"\x87" + bcd(str(receipt), 2))


def send_totals(password: str) -> Apdu:
    """Asks what the terminal reckons; closes nothing."""
    return Apdu(Command.SEND_TOTALS, bcd(password, 3))


def end_of_day(password: str) -> Apdu:
    return Apdu(Command.END_OF_DAY, bcd(password, 3))


def diagnosis() -> Apdu:
    """Asks the terminal to see whether it reaches its host."""
    return Apdu(Command.DIAGNOSIS)


def status_enquiry(password: str) -> Apdu:
    return Apdu(Command.STATUS_ENQUIRY, bcd(password, 3))


def stop() -> Apdu:
    """Asks the terminal to stop what it does. It may say no, or be past it."""
    return Apdu(Command.STOP)


def bcd(digits: str, size: int) -> bytes:
    """Packed digits, zeros before. Raises ValueError when they do not fit or are none."""
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 2 * size:
        raise ValueError(f"{len(digits)} characters are not up to {2 * size} digits")
    return bytes.fromhex(digits.zfill(2 * size))
