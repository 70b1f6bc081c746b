"""Signing in without a card: an account or phone number that was typed, and a PIN or a one-time code beside it.

A number proves nothing: it is no secret, it stands on every envelope. So it opens nothing, and nobody learns from here
which numbers there are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crm.customers.signing_in import Proof
from crm.schema import Account, Customer, SignInCode
from crm.tokens import digest


def plain_number(number: str) -> str:
    """`1203-34 7730` -> `1203347730`: as it is kept, however it was typed."""
    return "".join(filter(str.isalnum, number)).upper()


def name_of(number: str) -> str:
    """Under what tries and codes of a number are counted; never the same as a card's."""
    return digest(f"number:{plain_number(number)}")


def who_has(session: Session, number: str) -> Customer | None:
    """The one customer with this account or phone number. A phone that two share tells nobody apart: None."""
    plain = plain_number(number)
    by_account = session.scalars(select(Customer).join(Account).where(Account.number == plain)).all()
    by_phone = session.scalars(select(Customer).where(Customer.phone == plain).limit(2)).all()
    found = {customer.id: customer for customer in (*by_account, *by_phone)} if plain else {}
    return next(iter(found.values())) if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class PinKnock:
    """Number and PIN."""

    kiosk: str
    visit: str
    number: str = field(repr=False)
    pin: str = field(repr=False)

    @property
    def name(self) -> str:
        return name_of(self.number)

    @property
    def secret(self) -> str:
        return self.pin

    def look(self, session: Session, now: datetime) -> Proof:
        customer = who_has(session, self.number)
        return Proof() if customer is None else Proof(customer.id, customer.pin_hash)

    def use(self, session: Session, proof: Proof, now: datetime) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class CodeKnock:
    """Number and the one-time code that was sent for this visit at this kiosk."""

    kiosk: str
    visit: str
    number: str = field(repr=False)
    code: str = field(repr=False)

    @property
    def name(self) -> str:
        return name_of(self.number)

    @property
    def secret(self) -> str:
        return self.code

    def look(self, session: Session, now: datetime) -> Proof:
        """Only the newest that was asked for counts, wherever that was."""
        asked = select(SignInCode).where(SignInCode.number_hash == self.name)
        newest = session.scalar(asked.order_by(SignInCode.asked_at.desc(), SignInCode.id.desc()).limit(1))
        if newest is None or not self._is_good(newest, now):
            return Proof()
        return Proof(newest.customer_id, newest.code_hash, newest.id)

    def _is_good(self, code: SignInCode, now: datetime) -> bool:
        here = (code.kiosk_id, code.visit) == (self.kiosk, self.visit)
        return here and code.customer_id is not None and code.used_at is None and code.expires_at > now

    def use(self, session: Session, proof: Proof, now: datetime) -> bool:
        """Once, whoever else has it at the same moment."""
        unused = update(SignInCode).where(SignInCode.id == proof.code, SignInCode.used_at.is_(None))
        marked = session.execute(unused.values(used_at=now).returning(SignInCode.id))
        return marked.first() is not None
