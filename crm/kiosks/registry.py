"""Which kiosks there are: enrolment by a one-time code, the key each signs with, revocation, what was heard last.

Enrolling again with a new code gives a kiosk a new key and lifts its revocation, so that its queue can drain.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crm import audit
from crm.centre import Centre
from crm.database import Database
from crm.schema import EnrolmentCode, Kiosk, Nonce
from crm.tokens import code_digest, new_code

KEY_BYTES = 32


class WrongCode(Exception):
    """The code is wrong, used up or too old; the three are not told apart."""


class Replayed(Exception):
    """This nonce was seen before."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a kiosk brings: `public_key` is base64 of 32 raw Ed25519 bytes."""

    kiosk: str
    code: str
    public_key: str
    epoch: str

    def __post_init__(self) -> None:
        try:
            raw = base64.b64decode(self.public_key, validate=True)
        except (binascii.Error, ValueError):
            raw = b""
        if len(raw) != KEY_BYTES:
            raise ValueError("the public key is not the base64 of 32 bytes")


def issue_code(
    session: Session, kiosk_id: str, site: str, now: datetime, lasts: timedelta, who: str = audit.CENTRE
) -> str:
    """A one-time code for this kiosk, made known if it is new. Codes issued before are void."""
    kiosk = session.get(Kiosk, kiosk_id) or Kiosk(id=kiosk_id, site=site)
    kiosk.site = site or kiosk.site
    session.add(kiosk)
    session.flush()
    session.execute(delete(EnrolmentCode).where(EnrolmentCode.kiosk_id == kiosk_id))
    code = new_code()
    session.add(EnrolmentCode(code_hash=code_digest(code), kiosk_id=kiosk_id, expires_at=now + lasts))
    audit.note(session, now, who, "kiosk.code_issued", kiosk_id)
    return code


def enrol(session: Session, enrolment: Enrolment, now: datetime) -> None:
    """Takes the kiosk's key. Raises WrongCode. The same key may come twice: the first answer may have been lost."""
    code = session.get(EnrolmentCode, code_digest(enrolment.code), with_for_update=True)
    if code is None or code.kiosk_id != enrolment.kiosk or code.expires_at <= now:
        raise WrongCode
    kiosk = session.get_one(Kiosk, enrolment.kiosk, with_for_update=True)
    if code.used_at is not None:
        if kiosk.public_key != enrolment.public_key or kiosk.revoked_at is not None:
            raise WrongCode
        return
    code.used_at = kiosk.enrolled_at = now
    kiosk.public_key, kiosk.epoch, kiosk.revoked_at = enrolment.public_key, enrolment.epoch, None
    audit.note(session, now, kiosk.id, "kiosk.enrolled", kiosk.id, {"epoch": enrolment.epoch})


def revoke(session: Session, kiosk_id: str, who: str, now: datetime) -> bool:
    """From now on nothing that this kiosk signs is taken, and no code that it may hold. False: there is no such kiosk."""
    kiosk = session.get(Kiosk, kiosk_id, with_for_update=True)
    if kiosk is None:
        return False
    kiosk.revoked_at = kiosk.revoked_at or now
    session.execute(delete(EnrolmentCode).where(EnrolmentCode.kiosk_id == kiosk_id))
    audit.note(session, now, who, "kiosk.revoked", kiosk_id)
    return True


def key_id(kiosk: Kiosk) -> str:
    """The first 16 hexadecimal digits of its key's SHA-256; empty while it has none."""
    return hashlib.sha256(base64.b64decode(kiosk.public_key)).hexdigest()[:16] if kiosk.public_key else ""


def code_until(session: Session, kiosk_id: str, now: datetime) -> datetime | None:
    """Until when a code is good that nobody has used; None: there is none."""
    unused = (EnrolmentCode.kiosk_id == kiosk_id, EnrolmentCode.used_at.is_(None))
    return session.scalar(select(EnrolmentCode.expires_at).where(*unused, EnrolmentCode.expires_at > now))


def mark(session: Session, kiosk: Kiosk) -> str:
    """How it stands, in one word: another one as soon as it is enrolled, revoked or given a code."""
    codes = select(EnrolmentCode.code_hash).where(EnrolmentCode.kiosk_id == kiosk.id)
    stands = [kiosk.public_key, str(kiosk.revoked_at), *session.scalars(codes)]
    return hashlib.sha256("|".join(stands).encode()).hexdigest()[:16]


class Revoked(Exception):
    """This kiosk's key is not taken any more."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A request's proof: `public_key` is the one that it was checked with."""

    kiosk: str
    nonce: str
    public_key: str


def admit(
    session: Session, signed: Signed, now: datetime, also: Sequence[ColumnElement[bool]] = ()
) -> tuple[Any, ...]:
    """Holds the kiosk and uses up the nonce, in the caller's transaction: for requests that may come again without harm.

    When the kiosk was heard last, and the answers to what is `also` asked. Raises Revoked, also for a key that is not the
    kiosk's any more, and Replayed.
    """
    wanted = select(Kiosk.public_key, Kiosk.revoked_at, Kiosk.last_seen_at, *also)
    held = wanted.where(Kiosk.id == signed.kiosk).with_for_update(key_share=True, of=Kiosk)
    public_key, revoked_at, *told = session.execute(held).one()
    if revoked_at is not None or public_key != signed.public_key:
        raise Revoked
    used = {"kiosk_id": signed.kiosk, "nonce": signed.nonce, "seen_at": now}
    try:
        session.execute(insert(Nonce).values(used))
    except IntegrityError as twice:
        raise Replayed from twice
    return tuple(told)


def hold(session: Session, kiosk_id: str) -> None:
    """Nobody else writes about this kiosk's records until the transaction ends; what only names it goes on."""
    session.execute(select(Kiosk.id).where(Kiosk.id == kiosk_id).with_for_update(key_share=True))


def forget_nonces(centre: Centre) -> None:
    """Those whose signatures are too old to be taken."""
    kept_from = centre.clock() - 2 * centre.settings.signature_skew
    with centre.database.writing() as session:
        session.execute(delete(Nonce).where(Nonce.seen_at < kept_from))


def use_nonce(database: Database, kiosk_id: str, nonce: str, now: datetime) -> None:
    """Marks a nonce as used, in its own transaction: used once, whatever becomes of the request. Raises Replayed."""
    try:
        with database.writing() as session:
            session.add(Nonce(kiosk_id=kiosk_id, nonce=nonce, seen_at=now))
    except IntegrityError as twice:
        raise Replayed from twice
