"""One flush for several transactions: whoever holds the turn commits what others have brought meanwhile, too.

A flush takes as long for twenty batches as for one, so the more come at once, the less each of them waits. Each part is
a savepoint of its own: what fails undoes itself alone, but nobody is told "done" before the one commit.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from crm import chain

Made = TypeVar("Made")
#: Parts of one transaction: nobody waits for more than these.
MOST = 32


@dataclass(slots=True)
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
        with self._turn:
            while not part.done:
                self._commit()
        return part.result()

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
