"""P1: the main thread touches no device, no disk and no line: every port is guarded, and every effect is tried.

Nothing is timed. A port that is called outside a lane's job raises, whatever it would have taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.effects import Effect
from kiosk.services.effects import World
from kiosk.texts import TextMissing
from tests.kiosk.domain.every import examples, members
from tests.kiosk.fakes import InlineLane
from tests.kiosk.windowless import Kiosk
from tests.soak.visits import JOURNEYS

#: Nothing of the outside: what is printed is composed from values, and a clock is read, not waited for.
INSIDE = ("papers", "clock")
#: Sets a flag that the terminal's lane looks at: no byte goes out by it.
AT_ONCE = ("terminal.cancel",)
#: One line, one lane.
LINES = {
    "printer": "printer",
    "terminal": "terminal",
    "reader": "reader",
    "scanner": "scanner",
    "cabinet": "cabinet",
    "crm": "network",
}


class TouchedOnMain(AssertionError):
    """A port was called where somebody may be waiting for a picture."""


class Watchman:
    """Knows which lane's job is running; `used` is which lanes called which port."""

    def __init__(self) -> None:
        self.lane = ""
        self.used: dict[str, set[str]] = defaultdict(set)

    def guarded(self, name: str, port: Any) -> Any:
        return Guarded(name, port, self)


class Guarded:
    def __init__(self, name: str, port: Any, watchman: Watchman) -> None:
        self._name, self._port, self._watchman = name, port, watchman

    def __getattr__(self, name: str) -> Any:
        part = getattr(self._port, name)
        return self._guard(part, name) if callable(part) else part

    def _guard(self, call: Callable[..., Any], name: str) -> Callable[..., Any]:
        def guard(*arguments: Any, **named: Any) -> Any:
            if not self._watchman.lane and f"{self._name}.{name}" not in AT_ONCE:
                raise TouchedOnMain(f"{self._name}.{name}")
            if self._watchman.lane:
                self._watchman.used[self._name].add(self._watchman.lane)
            return call(*arguments, **named)

        return guard


class GuardedKiosk(Kiosk):
    watchman: Watchman

    def _world(self) -> World:
        world = super()._world()
        ports = {field.name: getattr(world, field.name) for field in fields(world)}
        return replace(
            world,
            **{name: self.watchman.guarded(name, port) for name, port in ports.items() if name not in INSIDE},
        )


@pytest.fixture
def kiosk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GuardedKiosk]:
    watchman = Watchman()
    monkeypatch.setattr(GuardedKiosk, "watchman", watchman, raising=False)
    made = GuardedKiosk(tmp_path / "kiosk.db")
    names = {id(lane): name for name, lane in made.lanes.items()}
    run = InlineLane.run

    def watched(lane: InlineLane) -> bool:
        watchman.lane = names[id(lane)]
        try:
            return run(lane)
        finally:
            watchman.lane = ""

    monkeypatch.setattr(InlineLane, "run", watched)
    made.start()
    yield made
    made.store.close()


@pytest.mark.requirement("P1")
@pytest.mark.parametrize("kind", members(Effect), ids=lambda kind: kind.__name__)
def test_no_effect_touches_the_outside_before_its_lane_has_it(
    kiosk: GuardedKiosk, kind: type[Effect]
) -> None:
    """P1: every effect that the domain knows, with every kind of value."""
    for effect in examples(kind)[:12]:
        with suppress(KeyError, TextMissing):  # another house's language, a device that nobody restarts
            kiosk.effects.carry_out(kiosk.visit, effect)
    assert kiosk.watchman.lane == ""


@pytest.mark.requirement("P1")
@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
def test_no_journey_does_either_and_each_line_has_one_lane(
    kiosk: GuardedKiosk, journey: Callable[[Kiosk], None]
) -> None:
    """P1: touches, ticks, answers, the watch, the courier, recovery."""
    journey(kiosk)
    kiosk.wait(60)
    assert kiosk.bugs == []
    used = {name: lanes for name, lanes in kiosk.watchman.used.items() if name in LINES}
    assert {name: {LINES[name]} for name in used} == used


def test_the_guard_sees_what_it_is_for(kiosk: GuardedKiosk) -> None:
    """And a payment goes through every line that it needs."""
    JOURNEYS[0](kiosk)
    assert {"terminal", "printer", "crm", "payments", "audit"} <= set(kiosk.watchman.used)
    with pytest.raises(TouchedOnMain, match="terminal"):
        kiosk.world.terminal.status()
