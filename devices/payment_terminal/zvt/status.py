"""What a terminal says of a transaction (04 0F) and of itself, and the slip it makes. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from devices.frames import BadFrame
from devices.payment_terminal.zvt.fields import (
    AMOUNT,
    APPROVAL_CODE,
    CARD_NAME,
    CURRENCY,
    DATE,
    MERCHANT,
    ORIGINAL_TRACE,
    RECEIPT,
    RESULT,
    TERMINAL_ID,
    TEXT,
    TIME,
    TOTALS,
    TRACE,
    TURNOVER,
    Fields,
    parse_fields,
)
from devices.payment_terminal.zvt.totals import Reckoning, read_reckoning
from kiosk.domain.masks import mask_card
from kiosk.domain.money import NUMERIC_CODES, Money
from kiosk.domain.payment import Slip, TerminalTime

_CURRENCIES = {code: name for name, code in NUMERIC_CODES.items()}


@dataclass(frozen=True, slots=True)
class StatusInformation:
    """None and empty mean that the terminal did not say. `card` is masked; `text` is the terminal's own, for nobody.

    `original_trace`: of the payment that this transaction gave back. `reckoning`: of a day, by kind of card.
    """

    result: int | None = None
    minor: int | None = None
    currency: str = ""
    trace: int | None = None
    receipt: int | None = None
    time: str = ""
    date: str = ""
    terminal_id: str = ""
    card: str = ""
    scheme: str = ""
    approval_code: str = ""
    merchant_id: str = ""
    turnover: str = ""
    original_trace: int | None = None
    reckoning: Reckoning | None = None
    text: str = field(default="", repr=False)

    def slip(self, terminal_id: str, currency: str) -> Slip | None:
        """The slip, with what is missing filled from the registration; None when it does not make one.

        A terminal need not repeat its number and currency; amount, trace, receipt number and time it must say.
        """
        moment = self.moment
        spoken = _CURRENCIES.get(self.currency) if self.currency else currency
        if self.minor is None or not self.trace or self.receipt is None or moment is None or spoken is None:
            return None
        return Slip(
            terminal_id=self.terminal_id or terminal_id,
            trace=self.trace,
            receipt=self.receipt,
            amount=Money(self.minor, spoken),
            time=moment,
            card=self.card,
            scheme=self.scheme,
            approval_code=self.approval_code,
            merchant_id=self.merchant_id,
            batch=self.turnover,
        )

    @property
    def moment(self) -> TerminalTime | None:
        if not (self.time and self.date):
            return None
        pair = [
            int(digits[at : at + 2]) for digits in (self.date, self.time) for at in range(0, len(digits), 2)
        ]
        return TerminalTime(*pair)


def read_status(data: bytes) -> StatusInformation:
    """Of a message's data. Raises BadFrame."""
    return status_of(parse_fields(data))


def status_of(fields: Fields) -> StatusInformation:
    result = fields.values.get(RESULT)
    return StatusInformation(
        result=result[0] if result else None,
        minor=_number(fields, AMOUNT),
        currency=_digits(fields, CURRENCY),
        trace=_number(fields, TRACE),
        receipt=_number(fields, RECEIPT),
        time=_digits(fields, TIME),
        date=_digits(fields, DATE),
        terminal_id=_digits(fields, TERMINAL_ID),
        card=mask_card(fields.last_four) if fields.last_four else "",
        scheme=_text(fields, CARD_NAME),
        approval_code=_plain(_text(fields, APPROVAL_CODE)),
        merchant_id=_plain(_text(fields, MERCHANT)),
        turnover=_digits(fields, TURNOVER),
        original_trace=_number(fields, ORIGINAL_TRACE),
        reckoning=read_reckoning(fields.values[TOTALS]) if TOTALS in fields.values else None,
        text=" ".join((_text(fields, TEXT), *fields.texts)).strip(),
    )


def ending_code(data: bytes) -> int:
    """The result code of an abort (06 1E): its first byte, 0 when it gives none."""
    return data[0] if data else 0


def told_by_completion(data: bytes) -> StatusInformation:
    """What rides on a completion (06 0F); nothing when it cannot be read (PA00P015 leaves its form to the command)."""
    try:
        return read_status(data)
    except BadFrame:
        return StatusInformation()


def _digits(fields: Fields, number: int) -> str:
    packed = fields.values.get(number, b"").hex()
    return packed if packed.isdigit() else ""


def _number(fields: Fields, number: int) -> int | None:
    digits = _digits(fields, number)
    return int(digits) if digits else None


def _text(fields: Fields, number: int) -> str:
    return fields.values.get(number, b"").split(b"\0")[0].decode("cp437").strip()


def _plain(text: str) -> str:
    """Some terminals put binary data where the approval code belongs: those tell nothing."""
    return text if text.isascii() and text.isprintable() else ""
