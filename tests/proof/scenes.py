"""What is disturbed: payments and recoveries, each as a script for one life of the kiosk, and the ending for all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.domain import events, states
from kiosk.domain.house import Task
from kiosk.ports import StoreError
from tests.proof.counter import Counter, Script, journal
from tests.proof.customers import FIRST, MINOR, NEXT, comes_until_paid, confirms, leave, ready
from tests.proof.family import FIXED_FIELD, ZVT, Family
from tests.proof.kiosk import Life
from tests.proof.moments import Moments

#: How often a disk that fails is asked again.
PATIENCE = 12


@dataclass(frozen=True, slots=True)
class Scene:
    """`before` brings the counter to where `script` begins; the moments are those of `script` while it watches."""

    name: str
    script: Script
    before: Callable[[Counter], None] = lambda counter: None
    family: Family = ZVT
    #: Whether its printer is real, and its line is watched instead of the terminal's.
    paper: bool = False

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(("to printer", "from printer")) if self.paper else frozenset()


def payment(life: Life) -> None:
    """The first customer pays, and the centre hears of it."""
    life.start()
    at_review(life)
    begins(life)
    confirms(life)
    drain(life)
    ends(life)


def recovery(life: Life) -> None:
    """Switched on after a break: asks the terminal, writes, tells the centre."""
    begins(life)
    life.start()
    ready(life)
    drain(life)
    ends(life)


def ending(life: Life) -> None:
    """The last life: everybody comes again, and everything is delivered."""
    life.start()
    ready(life)
    for who in (FIRST, NEXT):
        life.channel.tell("end", (who.name, comes_until_paid(life, who)))
    drain(life)
    life.until(lambda: not life.world.reversals.open(), 900, pace=5)
    life.wait(30).wait(30)  # whatever is still to come
    drain(life)
    life.channel.tell("journal", journal(life))


def begins(life: Life) -> None:
    life.channel.tell("asked", life.requests())
    life.moments.begin()


def ends(life: Life) -> None:
    life.moments.end()
    life.channel.tell("asked", life.requests())
    life.channel.tell("moments", life.moments.seen)
    life.channel.tell("calls", life.moments.calls)


def at_review(life: Life) -> None:
    ready(life)
    life.until(lambda: life.visit.health.line.value == "up", 60)
    life.touch(events.Started(), events.TaskChosen(Task.PAY), events.CardPresented(FIRST.card))
    life.enter(FIRST.pin).touch(events.Confirmed())
    life.until(lambda: isinstance(life.state, states.BillsShown) and not life.state.waiting, 30)
    life.touch(events.BillToggled(FIRST.bill), events.Confirmed())
    life.at(states.Review)


def drain(life: Life) -> None:
    """Until the centre has what was written, or five minutes have gone, or the disk said no often enough."""
    refused: list[StoreError] = []

    def done() -> bool:
        try:
            return not life.world.outbox.due(1, life.clock.now())
        except StoreError as error:
            refused.append(error)
            return len(refused) >= PATIENCE

    life.until(done, 300, pace=1)


def _next(what: str) -> Callable[[Counter], None]:
    def before(counter: Counter) -> None:
        counter.bench.terminal.switch({"next": what, "drop_s": 4})

    return before


def _paid_elsewhere(what: str = "reverse") -> Callable[[Counter], None]:
    """Behind the last look the bill is paid at a bank: the terminal approves, and the centre has no use for it."""

    def before(counter: Counter) -> None:
        counter.centre.pay_elsewhere(FIRST.bill)
        counter.bench.terminal.switch({"next_reversal": what, "drop_s": 4})

    return before


def _cut_while_giving_back(count: int) -> Callable[[Counter], None]:
    """Killed when the centre's leave is kept (12), when the intent is (15), before what came of it is (16)."""

    def before(counter: Counter) -> None:
        _paid_elsewhere()(counter)
        counter.live(payment, Killed("journal", count))

    return before


def _behind_another(counter: Counter) -> None:
    """The one before paid as much, and not at this kiosk."""
    counter.bench.sell_by_hand(MINOR)
    counter.bench.let_pass(20)


def _cut_at(kind: str, count: int, what: str = "approve") -> Callable[[Counter], None]:
    """A first life that is killed in its payment, `count` bytes after the intent's commit."""

    def before(counter: Counter) -> None:
        counter.bench.terminal.switch({"next": what, "drop_s": 4})
        counter.live(payment, Killed(kind, count))

    return before


class Killed(Moments):
    """Dies at the n-th moment of one kind."""

    def __init__(self, kind: str, count: int) -> None:
        super().__init__()
        self._kind, self._left = kind, count

    def met(self, kind: str, which: str, when: str) -> None:
        super().met(kind, which, when)
        if self.watching and kind == self._kind:
            self._left -= 1
            if not self._left:
                from tests.proof.moments import die

                die()


SCENES = (
    Scene("approved", payment),
    Scene("behind another of the same amount", payment, _behind_another),
    Scene("declined", payment, _next("decline")),
    Scene("cancelled", payment, _next("cancel")),
    Scene("answer lost, approved", payment, _next("drop_after")),
    Scene("answer lost, not charged", payment, _next("drop_before")),
    Scene("recovery, charged", recovery, _cut_at("journal", 4)),
    Scene("recovery, not charged", recovery, _cut_at("journal", 3)),
    Scene("given back", payment, _paid_elsewhere()),
    Scene("given back, answer lost", payment, _paid_elsewhere("drop_after")),
    Scene("given back, question lost", payment, _paid_elsewhere("drop_before")),
    Scene("recovery, leave unused", recovery, _cut_while_giving_back(12)),
    Scene("recovery, to be given back", recovery, _cut_while_giving_back(15)),
    Scene("recovery, given back", recovery, _cut_while_giving_back(16)),
    Scene("fixed field, approved", payment, family=FIXED_FIELD),
    Scene("fixed field, answer lost", payment, _next("drop_after"), FIXED_FIELD),
    Scene("fixed field, recovery", recovery, _cut_at("journal", 4), FIXED_FIELD),
    Scene("on paper", payment, paper=True),
    Scene("given back, on paper", payment, _paid_elsewhere(), paper=True),
)


def scene_named(name: str) -> Scene:
    return next(scene for scene in SCENES if scene.name == name)


__all__ = ["SCENES", "Scene", "ending", "leave", "scene_named"]
