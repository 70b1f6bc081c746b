"""Who may work at the desk, as an admin keeps it: people with role and languages, one-time passwords, locks.

Every change says which revision was looked at; another one in between refuses it. There is always an admin left. A new
password is told once and holds only until its owner has chosen another one. Knows no HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crm import audit
from crm.callbacks.states import HELD
from crm.centre import Centre
from crm.revisions import change
from crm.schema import Callback, Case, CaseState, Role, Staff, StaffSession
from crm.staff.logins import Agent
from crm.tokens import Secrets, new_code

LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,31}")
LONGEST_NAME = 64
#: How long a password that an admin handed out holds.
ONE_TIME_LASTS = timedelta(days=3)


class LastAdmin(Exception):
    """Without this admin there would be none."""


class Taken(Exception):
    """Somebody has this login."""


@dataclass(frozen=True, slots=True)
class Person:
    """What an admin decides about somebody. `languages`: of the calls, in order; none: any. Raises ValueError."""

    name: str
    role: Role
    languages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.name or len(self.name) > LONGEST_NAME or not self.name.isprintable():
            raise ValueError("name")

    @property
    def columns(self) -> dict[str, Any]:
        return {"name": self.name, "role": self.role, "languages": " ".join(self.languages)}

    @property
    def told(self) -> dict[str, str]:
        """What the audit says of it: no name."""
        return {"role": self.role.value, "languages": " ".join(self.languages)}


class People:
    def __init__(self, centre: Centre, secrets: Secrets) -> None:
        self._database = centre.database
        self._clock = centre.clock
        self._secrets = secrets

    def everybody(self) -> Sequence[Staff]:
        """Those who may sign in first."""
        with self._database.reading() as session:
            return session.scalars(select(Staff).order_by(Staff.active.desc(), Staff.login).limit(500)).all()

    def find(self, id: int) -> Staff | None:
        with self._database.reading() as session:
            return session.get(Staff, id)

    def add(self, login: str, person: Person, by: Agent) -> tuple[int, str]:
        """The id and the one-time password, which is kept nowhere. Raises Taken, and ValueError for a bad login."""
        if not LOGIN.fullmatch(login):
            raise ValueError("login")
        now, password = self._clock(), new_code()
        row = Staff(login=login, **person.columns, **self._one_time(password, now))
        try:
            with self._database.writing() as session:
                session.add(row)
                session.flush()
                audit.note(session, now, by.login, "staff.added", login, person.told)
                return row.id, password
        except IntegrityError as twice:
            raise Taken(login) from twice

    def change(self, id: int, revision: int, person: Person, by: Agent) -> None:
        """Raises Moved and LastAdmin."""
        with self._database.writing() as session:
            if person.role is not Role.ADMIN:
                _leaves_an_admin(session, id)
            self._set(session, id, revision, by, "staff.changed", person.columns, person.told)

    def reset(self, id: int, revision: int, by: Agent) -> str:
        """A one-time password; whoever was signed in with the old one no longer is. Raises Moved."""
        password = new_code()
        with self._database.writing() as session:
            columns = self._one_time(password, self._clock()) | {"tries": 0, "locked_until": None}
            self._set(session, id, revision, by, "staff.password_reset", columns)
            session.execute(delete(StaffSession).where(StaffSession.staff_id == id))
        return password

    def lock(self, id: int, revision: int, by: Agent) -> None:
        """Out at once; what this person held may be taken over. Raises Moved and LastAdmin."""
        with self._database.writing() as session:
            _leaves_an_admin(session, id)
            self._set(session, id, revision, by, "staff.locked", {"active": False})
            session.execute(delete(StaffSession).where(StaffSession.staff_id == id))
            _let_go(session, id, self._clock())

    def unlock(self, id: int, revision: int, by: Agent) -> None:
        """Also out of the rest that wrong tries have earned. Raises Moved."""
        columns = {"active": True, "tries": 0, "locked_until": None}
        with self._database.writing() as session:
            self._set(session, id, revision, by, "staff.unlocked", columns)

    def _one_time(self, password: str, now: datetime) -> dict[str, Any]:
        return {"password_hash": self._secrets.hash(password), "password_until": now + ONE_TIME_LASTS}

    def _set(
        self,
        session: Session,
        id: int,
        revision: int,
        by: Agent,
        what: str,
        columns: Mapping[str, Any],
        told: Mapping[str, str] | None = None,
    ) -> None:
        """Compare-and-set and its audit line. Raises Moved."""
        person = change(session, Staff, id, revision, **columns)
        audit.note(session, self._clock(), by.login, what, person.login, told)


def _leaves_an_admin(session: Session, id: int) -> None:
    """Holds all admins until the commit: of two who lock each other out, the second is refused. Raises LastAdmin."""
    admins = select(Staff.id).where(Staff.role == Role.ADMIN, Staff.active)
    found = session.scalars(admins.order_by(Staff.id).with_for_update()).all()
    if list(found) == [id]:
        raise LastAdmin(id)


def _let_go(session: Session, id: int, now: datetime) -> None:
    """The leases end now; the history keeps who held it."""
    callbacks = update(Callback).where(Callback.claimed_by == id, Callback.state.in_(HELD))
    cases = update(Case).where(Case.claimed_by == id, Case.state == CaseState.CLAIMED)
    for held in (callbacks, cases):
        session.execute(held.values(lease_until=now).execution_options(synchronize_session=False))
