"""Who the customers are and how one signs in at a kiosk: two proofs, tries counted before they are checked.

An unknown card or number, a wrong PIN or code and a lock look the same from outside, in words, in work and in the number
of tries. What leaves this file is not masked yet; `crm/api` masks it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from crm import audit
from crm.centre import Centre
from crm.schema import CardTries, Customer, Grant, MembershipCard, SignInMiss
from crm.tokens import Secrets, digest, new_token

#: How long tries with a card or number are remembered after the last one.
FORGET_TRIES = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Proof:
    """Whose door it is and what opens it; both None when there is no such door. `code`: the one-time code's row."""

    customer: int | None = None
    kept: str | None = field(default=None, repr=False)
    code: int | None = None


class Asking(Protocol):
    """Somebody at a kiosk asks to be let in: with what (`name`, as a digest) and by which `secret`."""

    @property
    def kiosk(self) -> str: ...
    @property
    def visit(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def secret(self) -> str: ...

    def look(self, session: Session, now: datetime) -> Proof:
        """As much work for a name that nobody has."""

    def use(self, session: Session, proof: Proof, now: datetime) -> bool:
        """The secret fitted. False: it was used up meanwhile."""


@dataclass(frozen=True, slots=True)
class Knock:
    """Card and PIN."""

    kiosk: str
    visit: str
    card: str = field(repr=False)
    pin: str = field(repr=False)

    @property
    def name(self) -> str:
        return digest(self.card)

    @property
    def secret(self) -> str:
        return self.pin

    def look(self, session: Session, now: datetime) -> Proof:
        card = session.get(MembershipCard, self.name)
        return Proof() if card is None else Proof(card.customer_id, card.pin_hash)

    def use(self, session: Session, proof: Proof, now: datetime) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Granted:
    """`grant` opens this customer's data to this kiosk until `expires_at`; `account` is the first of the accounts."""

    grant: str = field(repr=False)
    expires_at: datetime
    name: str
    account: str
    phone: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Wrong or unknown: one answer for both."""


@dataclass(frozen=True, slots=True)
class Locked:
    until: datetime


@dataclass(frozen=True, slots=True)
class TooMany:
    """This kiosk has failed too often of late, with whatever cards and numbers."""

    retry_after: timedelta


Answer = Granted | Refused | Locked | TooMany


class NoGrant(Exception):
    """Unknown, ended, expired, or another kiosk's; the four are not told apart."""


@dataclass(frozen=True)
class SignIn:
    """The door. Three steps, so that the slow hash holds no lock: count (committed), verify, settle."""

    centre: Centre
    secrets: Secrets

    def ask(self, knock: Asking) -> Answer:
        tried = self._count(knock.kiosk, knock.name)
        if not isinstance(tried, int):
            return tried
        proof = self._look(knock)
        if self.secrets.matches(proof.kept, knock.secret):
            granted = self._let_in(knock, proof)
            if granted is not None:
                return granted
        return self._turn_away(knock.kiosk, knock.name, tried)

    def _count(self, kiosk: str, name: str) -> int | Locked | TooMany:
        """Counts this try on disk. The last free one locks in advance: pulling the plug wins no free try."""
        now, rules = self.centre.clock(), self.centre.settings
        with self.centre.database.writing() as session:
            if (wait := must_slow_down(self.centre, session, kiosk, now)) is not None:
                return wait
            session.execute(delete(CardTries).where(CardTries.last_at < now - FORGET_TRIES))
            tries = session.get(CardTries, name, with_for_update=True) or _first_try(session, name, now)
            if tries.locked_until is not None and tries.locked_until > now:
                return Locked(tries.locked_until)
            tries.tries = 1 if tries.locked_until is not None else tries.tries + 1
            tries.last_at = now
            tries.locked_until = now + rules.lock if tries.tries > rules.wrong_tries else None
            return tries.tries

    def _look(self, knock: Asking) -> Proof:
        with self.centre.database.reading() as session:
            return knock.look(session, self.centre.clock())

    def _let_in(self, knock: Asking, proof: Proof) -> Granted | None:
        now, token = self.centre.clock(), new_token()
        expires_at = now + self.centre.settings.grant
        with self.centre.database.writing() as session:
            if not knock.use(session, proof, now):
                return None
            session.execute(delete(CardTries).where(CardTries.token_hash == knock.name))
            customer = _holder(session, proof.customer)
            _end_grants(session, knock.kiosk, now)
            session.add(
                Grant(
                    token_hash=digest(token),
                    customer_id=customer.id,
                    kiosk_id=knock.kiosk,
                    visit=knock.visit,
                    granted_at=now,
                    expires_at=expires_at,
                )
            )
            account = customer.accounts[0].number if customer.accounts else ""
        return Granted(token, expires_at, customer.name, account, customer.phone)

    def _turn_away(self, kiosk: str, name: str, tried: int) -> Refused | Locked:
        now, rules = self.centre.clock(), self.centre.settings
        with self.centre.database.writing() as session:
            session.add(SignInMiss(kiosk_id=kiosk, at=now))
            session.flush()
            misses = session.scalar(select(func.count()).where(SignInMiss.kiosk_id == kiosk))
            if misses == rules.misses_per_kiosk:
                audit.note(session, now, kiosk, "sign_in.throttled", kiosk, {"misses": misses})
            if tried <= rules.wrong_tries:
                return Refused()
            audit.note(session, now, kiosk, "sign_in.locked", kiosk, {"tries": tried})
            return Locked(locked_until(session, name) or now + rules.lock)


def must_slow_down(centre: Centre, session: Session, kiosk: str, now: datetime) -> TooMany | None:
    """Whether this kiosk has failed too often of late."""
    since = now - centre.settings.lock
    session.execute(delete(SignInMiss).where(SignInMiss.kiosk_id == kiosk, SignInMiss.at <= since))
    count, first = session.execute(
        select(func.count(), func.min(SignInMiss.at)).where(SignInMiss.kiosk_id == kiosk)
    ).one()
    if count < centre.settings.misses_per_kiosk:
        return None
    return TooMany(first + centre.settings.lock - now)


def locked_until(session: Session, name: str) -> datetime | None:
    """The end of the lock on this card or number, also one that is over."""
    return session.scalar(select(CardTries.locked_until).where(CardTries.token_hash == name))


def _first_try(session: Session, card: str, now: datetime) -> CardTries:
    """A row to count in; where somebody else makes it in this moment, theirs."""
    try:
        with session.begin_nested():
            session.add(CardTries(token_hash=card, tries=0, last_at=now))
    except IntegrityError:
        pass
    return session.get_one(CardTries, card, with_for_update=True)


def who_holds(session: Session, grant: str, kiosk: str, now: datetime) -> int:
    """The id of the customer whose data this grant opens to this kiosk. Raises NoGrant."""
    found = session.get(Grant, digest(grant))
    if found is None or found.kiosk_id != kiosk or found.ended_at is not None or found.expires_at <= now:
        raise NoGrant
    return found.customer_id


def who_visited(session: Session, kiosk: str, visit: str) -> Customer | None:
    """Who signed in during this visit, if anybody: a grant that has ended still tells who it was."""
    if not visit:
        return None
    grants = select(Grant.customer_id).where(Grant.kiosk_id == kiosk, Grant.visit == visit)
    newest = session.scalar(grants.order_by(Grant.granted_at.desc()).limit(1))
    return None if newest is None else session.get(Customer, newest)


def sign_out(session: Session, grant: str, kiosk: str, now: datetime) -> None:
    """Ends a grant; one that is no more is no fault."""
    ended = update(Grant).where(Grant.token_hash == digest(grant), Grant.kiosk_id == kiosk)
    session.execute(ended.where(Grant.ended_at.is_(None)).values(ended_at=now))


def _holder(session: Session, customer: int | None) -> Customer:
    holder = select(Customer).where(Customer.id == customer)
    return session.scalars(holder.options(selectinload(Customer.accounts))).one()


def _end_grants(session: Session, kiosk: str, now: datetime) -> None:
    """One person stands at a kiosk: who signs in now ends whatever an earlier visit left open."""
    open_ones = update(Grant).where(Grant.kiosk_id == kiosk, Grant.ended_at.is_(None))
    session.execute(open_ones.values(ended_at=now))
