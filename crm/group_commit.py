"""One flush for several transactions: whoever holds the turn commits what others have brought meanwhile, too.

A flush takes as long for twenty batches as for one, so the more come at once, the less each of them waits. Each part is
a savepoint of its own: what fails undoes itself alone, but nobody is told "done" before the one commit.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from threading import RLock
from typing import Any, Generic, TypeVar

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from crm import chain

Made = TypeVar("Made")
#: Parts of one transaction: nobody waits for more than these.
MOST = 32


@dataclass(slots=True, eq=False)
class _Part(Generic[Made]):
    work: Callable[[Session], Made]
    done: bool = False
    made: Made | None = None
    failed: BaseException | None = None

    def run(self, session: Session) -> None:
        try:
            with session.begin_nested():
                self.made = self.work(session)
                chain.seal(session)
        except Exception as failed:
            self.failed = failed

    def result(self) -> Made:
        if self.failed is not None:
            raise self.failed
        return self.made  # type: ignore[return-value]


class Turn:
    """Who may write, one thread of this process at a time; a thread that has the turn may take it again."""

    def __init__(self, patience_s: float = 5.0) -> None:
        self._lock = RLock()
        self._patience_s = patience_s

    def __enter__(self) -> None:
        """Raises OperationalError, as the database does when it is busy for too long."""
        if not self._lock.acquire(timeout=self._patience_s):
            raise OperationalError("BEGIN IMMEDIATE", None, sqlite3.OperationalError("database is locked"))

    def __exit__(self, *_failed: object) -> None:
        self._lock.release()


class GroupCommit:
    """`writing` opens a transaction; `turn` is held by whoever has one."""

    def __init__(
        self, writing: Callable[[], AbstractContextManager[Session]], turn: AbstractContextManager[object]
    ) -> None:
        self._writing = writing
        self._turn = turn
        self._waiting: deque[_Part[Any]] = deque()

    @property
    def waiting(self) -> int:
        """How many wait for a commit that has not begun."""
        return len(self._waiting)

    def do(self, work: Callable[[Session], Made]) -> Made:
        """What `work` gives, once it is on the disk; raises what it raised, or what the commit did."""
        part = _Part(work)
        self._waiting.append(part)
        try:
            with self._turn:
                while not part.done:
                    self._commit()
        except OperationalError:
            self._withdraw(part)
            raise
        return part.result()

    def _withdraw(self, part: _Part[Any]) -> None:
        """Who waited too long is not served afterwards; if its work is under way already, it may come to pass all the
        same, as with any answer that gets lost."""
        with suppress(ValueError):
            self._waiting.remove(part)

    def _commit(self) -> None:
        """What waits, from the first on, up to the most that go together."""
        parts = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
        try:
            with self._writing() as session:
                for part in parts:
                    part.run(session)
        except BaseException as failed:
            for part in parts:
                part.failed = failed
        finally:
            for part in parts:
                part.done = True
