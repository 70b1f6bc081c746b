"""The one table of what a kiosk gets: function -> the fields of its answer. Whatever is not named here stays inside.

FastAPI builds every answer through its model, so a field that a function does not need cannot slip out, and the
OpenAPI page is made from the same table.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, PlainSerializer, WithJsonSchema

from crm.moments import to_text

Moment = Annotated[
    datetime,
    PlainSerializer(to_text),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="serialization"),
]


class SigningKey(BaseModel):
    """`public_key`: base64 of the 32 raw bytes of an Ed25519 key."""

    id: str
    public_key: str


class Trust(BaseModel):
    """The public halves of what this centre signs with, and of the key that reads dead kiosks' stores."""

    signing: list[SigningKey]
    recovery_key: str | None


class Enrolled(BaseModel):
    """`trust` is told by a centre that has something to tell."""

    kiosk: str
    server_time: Moment
    trust: Trust | None = None


class Signature(BaseModel):
    """`key` is a signing key's id; `signature` base64 of the 64 bytes."""

    key: str
    signature: str


class MaskedCustomer(BaseModel):
    """All three are masked."""

    name: str
    account: str
    phone: str | None


class SignInGranted(BaseModel):
    result: Literal["granted"] = "granted"
    grant: str
    expires_at: Moment
    customer: MaskedCustomer


class SignInRefused(BaseModel):
    result: Literal["refused"] = "refused"


class SignInLocked(BaseModel):
    result: Literal["locked"] = "locked"
    until: Moment


SignInAnswer = Annotated[SignInGranted | SignInRefused | SignInLocked, Field(discriminator="result")]


class CodeAsked(BaseModel):
    """The same whether or not anybody has the number. `again_at`: when another may be asked for."""

    result: Literal["asked"] = "asked"
    expires_at: Moment
    again_at: Moment


class CodeWait(BaseModel):
    result: Literal["wait"] = "wait"
    until: Moment


CodeAnswer = Annotated[CodeAsked | CodeWait | SignInLocked, Field(discriminator="result")]


class Nothing(BaseModel):
    """`{}`: done."""


class Amount(BaseModel):
    minor: int
    currency: str


class PayRules(BaseModel):
    """Of the rest that is to be paid: parts in minor units, at the counter only."""

    allow_partial: bool
    minimum: int | None
    maximum: int | None
    cash_only: bool


class OpenBill(BaseModel):
    """`account` is masked; `amount` is what is still to be paid."""

    id: str
    kind: str
    account: str
    period_from: date
    period_to: date
    amount: Amount
    due: date
    rules: PayRules


class OpenBills(BaseModel):
    as_of: Moment
    bills: list[OpenBill]


class ScannedFound(BaseModel):
    """`earlier`: the scanned bill is paid or replaced; these are what its account owes now."""

    result: Literal["found"] = "found"
    grant: str
    expires_at: Moment
    as_of: Moment
    earlier: bool
    bills: list[OpenBill]


class ScannedPaid(BaseModel):
    result: Literal["paid"] = "paid"
    paid_on: date


class ScannedClosed(BaseModel):
    result: Literal["closed"] = "closed"


class ScannedUnknown(BaseModel):
    result: Literal["unknown"] = "unknown"


ScannedAnswer = Annotated[
    ScannedFound | ScannedPaid | ScannedClosed | ScannedUnknown, Field(discriminator="result")
]


class BillStanding(BaseModel):
    id: str
    payable: bool
    paid_on: date | None
    why: str | None


class BillStandings(BaseModel):
    bills: list[BillStanding]


class GivenWindow(BaseModel):
    begins: Annotated[Moment, Field(alias="from")]
    ends: Annotated[Moment, Field(alias="to")]


class CaseStanding(BaseModel):
    """How something with a reference stands; not found: everything else is empty. Nothing says whose it is."""

    found: bool
    kind: str = ""
    reference: str = ""
    status: str = ""
    topic: str = ""
    reply: str = ""
    site: str = ""
    window: GivenWindow | None = None
    moved: str = ""
    attempts: int = 0
    last_attempt_at: Moment | None = None
    next_attempt_at: Moment | None = None
    result: str = ""
    place: int | None = None
    expected_at: Moment | None = None
    amount: Amount | None = None
    can: Literal["now", "ask", "no"] = "no"


class AccountPlace(BaseModel):
    """`account` is masked; `label` is the customer's own word for it."""

    account: str
    label: str


class PastBill(BaseModel):
    """`account` is masked. `paid_by` is the channel; `used` counts `unit`."""

    id: str
    kind: str
    account: str
    period_from: date
    period_to: date
    amount: Amount
    due: date
    state: Literal["open", "due_soon", "overdue", "in_doubt", "paid"]
    paid_on: date | None
    paid_by: str | None
    used: int | None
    unit: str | None


class NoticeForYou(BaseModel):
    """Why it is shown is its `kind` and what stands beside it; the kiosk says it in the visit's language."""

    id: str
    kind: Literal["overdue", "auto_pay_failed", "outage"]
    account: str
    bill_kind: str
    amount: Amount | None
    day: date | None
    begins: Moment | None
    ends: Moment | None


class OpenMatter(BaseModel):
    """Something of this customer's that staff have not finished."""

    reference: str
    kind: str
    state: str
    opened_at: Moment
    window_from: Moment | None
    window_to: Moment | None


class AccountAnswer(BaseModel):
    as_of: Moment
    accounts: list[AccountPlace]
    history: list[PastBill]
    notices: list[NoticeForYou]
    matters: list[OpenMatter]


class PostingTold(BaseModel):
    """What became of an approved payment. `reversible_until`: no person gives it back before, so that its kiosk may."""

    state: Literal["posted", "refund_due"]
    reversible_until: Moment | None


class RecordAnswer(BaseModel):
    """`posting` is told of payments that are known to have moved money."""

    id: str
    verdict: Literal["stored", "duplicate", "refused"]
    reason: str | None
    case: str | None
    posting: PostingTold | None = None


class KioskCommandTold(BaseModel):
    """`words`: what customers read meanwhile, by language; for `close`. Signed for this kiosk, if there is a key."""

    id: str
    kind: str
    expires_at: Moment
    words: dict[str, str]
    signatures: list[Signature] | None = None


class Synced(BaseModel):
    """`coming`: the calls for staff of this kiosk to which somebody goes, until it has told their end. `chain`: the line
    of its audit chain that is known here as the last; told to who told a chain."""

    answers: list[RecordAnswer]
    through: dict[str, int]
    server_time: Moment
    poll_s: int
    batch: int
    commands: list[KioskCommandTold]
    content: dict[str, str]
    coming: list[str]
    chain: int | None = None


class PublishedPart(BaseModel):
    """What everybody may read. Version and body are null for a part that was withdrawn. The rest is there if it is
    signed."""

    version: str | None
    body: Any
    issued_at: Moment | None = None
    valid_until: Moment | None = None
    signatures: list[Signature] | None = None


class Published(BaseModel):
    parts: dict[str, PublishedPart]
    server_time: Moment


ALLOWED: dict[str, Any] = {
    "enrol": Enrolled,
    "sign-in": SignInAnswer,
    "sign-in/code": CodeAnswer,
    "sign-out": Nothing,
    "bills": OpenBills,
    "bills/check": BillStandings,
    "cases/{reference}": CaseStanding,
    "callbacks/open": CaseStanding,
    "account": AccountAnswer,
    "notices/seen": Nothing,
    "bills/scanned": ScannedAnswer,
    "sync": Synced,
    "content": Published,
}
