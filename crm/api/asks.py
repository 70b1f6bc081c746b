"""What a kiosk may ask, one model for each function. What is not named here is not read."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from crm.intake.bodies import Email
from crm.intake.chain_heads import ChainSaid

Id = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00]*$")]
KioskId = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,12}$")]
Secret = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Number = Annotated[str, StringConstraints(min_length=1, max_length=32, pattern=r"^[^\x00]*$")]
GrantText = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Enrol(BaseModel):
    """`public_key`: base64 of the 32 raw bytes of an Ed25519 key."""

    kiosk: KioskId
    code: Annotated[str, StringConstraints(max_length=64)]
    public_key: Annotated[str, StringConstraints(max_length=64)]
    epoch: Id


class ByCard(BaseModel):
    visit: Id
    card: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    pin: Secret


class ByPin(BaseModel):
    """`account`: an account number or a phone number, as typed."""

    visit: Id
    account: Number
    pin: Secret


class ByCode(BaseModel):
    """`code`: the one-time code that was sent for this visit."""

    visit: Id
    account: Number
    code: Secret


class AskCode(BaseModel):
    visit: Id
    account: Number


class WithGrant(BaseModel):
    grant: GrantText


class CheckBills(WithGrant):
    """`amounts`: how much of each of `bills` is about to be paid, in minor units, in their order; else the rest."""

    bills: Annotated[list[Id], Field(max_length=100)]
    amounts: Annotated[list[Annotated[int, Field(ge=0, le=2**53 - 1)]], Field(max_length=100)] | None = None

    def parts(self) -> dict[str, int] | None:
        return None if self.amounts is None else dict(zip(self.bills, self.amounts, strict=False))


class ScannedBill(BaseModel):
    """`codes`: what was scanned, in the order of its `scheme`."""

    visit: Id
    scheme: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,32}$")]
    codes: Annotated[
        list[Annotated[str, StringConstraints(min_length=1, max_length=512)]],
        Field(min_length=1, max_length=3),
    ]


class Visiting(BaseModel):
    """`visit`: in which the customer may have signed in."""

    visit: Annotated[str, StringConstraints(max_length=64)] = ""


class AskedAlready(Visiting):
    """`phone` empty: the number on file. `email`: the address to which the answer is to go, if it is to be written."""

    phone: Annotated[str, StringConstraints(max_length=32, pattern=r"^[+0-9 ()-]*$")] = ""
    email: Email = ""
    topic: Annotated[str, StringConstraints(min_length=1, max_length=32)]


class SeenNotices(WithGrant):
    notices: Annotated[list[Annotated[str, StringConstraints(max_length=100)]], Field(max_length=50)]


class Sync(BaseModel):
    """Each record is read by itself, so that one that cannot be read spoils no other. `chain`: where the kiosk's audit
    chain ends; an older kiosk does not say."""

    kiosk: KioskId
    epoch: Id
    records: Annotated[list[Any], Field(max_length=500)]
    chain: ChainSaid | None = None


class AskContent(BaseModel):
    """`have`: every part that the kiosk understands, with the version that it has; empty: none."""

    kiosk: KioskId
    have: Annotated[dict[Id, Annotated[str, StringConstraints(max_length=64)]], Field(max_length=50)]
