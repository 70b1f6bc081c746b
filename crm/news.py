"""News of work: whoever writes something that staff should see says so, and who listens hears it once it is committed.

A topic is a word, never anything of a customer. On PostgreSQL it travels by NOTIFY in the same transaction, so every
process hears it; on SQLite, where one process serves, it is told from thread to thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from sqlalchemy import text
from sqlalchemy.orm import Session

CHANNEL = "desk"
TOPICS = frozenset({"callbacks", "cases", "calls", "bookings"})
_KEPT = "news"

Heard = Callable[[frozenset[str]], None]


def tell(session: Session, topic: str) -> None:
    """At the end of this transaction, if it comes to one."""
    assert topic in TOPICS, topic
    session.info.setdefault(_KEPT, set()).add(topic)


def announce(session: Session) -> frozenset[str]:
    """Just before the commit. What the bell is to ring after it: nothing where the database tells everybody itself."""
    told = frozenset(session.info.pop(_KEPT, ()))
    if told and session.get_bind().dialect.name == "postgresql":
        names = {"channel": CHANNEL, "told": " ".join(sorted(told))}
        session.execute(text("SELECT pg_notify(:channel, :told)"), names)
        return frozenset()
    return told


class Bell:
    """Rung by any thread; whoever listens is called in that thread and must be quick."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._heard: list[Heard] = []

    def ring(self, topics: frozenset[str]) -> None:
        with self._lock:
            heard = tuple(self._heard) if topics else ()
        for each in heard:
            each(topics)

    @contextmanager
    def listening(self, heard: Heard) -> Iterator[None]:
        with self._lock:
            self._heard.append(heard)
        try:
            yield
        finally:
            with self._lock:
                self._heard.remove(heard)
