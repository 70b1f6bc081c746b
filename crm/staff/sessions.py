"""Signed-in browsers. A session is a row at the server; the cookie's token is kept by hash only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update

from crm import audit
from crm.centre import Centre
from crm.schema import StaffSession
from crm.staff.logins import Agent
from crm.tokens import digest, new_token

#: How often a session's `last_seen_at` is written: a page a second need not be a write a second.
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`csrf` must come back with every form of this session."""

    agent: Agent
    csrf: str = field(repr=False)


class Sessions:
    """`idle`: so long without a request ends a session; `longest`: it ends anyway."""

    def __init__(
        self,
        centre: Centre,
        idle: timedelta = timedelta(minutes=30),
        longest: timedelta = timedelta(hours=10),
    ) -> None:
        self._database = centre.database
        self._clock = centre.clock
        self._idle = idle
        self._longest = longest

    def open(self, agent: Agent) -> str:
        """A new session's token; it exists nowhere else. Sessions that are over are swept out."""
        token, now = new_token(), self._clock()
        row = StaffSession(
            token_hash=digest(token),
            staff_id=agent.id,
            csrf=new_token(),
            created_at=now,
            expires_at=now + self._longest,
            last_seen_at=now,
        )
        over = or_(StaffSession.expires_at <= now, StaffSession.last_seen_at <= now - self._idle)
        with self._database.writing() as session:
            session.execute(delete(StaffSession).where(over))
            session.add(row)
        return token

    def find(self, token: str) -> SignedIn | None:
        """Whose session this is, while it is one. Being found keeps it awake."""
        now = self._clock()
        with self._database.reading() as session:
            row = session.get(StaffSession, digest(token))
            if row is None or not self._lives(row, now) or not row.staff.active:
                return None
            signed_in = SignedIn(Agent.of(row.staff), row.csrf)
        if now - row.last_seen_at >= SEEN_EVERY:
            self._see(row.token_hash, now)
        return signed_in

    def close(self, token: str, agent: Agent) -> None:
        with self._database.writing() as session:
            session.execute(delete(StaffSession).where(StaffSession.token_hash == digest(token)))
            audit.note(session, self._clock(), agent.login, "staff.signed_out", agent.login)

    def close_others(self, token: str, agent: Agent) -> None:
        """Signs this person out everywhere but here."""
        mine = StaffSession.staff_id == agent.id, StaffSession.token_hash != digest(token)
        with self._database.writing() as session:
            session.execute(delete(StaffSession).where(*mine))

    def _lives(self, row: StaffSession, now: datetime) -> bool:
        return now < row.expires_at and now - row.last_seen_at < self._idle

    def _see(self, token_hash: str, now: datetime) -> None:
        seen = update(StaffSession).where(StaffSession.token_hash == token_hash).values(last_seen_at=now)
        with self._database.writing() as session:
            session.execute(seen)
