"""One-time codes: six digits to the phone on file, good for five minutes, once, at the kiosk where they were asked for.

Asking takes the same work and gets the same answer whether or not anybody has the number or a phone. The message itself
leaves on a thread of its own (`crm/customers/messengers.py`), so it costs no time that could be measured.
"""

from __future__ import annotations

import secrets as random
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from crm import audit
from crm.centre import Centre
from crm.customers import messages
from crm.customers.by_number import name_of, who_has
from crm.customers.messengers import Messenger
from crm.customers.signing_in import Locked, TooMany, locked_until, must_slow_down
from crm.schema import Customer, SignInCode
from crm.tokens import Secrets

DIGITS = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """If anybody has this number, the code is on its way. Another may be asked for from `again_at` on."""

    expires_at: datetime
    again_at: datetime


@dataclass(frozen=True, slots=True)
class Wait:
    """Asked for too often; again from `until` on. The newest code stays good."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody at a kiosk asks for a code for a number."""

    kiosk: str
    visit: str
    number: str = field(repr=False)


CodeAnswer = Asked | Wait | Locked | TooMany


@dataclass(frozen=True)
class Codes:
    centre: Centre
    secrets: Secrets
    messenger: Messenger

    def send(self, call: Call) -> CodeAnswer:
        """Counts the asking (committed), makes the code, keeps its hash, and lets the message go."""
        reserved = self._reserve(call)
        if not isinstance(reserved, int):
            return reserved
        code = f"{random.randbelow(10**DIGITS):0{DIGITS}}"
        expires_at, customer = self._keep(reserved, call, self.secrets.hash(code))
        if customer is not None and customer.phone:
            self.messenger.send(customer.phone, messages.code(customer.language, code))
        rules = self.centre.settings
        return Asked(expires_at, expires_at - rules.code + rules.code_again)

    def _reserve(self, call: Call) -> int | Wait | Locked | TooMany:
        now, name = self.centre.clock(), name_of(call.number)
        with self.centre.database.writing() as session:
            if (too_many := self._too_many(session, call.kiosk, now)) is not None:
                return too_many
            lock = locked_until(session, name)
            if lock is not None and lock > now:
                return Locked(lock)
            if (wait := self._too_soon(session, name, now)) is not None:
                return wait
            expires_at = now + self.centre.settings.code
            asked = SignInCode(
                number_hash=name, kiosk_id=call.kiosk, visit=call.visit, asked_at=now, expires_at=expires_at
            )
            session.add(asked)
            session.flush()
            audit.note(session, now, call.kiosk, "sign_in.code_asked", call.kiosk)
            return asked.id

    def _too_many(self, session: Session, kiosk: str, now: datetime) -> TooMany | None:
        """What a kiosk asks for is counted too: a thousand numbers are a thousand messages to strangers."""
        rules = self.centre.settings
        if (slow := must_slow_down(self.centre, session, kiosk, now)) is not None:
            return slow
        session.execute(delete(SignInCode).where(SignInCode.asked_at <= now - rules.lock))
        count, first = session.execute(
            select(func.count(), func.min(SignInCode.asked_at)).where(SignInCode.kiosk_id == kiosk)
        ).one()
        if count == rules.codes_per_kiosk - 1:
            audit.note(session, now, kiosk, "sign_in.codes_throttled", kiosk, {"asked": count + 1})
        return TooMany(first + rules.lock - now) if count >= rules.codes_per_kiosk else None

    def _too_soon(self, session: Session, name: str, now: datetime) -> Wait | None:
        rules = self.centre.settings
        asked = select(func.count(), func.min(SignInCode.asked_at), func.max(SignInCode.asked_at))
        count, first, last = session.execute(asked.where(SignInCode.number_hash == name)).one()
        if count >= rules.codes_per_number:
            return Wait(first + rules.lock)
        if last is not None and last + rules.code_again > now:
            return Wait(last + rules.code_again)
        return None

    def _keep(self, row: int, call: Call, hashed: str) -> tuple[datetime, Customer | None]:
        with self.centre.database.writing() as session:
            customer = who_has(session, call.number)
            owner = None if customer is None else customer.id
            mine = update(SignInCode).where(SignInCode.id == row)
            session.execute(mine.values(code_hash=hashed, customer_id=owner))
            return session.get_one(SignInCode, row).expires_at, customer
