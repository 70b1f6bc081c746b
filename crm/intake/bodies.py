"""What a record says, one model for each kind and version, checked before anything is done with it.

A newer kiosk may say more than this: what is not named here is kept in the record and otherwise left alone.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from crm.schema import Outcome, StaffCallEnd

LARGEST = 2**53 - 1  # the largest integer that every JSON reader keeps


def without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("a text holds no NUL")
    return text


def _without_number(text: str) -> str:
    if sum(map(str.isdigit, text)) > 4:
        raise ValueError("a name has no number in it")
    return text


def _without_long_number(text: str) -> str:
    if re.search(r"[0-9](?:[\s().-]*[0-9]){7,}", text):
        raise ValueError("a question has no number of anybody in it")
    return without_nul(text)


def _no_card(text: str) -> str:
    """A merchant's number may be as long as the shortest card numbers: one that could be a card's is not kept."""
    return "" if len(text) >= 13 and text.isdigit() and _is_luhn(text) and text[0] in "3456" else text


def _is_luhn(digits: str) -> bool:
    doubled = [int(each) * (1 + place % 2) for place, each in enumerate(reversed(digits))]
    return sum(each // 10 + each % 10 for each in doubled) % 10 == 0


def _canonical(text: str) -> str:
    return str(UUID(text))


Text = Annotated[str, StringConstraints(max_length=200), AfterValidator(without_nul)]
LongText = Annotated[str, StringConstraints(max_length=4000), AfterValidator(without_nul)]
ShortText = Annotated[str, StringConstraints(max_length=32), AfterValidator(without_nul)]
Mark = Annotated[str, StringConstraints(max_length=12), AfterValidator(without_nul)]
Reference = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,12}-[A-Z0-9]{4}-[A-Z0-9]{4}$")]
Phone = Annotated[str, StringConstraints(pattern=r"^(\+?[0-9][0-9 ()-]{1,24}[0-9])?$")]
#: RFC 5321, 4.5.3.1, as far as people have addresses: a name, one @, a domain with a dot; no quotes, no white space.
Email = Annotated[
    str,
    StringConstraints(
        max_length=254,
        pattern=r"^([A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+)?$",
    ),
]
Uuid = Annotated[str, AfterValidator(_canonical)]


class Said(BaseModel):
    """Frozen, and strict enough that `"1"` is no number."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Money(Said):
    minor: Annotated[int, Field(strict=True, gt=0, le=LARGEST)]
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class Line(Said):
    bill: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    amount: Money


class Slip(Said):
    """`card` is masked already, and no field takes a card number: what is longer is refused, unkept. `merchant_id` and
    `batch`: where the terminal told them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    terminal_id: Mark
    trace: Annotated[int, Field(ge=0, le=LARGEST)]
    receipt: Annotated[int, Field(ge=0, le=LARGEST)]
    card: Annotated[str, StringConstraints(pattern=r"^(•{4}\d{0,4})?$")] = ""
    scheme: Annotated[ShortText, AfterValidator(_without_number)] = ""
    approval_code: Mark = ""
    merchant_id: Annotated[
        str, StringConstraints(max_length=15), AfterValidator(without_nul), AfterValidator(_no_card)
    ] = ""
    batch: Mark = ""
    time: Annotated[str, StringConstraints(pattern=r"^(\d\d-\d\d \d\d:\d\d:\d\d)?$")] = ""


class PaymentSaid(Said):
    payment: Uuid
    reference: Reference
    outcome: Outcome
    recovered: bool
    offline: bool
    asked_at: AwareDatetime
    decided_at: AwareDatetime
    amount: Money
    lines: Annotated[tuple[Line, ...], Field(min_length=1, max_length=100)]
    slip: Slip | None = None
    cause: ShortText = ""

    @model_validator(mode="after")
    def adds_up(self) -> Self:
        if any(line.amount.currency != self.amount.currency for line in self.lines):
            raise ValueError("one payment has one currency")
        if sum(line.amount.minor for line in self.lines) != self.amount.minor:
            raise ValueError("the lines do not add up to the amount")
        if len({line.bill for line in self.lines}) != len(self.lines):
            raise ValueError("a bill stands in a payment once")
        return self


class ReversalSaid(Said):
    """What came of giving a whole payment back. `not_reversed` with the cause `left`: the kiosk did not try."""

    reversal: Uuid
    payment: Uuid
    reference: Reference
    outcome: Literal["reversed", "not_reversed", "in_doubt"]
    cause: ShortText = ""
    asked_at: AwareDatetime
    decided_at: AwareDatetime
    amount: Money
    slip: Slip | None = None


class Window(Said):
    begins: Annotated[AwareDatetime, Field(alias="from")]
    ends: Annotated[AwareDatetime, Field(alias="to")]
    soonest: bool = False


class CallbackSaid(Said):
    """`visit` empty: a guest. `phone` empty: the number on file, or none where there is an `email`. `reply`: how the
    customer wants to hear from us."""

    reference: Reference
    visit: Annotated[str, StringConstraints(max_length=64), AfterValidator(without_nul)] = ""
    topic: ShortText
    language: Annotated[str, StringConstraints(max_length=16)]
    window: Window
    phone: Phone = ""
    email: Email = ""
    reply: Literal["phone", "sms", "email", "counter"] = "phone"
    notice: ShortText
    promotional_consent: bool = False
    context: dict[str, Any] = {}
    trail: Annotated[list[Any], Field(max_length=500)] = []


class BookingSaid(Said):
    """`place` is the site of a counter, empty for a technician's visit."""

    reference: Reference
    visit: Annotated[str, StringConstraints(max_length=64), AfterValidator(without_nul)] = ""
    service: Literal["counter", "visit"]
    place: Text = ""
    topic: ShortText = ""
    language: Annotated[str, StringConstraints(max_length=16)]
    window: Window
    phone: Phone = ""
    notice: ShortText
    context: dict[str, Any] = {}


class CancellationSaid(Said):
    """The reference is what is to be cancelled; any kiosk may bring it."""

    reference: Reference


class RearrangementSaid(Said):
    """The reference is what is to be moved, `window` where to."""

    reference: Reference
    window: Window


class ReceiptCaseSaid(Said):
    payment: Uuid
    reference: Reference
    case: Reference
    paper: ShortText


class ReceiptLinkSaid(Said):
    """`code_hash`: SHA-256 of the code that the customer has, in hexadecimal."""

    payment: Uuid
    reference: Reference
    code_hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    language: Annotated[str, StringConstraints(max_length=16), AfterValidator(without_nul)]
    until: date


class VoteSaid(Said):
    article: Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(without_nul)]
    version: Annotated[int, Field(strict=True, ge=1, le=LARGEST)]
    useful: Annotated[bool, Field(strict=True)]
    language: Annotated[str, StringConstraints(max_length=16)]


class UnmetSearchSaid(Said):
    """`text` comes without the numbers of people; a kiosk that forgot is refused."""

    text: Annotated[
        str, StringConstraints(min_length=1, max_length=200), AfterValidator(_without_long_number)
    ]
    language: Annotated[str, StringConstraints(max_length=16)]


class AuditSaid(Said):
    kind: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    fields: dict[str, LongText] = {}
    chain: Text = ""


class FaultSaid(Said):
    fault: ShortText
    owner: ShortText


class DeviceSaid(Said):
    """`faults`: the worst first."""

    device: Annotated[ShortText, StringConstraints(min_length=1)]
    state: ShortText
    faults: Annotated[tuple[FaultSaid, ...], Field(max_length=20)] = ()


class QueueSaid(Said):
    waiting: Annotated[int, Field(ge=0, le=2**31 - 1)]
    parked: Annotated[int, Field(ge=0, le=2**31 - 1)]


class JournalSaid(Said):
    """`blocked`: payments that the kiosk does nothing with any more, because their rows in its journal were changed."""

    blocked: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


class HealthSaid(Said):
    """A kiosk on itself, whenever a state changes. A newer kiosk may have devices and states that we do not know.

    `clock_ahead_s`: how far its own clock is ahead of ours, as it heard ours; None: it does not know.
    """

    service: ShortText
    devices: Annotated[tuple[DeviceSaid, ...], Field(max_length=50)] = ()
    queue: QueueSaid
    journal: JournalSaid = JournalSaid()
    software: ShortText = ""
    content: ShortText = ""
    clock_ahead_s: Annotated[int | None, Field(strict=True, ge=-LARGEST, le=LARGEST)] = None


class TotalSaid(Said):
    """`minor` is the sum of `count` payments of this outcome."""

    outcome: Outcome
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    count: Annotated[int, Field(strict=True, ge=1, le=LARGEST)]
    minor: Annotated[int, Field(strict=True, ge=1, le=LARGEST)]


class JournalTotalsSaid(Said):
    """One local day of the kiosk's journal; both numbers are 0 on a day without payments."""

    day: date
    totals: Annotated[tuple[TotalSaid, ...], Field(max_length=50)] = ()
    first_seq: Annotated[int, Field(strict=True, ge=0, le=LARGEST)]
    last_seq: Annotated[int, Field(strict=True, ge=0, le=LARGEST)]

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if not self.first_seq <= self.last_seq:
            raise ValueError("the first number is not behind the last")
        return self


class Taken(Said):
    """`count` None: the terminal told a sum and no number."""

    count: Annotated[int | None, Field(strict=True, ge=0, le=LARGEST)]
    minor: Annotated[int, Field(strict=True, ge=-LARGEST, le=LARGEST)]


class TakenAndBack(Said):
    payments: Taken
    reversals: Taken


class TransactionSaid(Said):
    """Negative: that went back. `receipt`: the terminal's number of it, if it told one."""

    at: AwareDatetime
    reference: Reference
    minor: Annotated[int, Field(strict=True, ge=-LARGEST, le=LARGEST)]
    receipt: Annotated[int | None, Field(strict=True, ge=0, le=LARGEST)] = None


class DayEndSaid(Said):
    """A terminal's end of day. `begins` None: the first one of this store. `terminal` None: it gave no totals, and `why`
    says so; `net`: one sum, payments less reversals. `transactions`: the newest of the journal's; `more` are not told."""

    terminal_id: Mark = ""
    batch: ShortText = ""
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    begins: AwareDatetime | None
    ends: AwareDatetime
    closed: bool
    verdict: Literal["agreed", "not_agreed", "cannot_confirm"]
    why: ShortText = ""
    net: bool = False
    journal: TakenAndBack
    terminal: TakenAndBack | None = None
    transactions: Annotated[tuple[TransactionSaid, ...], Field(max_length=500)] = ()
    more: Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)] = 0


class CommandResultSaid(Said):
    command: Uuid
    result: Literal["done", "refused", "expired"]
    reason: ShortText = ""


class StaffCallSaid(Said):
    """Somebody asks for staff: the screen's name, and what it waits for. The record's id is the call's."""

    step: Annotated[ShortText, StringConstraints(min_length=1)]
    need: ShortText


class StaffCallEndSaid(StaffCallSaid):
    """All of the call once more, so that its end can be taken without its beginning. `after_ms`: by one clock."""

    call: Uuid
    called_at: AwareDatetime
    ended: StaffCallEnd
    after_ms: Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)]


class Envelope(Said):
    """A record around its body."""

    id: Uuid
    stream: Literal["money", "cases", "feedback", "telemetry"]
    seq: Annotated[int, Field(strict=True, ge=1, le=LARGEST)]
    kind: ShortText
    v: Annotated[int, Field(strict=True, ge=1, le=32767)]
    at: AwareDatetime
    tz: Annotated[str, StringConstraints(max_length=64), AfterValidator(without_nul)]
    body: dict[str, Any]
    body_hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def body_hash(body: Any) -> str:
    """SHA-256 in hex over canonical JSON: sorted keys, no white space, not ASCII-escaped."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
