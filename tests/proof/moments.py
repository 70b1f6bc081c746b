"""Counts the moments of a scene while it is watched, and acts at the one that was asked for."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.proof.channel import Channel
from tests.proof.points import Moment

#: Payments of which the journal knows that they were charged; the newest, the others were told of before.
_ENDED = "SELECT payment FROM payment_outcome WHERE outcome = 'approved' ORDER BY n DESC LIMIT 3"

#: Bytes of these kinds are met before they go, the others when they have come.
GOING_OUT = ("sent", "to printer")


def die() -> None:
    """As when somebody pulls the plug: nothing is flushed, closed or said."""
    os.kill(os.getpid(), signal.SIGKILL)


class Moments:
    """`at`: the number of the moment at which `act` is done; -1: none, the moments are only noted."""

    def __init__(self, at: int = -1, act: Callable[[Moment], None] = lambda moment: die()) -> None:
        self.seen: list[Moment] = []
        self.watching = False
        self.calls = 0
        #: Only these kinds of moments; empty: all.
        self.kinds: frozenset[str] = frozenset()
        self.channel: Channel
        self._at, self._act = at, act
        self._counts: Counter[str] = Counter()

    def counts(self, kind: str) -> bool:
        return self.watching and (not self.kinds or kind in self.kinds)

    def byte(self, kind: str) -> None:
        if self.watching:
            self.met(kind, f"byte {self._counts[kind]}", "before" if kind in GOING_OUT else "after")
            self._counts[kind] += 1

    def met(self, kind: str, which: str, when: str) -> None:
        if not self.counts(kind):
            return
        self.seen.append(Moment(kind, which, when))
        if len(self.seen) - 1 == self._at:
            self._act(self.seen[-1])

    def ordinal(self, kind: str) -> str:
        """A name for the next one of its kind."""
        if self.watching:
            self._counts[kind] += 1
        return f"#{self._counts[kind]}"

    def begin(self) -> None:
        """From here on it counts."""
        self.watching = True

    def end(self) -> None:
        self.watching = False

    # --- what is watched ----------------------------------------------------------------------------

    def around_writes(self, write: Any) -> Any:
        """A store's `write`, with a moment before the transaction, one before its commit and one behind it."""

        @contextmanager
        def watched(*, finishing: bool = False) -> Iterator[Any]:
            which = self.ordinal("journal")
            self.met("journal", which, "before")
            with write(finishing=finishing) as db:
                yield db
                self.met("journal", which, "within")
                ended = [row[0] for row in db.execute(_ENDED)]
            self.channel.tell("kept", ended)
            self.met("journal", which, "after")

        return watched

    def around(self, port: Any, kind: str, methods: tuple[str, ...]) -> Any:
        return _Watched(port, kind, methods, self)


class _Watched:
    """A port whose `methods` are moments; everything else goes through."""

    def __init__(self, port: Any, kind: str, methods: tuple[str, ...], moments: Moments) -> None:
        self._port, self._kind, self._methods, self._moments = port, kind, methods, moments

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._port, name)
        if name not in self._methods:
            return real

        def watched(*given: Any, **more: Any) -> Any:
            which = f"{name} {self._moments.ordinal(self._kind)}"
            self._moments.met(self._kind, which, "before")
            answer = real(*given, **more)
            self._moments.met(self._kind, which, "after")
            return answer

        return watched
