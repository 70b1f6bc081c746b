"""Requests and answers as values, by the table of the terminal. Pure.

Card numbers end here: of the card's field four digits are kept, fields that nobody needs (the card's hash, loyalty, all
that is reserved) are not read, and no other field passes on what could be a card number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from devices.frames import BadFrame
from devices.payment_terminal.fixed_field.layout import Layout
from kiosk.domain.masks import mask_card
from kiosk.domain.payment import TerminalTime

#: Our own number for a request: YYMMDDHHMMSS, the moment it bears, and six digits by chance.
NUMBER = re.compile(r"\d{18}")
#: Receipt numbers have six digits; a batch goes before them.
RECEIPTS = 1_000_000


class Kind(StrEnum):
    """What may be asked for; the words of the tables."""

    SALE = "sale"
    VOID = "void"
    SETTLEMENT = "settlement"
    INQUIRY = "inquiry"


@dataclass(frozen=True, slots=True)
class Request:
    """`number`: see NUMBER; of an inquiry that of the sale it asks about. `minor`: in hundredths."""

    kind: Kind
    number: str
    minor: int | None = None
    receipt: int | None = None
    approval: str = ""


class Echo(Enum):
    """Whose number stands where ours went out."""

    NONE = auto()
    OURS = auto()
    ANOTHER = auto()


@dataclass(frozen=True, slots=True)
class Answer:
    """None and empty mean that the terminal did not say. `card` is masked. `minor`: in hundredths.

    `finished` False: a sign of life, the result comes in another record; `patience`: seconds that it asks for.
    """

    kind: Kind | None
    code: str
    echo: Echo = Echo.NONE
    minor: int | None = None
    receipt: int | None = None
    batch: int | None = None
    approval: str = ""
    terminal_id: str = ""
    merchant_id: str = ""
    card: str = ""
    time: TerminalTime | None = None
    count: int | None = None
    finished: bool = True
    patience: int | None = None

    @property
    def trace(self) -> int | None:
        """Goes up with each transaction, also where receipt numbers begin again with each batch."""
        return None if self.receipt is None else (self.batch or 0) * RECEIPTS + self.receipt


def pack(table: Layout, request: Request) -> bytes:
    """Raises ValueError for what the table has no room for."""
    values = {
        **table.fill,
        **table.fill_for.get(request.kind, {}),
        "type": table.types[request.kind],
        "date": ("20" + request.number[:6])[-table.size("date") :],
        "time": request.number[6:12],
    }
    if request.minor is not None:
        values["amount"] = _amount(table, request.minor)
    if request.receipt is not None:
        values["receipt"] = f"{request.receipt % RECEIPTS:0{table.size('receipt')}}"
    if request.approval:
        values["approval"] = request.approval
    # An inquiry bears no number of ours: one that comes back all the same is then out of the terminal's memory.
    if table.reference and request.kind is not Kind.INQUIRY:
        values |= _spread(table, request.number)
    return "".join(_fitted(table, name, values.get(name, "")) for name in table.fields).encode("ascii")


def unpack(table: Layout, data: bytes, number: str = "") -> Answer:
    """`number`: ours, of the sale that it is about. Raises BadFrame `not_ascii` or `wrong_length`."""
    if len(data) != table.length:
        raise BadFrame("wrong_length")
    if any(not 0x20 <= byte < 0x7F for byte in data):
        raise BadFrame("not_ascii")

    def said(name: str) -> str:
        return read(table, data, name) if name in table.fields else ""

    minor = _number(said("amount"))
    return Answer(
        kind=next((Kind(kind) for kind, code in table.types.items() if code == said("type")), None),
        code=said("response"),
        echo=_echo(table, "".join(said(name) for name in table.reference), number),
        minor=minor * _hundredths(table) if minor is not None else None,
        receipt=_number(said("receipt")) or None,
        batch=_number(said("batch")),
        approval=_plain(said("approval")) if said("approval").strip("0") else "",
        terminal_id=_plain(said("terminal_id")),
        merchant_id=_plain(said("merchant_id")),
        card=_masked(said("card")),
        time=_moment(said("date"), said("time")),
        count=_number(said(table.count)),
        finished=said("finished") != "N",
        patience=_number(said("timer")) or None,
    )


def read(table: Layout, data: bytes, name: str) -> str:
    """One field without the blanks around it, as it came."""
    start, end = table.fields[name]
    return data[start:end].decode("ascii").strip()


def _amount(table: Layout, minor: int) -> str:
    whole, parts = divmod(minor, _hundredths(table))
    digits = f"{whole:0{table.size('amount')}}"
    if minor <= 0 or parts or len(digits) > table.size("amount"):
        raise ValueError(f"{minor} is no amount for {table.name}")
    return digits


def _hundredths(table: Layout) -> int:
    """Of one unit that the table writes."""
    return 1 if table.decimals else 100


def _spread(table: Layout, number: str) -> dict[str, str]:
    """The end of our number, as far as its fields hold it: the digits by chance stand there."""
    rest = number[-table.size(*table.reference) :]
    parts = {}
    for name in table.reference:
        parts[name], rest = rest[: table.size(name)], rest[table.size(name) :]
    return parts


def _echo(table: Layout, came: str, number: str) -> Echo:
    if not came.strip("0"):
        return Echo.NONE
    return Echo.OURS if number and came == number[-table.size(*table.reference) :] else Echo.ANOTHER


def _fitted(table: Layout, name: str, value: str) -> str:
    size = table.size(name)
    if len(value) > size:
        raise ValueError(f"{name} has room for {size} characters")
    return value.ljust(size)


def _number(digits: str) -> int | None:
    return int(digits) if digits.isdigit() else None


def _moment(date: str, time: str) -> TerminalTime | None:
    if len(date) not in (6, 8) or len(time) != 6 or not (date + time).isdigit():
        return None
    digits = date[-4:] + time
    return TerminalTime(*(int(digits[at : at + 2]) for at in range(0, 10, 2)))


def _masked(card: str) -> str:
    """Four digits at the end, whatever stands before them."""
    end = card[-4:]
    return mask_card(end) if len(end) == 4 and end.isdigit() and end != "0000" else ""


def _plain(text: str) -> str:
    """A word of letters and digits that cannot be a card number: those have at least twelve digits and a right check."""
    digits = "".join(character for character in text if character.isdigit())
    return "" if len(digits) >= 12 and _is_card(digits) else text


def _is_card(digits: str) -> bool:
    """The check of ISO/IEC 7812-1."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
