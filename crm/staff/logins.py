"""Who works at the desk: logins by password, tries counted before they are checked, a lock that grows.

A password is kept as argon2id (`crm/tokens.py`) and is never logged. Knows no HTTP.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from crm import audit
from crm.centre import Centre
from crm.schema import Role, Staff
from crm.tokens import Secrets

#: Wrong tries in a row that cost nothing but the try; each one after doubles the wait.
FREE_TRIES = 4
FIRST_LOCK = timedelta(seconds=30)
LONGEST_LOCK = timedelta(hours=1)
SHORTEST_PASSWORD = 12
#: Longer ones only cost argon2 work for whoever sends them.
LONGEST_PASSWORD = 200


@dataclass(frozen=True, slots=True)
class Agent:
    """Who is at the desk. The role says what may be claimed; `languages` those of the calls, empty: any.

    `must_choose`: signed in with a password that an admin handed out.
    """

    id: int
    login: str
    name: str
    role: Role
    languages: tuple[str, ...] = ()
    must_choose: bool = False

    @classmethod
    def of(cls, member: Staff) -> Agent:
        spoken, handed_out = tuple(member.languages.split()), member.password_until is not None
        return cls(member.id, member.login, member.name, member.role, spoken, handed_out)

    @property
    def supervises(self) -> bool:
        return self.role in (Role.SUPERVISOR, Role.ADMIN)


def lock_after(tries: int) -> timedelta | None:
    """How long a login rests after its `tries`-th wrong try in a row; None: not at all."""
    if tries <= FREE_TRIES:
        return None
    doublings = min(tries - FREE_TRIES - 1, 20)
    return min(FIRST_LOCK * 2**doublings, LONGEST_LOCK)


class Logins:
    def __init__(self, centre: Centre, secrets: Secrets | None = None) -> None:
        self._database = centre.database
        self._clock = centre.clock
        self.secrets = secrets or Secrets()

    def add(self, login: str, name: str, role: Role, password: str) -> int:
        """A new member of staff; the id. Raises ValueError for a password that is too short or too long."""
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            raise ValueError(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")
        member = Staff(login=login, name=name, role=role, password_hash=self.secrets.hash(password))
        with self._database.writing() as session:
            session.add(member)
            session.flush()
            audit.note(session, self._clock(), audit.CENTRE, "staff.added", login, {"role": role.value})
            return member.id

    def check(self, login: str, password: str) -> Agent | None:
        """Who this is; None alike for one that is wrong, unknown, resting, out of date or locked."""
        known = self._matching(login, password)
        return self._let_in(known, self._clock()) if known else None

    def choose(self, agent: Agent, old: str, new: str) -> bool:
        """A password of one's own. False: `old` is not this person's, which counts as a wrong try."""
        known, now = self._matching(agent.login, old), self._clock()
        if known is None:
            return False
        columns = {"password_hash": self.secrets.hash(new), "password_until": None, "tries": 0}
        with self._database.writing() as session:
            mine = update(Staff).where(Staff.id == known.id)
            session.execute(mine.values(locked_until=None, revision=Staff.revision + 1, **columns))
            audit.note(session, now, known.login, "staff.password_chosen", known.login)
        return True

    def _matching(self, login: str, password: str) -> Staff | None:
        """Whose password this is."""
        now = self._clock()
        counted = self._count(login, now)
        kept = counted.password_hash if counted else None
        if self.secrets.matches(kept, password[:LONGEST_PASSWORD]) and counted:
            return counted
        self._refuse(login, now)
        return None

    def _count(self, login: str, now: datetime) -> Staff | None:
        """Counts a try, and locks, on disk before the password is looked at: a cut wins no free try."""
        rested = or_(Staff.locked_until.is_(None), Staff.locked_until <= now)
        holds = or_(Staff.password_until.is_(None), Staff.password_until > now)
        mine = update(Staff).where(Staff.login == login, Staff.active, rested, holds)
        counting = mine.values(tries=Staff.tries + 1)
        with self._database.writing() as session:
            found = session.execute(counting.returning(Staff)).scalar_one_or_none()
            if found and (rest := lock_after(found.tries)):
                found.locked_until = now + rest
            return found

    def _let_in(self, member: Staff, now: datetime) -> Agent:
        with self._database.writing() as session:
            session.execute(update(Staff).where(Staff.id == member.id).values(tries=0, locked_until=None))
            audit.note(session, now, member.login, "staff.signed_in", member.login)
        return Agent.of(member)

    def _refuse(self, login: str, now: datetime) -> None:
        """What was typed as a login may be anything, a password too: only logins that exist are named."""
        with self._database.writing() as session:
            known = session.scalar(select(Staff.login).where(Staff.login == login)) or ""
            audit.note(session, now, known or audit.CENTRE, "staff.sign_in_refused", known)
