"""Who may hand over now, who waits in line, who comes again later and when: admission as plain arithmetic.

No request, no thread, no task in here. Times are seconds of a clock that only goes forward.

Whoever is sent away gets a slot: a time of its own, one after the other at the pace that was measured, and is remembered.
To come before it wins nothing. To come at it wins the part of the line that newcomers may not take, so that nobody is
starved by those who come again and again.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from enum import IntEnum

#: A kiosk that is told to wait waits 1 to 1.5 times as long, 1.25 on average (kiosk/services/courier.py).
OWN_SPREAD = 1.25
#: How much the newest sync counts in the measured pace.
NEWEST = 0.1
SLOWEST, FASTEST = 0.2, 1000.0
#: So many urgent ones in a row; then somebody else who waits.
URGENT_IN_A_ROW = 3


class Rank(IntEnum):
    """Before whom one's slot is. Each may take this share of the line: the first all of it."""

    URGENT = 0
    AGAIN = 1
    NEW = 2

    @property
    def share(self) -> float:
        return (1.0, 0.75, 0.5)[self]


@dataclass(frozen=True, slots=True)
class Rules:
    """`at_once`: worked on at the same time; `line`: so many more may wait, none longer than `patience_s`, which must be
    less than a kiosk waits for an answer (8 s). `longest_s`: the longest that anybody is sent away for. `remembered`:
    so many who were sent away."""

    at_once: int = 2
    line: int = 64
    patience_s: float = 4.0
    longest_s: float = 600.0
    remembered: int = 20_000


@dataclass(slots=True, eq=False)
class Place:
    """Somebody who was let in. `turn` is set when it is theirs; `status` is what they were answered, 0: nothing."""

    who: Hashable
    urgent: bool
    since: float
    turn: asyncio.Event = field(default_factory=asyncio.Event)
    began: float | None = None
    status: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    at: float
    urgent: bool


class Gate:
    """One process's. `chance` gives [0, 1)."""

    def __init__(
        self,
        rules: Rules | None = None,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.rules = rules or Rules()
        self._clock = clock
        self._chance = chance
        self._inside = 0
        self._working = 0
        self._line: dict[bool, deque[Place]] = {True: deque(), False: deque()}
        self._in_a_row = 0
        self._took = 0.1
        self._slots: OrderedDict[Hashable, Slot] = OrderedDict()
        self._next = dict.fromkeys(Rank, 0.0)

    @property
    def pace(self) -> float:
        """Syncs a second, as far as the last ones show."""
        return min(max(self.rules.at_once / max(self._took, 1e-6), SLOWEST), FASTEST)

    def come(self, who: Hashable, urgent: bool) -> Place | float:
        """A place inside, or for how many seconds to go away."""
        now, slot = self._clock(), self._slots.get(who)
        if slot is not None and now < slot.at and slot.urgent >= urgent:
            return slot.at - now
        rank = Rank.URGENT if urgent else Rank.NEW if slot is None else Rank.AGAIN
        if self._inside >= self._room(rank):
            return self._send_away(who, rank, now)
        self._inside += 1
        return Place(who, urgent, now)

    def stand(self, place: Place) -> None:
        """All that is needed for the work is here: it is their turn now, or they wait in line from now on."""
        place.since = self._clock()
        if self._working < self.rules.at_once:
            self._begin(place)
        else:
            self._line[place.urgent].append(place)

    def give_up(self, place: Place) -> float | None:
        """For how many seconds to go away, when the turn came too late for an answer to be heard; None: in time."""
        now = self._clock()
        if now - place.since <= self.rules.patience_s:
            return None
        return self._send_away(place.who, Rank.URGENT if place.urgent else Rank.AGAIN, now)

    def leave(self, place: Place) -> None:
        """Whatever became of it. Whoever was served needs its slot no longer, and shows the pace."""
        self._inside -= 1
        if 0 < place.status < 400:
            self._slots.pop(place.who, None)
        if place.began is None:
            if place in self._line[place.urgent]:
                self._line[place.urgent].remove(place)
            return
        self._working -= 1
        if 0 < place.status < 400 or place.status >= 500:
            self._took += NEWEST * (self._clock() - place.began - self._took)
        self._call_next()

    def _room(self, rank: Rank) -> int:
        """How many may be inside before one of this rank: no more than can be served within their patience."""
        line = min(self.rules.line, self.pace * self.rules.patience_s)
        return self.rules.at_once + int(line * rank.share)

    def _begin(self, place: Place) -> None:
        self._working += 1
        place.began = self._clock()
        place.turn.set()

    def _call_next(self) -> None:
        urgent, others = self._line[True], self._line[False]
        if not urgent and not others:
            return
        others_turn = not urgent or (others and self._in_a_row >= URGENT_IN_A_ROW)
        self._in_a_row = 0 if others_turn else self._in_a_row + 1
        self._begin((others if others_turn else urgent).popleft())

    def _send_away(self, who: Hashable, rank: Rank, now: float) -> float:
        after = (self._inside - self._working) / self.pace
        start = max(now + after, *(self._next[before] for before in Rank if before <= rank))
        wait = (start - now) / OWN_SPREAD
        if wait > self.rules.longest_s:
            wait = self.rules.longest_s * (1 + self._chance()) / 2
        else:
            self._next[rank] = start + 1 / self.pace
        wait = max(wait, 1.0)
        self._remember(who, Slot(now + wait, rank is Rank.URGENT))
        return wait

    def _remember(self, who: Hashable, slot: Slot) -> None:
        self._slots[who] = slot
        self._slots.move_to_end(who)
        while len(self._slots) > self.rules.remembered:
            self._slots.popitem(last=False)
