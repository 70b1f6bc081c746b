"""Queue-ticket systems: which ones may tell how long one waits, each of one site, by a key of its own.

The operator copies a system's public key; no secret travels. Each request is newer than the last by the moment that it
was signed at, so what was sent once cannot be sent again, and what was overtaken on the way changes nothing.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from crm import audit
from crm.calendar.office import HOUSE
from crm.counters import waits
from crm.counters.waits import NoSuch, Told
from crm.kiosks.registry import KEY_BYTES
from crm.schema import QueueSystem, Site, Wait

NAME = re.compile(r"[a-z0-9-]{1,32}")


class Overtaken(Exception):
    """This request was sent before, or a later one was heard already."""


@dataclass(frozen=True, slots=True)
class System:
    """`public_key` is base64 of 32 raw Ed25519 bytes. Raises ValueError."""

    id: str
    site: str
    public_key: str

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.id):
            raise ValueError("the name is not 1 to 32 small letters, digits and hyphens")
        try:
            raw = base64.b64decode(self.public_key, validate=True)
        except (binascii.Error, ValueError):
            raw = b""
        if len(raw) != KEY_BYTES:
            raise ValueError("the public key is not the base64 of 32 bytes")


def trust(session: Session, system: System, who: str, now: datetime) -> None:
    """From now on this key speaks for this site; one that was known is replaced. Raises NoSuch."""
    if system.site == HOUSE or session.get(Site, system.site) is None:
        raise NoSuch(system.site)
    row = session.get(QueueSystem, system.id, with_for_update=True) or QueueSystem(id=system.id)
    row.site, row.public_key, row.trusted_at = system.site, system.public_key, now
    row.revoked_at = row.signed_at = None
    session.add(row)
    audit.note(session, now, who, "queue.trusted", system.id, {"site": system.site})


def revoke(session: Session, id: str, who: str, now: datetime) -> bool:
    """False: there is no such system."""
    row = session.get(QueueSystem, id, with_for_update=True)
    if row is None:
        return False
    row.revoked_at = row.revoked_at or now
    audit.note(session, now, who, "queue.revoked", id)
    return True


def hear(session: Session, id: str, told: Told, signed_at: datetime, now: datetime) -> Wait:
    """What the system tells of its site stands, whoever told it before. Raises Overtaken, NoSuch and Moved.

    It tells often: the audit says when it takes over from somebody, not every number.
    """
    system = session.get(QueueSystem, id, with_for_update=True)
    if system is None or system.revoked_at is not None:
        raise NoSuch(id)
    if system.signed_at is not None and signed_at <= system.signed_at:
        raise Overtaken(id)
    system.signed_at = signed_at
    before = session.get(Wait, system.site, with_for_update=True)
    if before is None or before.told_by != id:
        audit.note(session, now, id, "wait.taken_over", system.site)
    return waits.put(session, system.site, told, before.revision if before else 0, id, now)
