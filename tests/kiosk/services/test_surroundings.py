"""Who looks after cabinet and battery: tells what changed, and what is wrong again; keeps the lamp."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from kiosk.domain.events import DeviceReported, PresenceSensed
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.lamp import Lamp
from kiosk.ports import NotConnected
from kiosk.services.controller import Envelope
from kiosk.services.surroundings import AGAIN, CABINET_PAUSE, CabinetWatch
from tests.kiosk.fakes import FrozenClock, InlineLane

WELL = DeviceStatus(Device.CABINET, DeviceState.ONLINE)
OPEN = DeviceStatus(Device.CABINET, DeviceState.PERSON_NEEDED, (Fault.DOOR_OPEN,))


class FakeCabinet:
    """Says `now_says`; a bug when that is None. `lit`: what the lamp was told."""

    def __init__(self) -> None:
        self.says: DeviceStatus | None = WELL
        self.lit: list[bool] = []
        self.gone = False
        self.sees: bool | None = None

    def status(self) -> DeviceStatus:
        assert self.says is not None
        return self.says

    def presence(self) -> bool | None:
        return self.sees

    def light(self, on: bool) -> None:
        if self.gone:
            raise NotConnected("gone")
        self.lit.append(on)

    def cut(self, device: Device, off: bool) -> None:
        """There is no relay."""

    def close(self) -> None:
        """Nothing is open."""


@dataclass
class Round:
    cabinet: FakeCabinet = field(default_factory=FakeCabinet)
    clock: FrozenClock = field(default_factory=FrozenClock)
    told: list[DeviceStatus] = field(default_factory=list)
    seen: list[bool | None] = field(default_factory=list)
    bugs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lane = InlineLane(self.clock, self.bugs.append)
        began = self.clock.now()
        now: Callable[[], float] = lambda: (self.clock.now() - began).total_seconds()  # noqa: E731
        self.watch = CabinetWatch(self.cabinet, self.lane, self._post, now)
        self.watch.begin()

    def _post(self, envelope: Envelope) -> None:
        if isinstance(envelope.event, PresenceSensed):
            self.seen.append(envelope.event.somebody)
        else:
            assert isinstance(envelope.event, DeviceReported)
            self.told.append(envelope.event.status)

    def looks(self, seconds: float = 0.0) -> None:
        """One look after another, for so long."""
        for _ in range(1 + round(seconds / CABINET_PAUSE)):
            while self.lane.run():
                """Until nothing is due."""
            self.clock.step(CABINET_PAUSE)


def test_what_changed_is_told_once() -> None:
    kiosk = Round()
    kiosk.looks(10)
    assert kiosk.told == [WELL]
    kiosk.cabinet.says = OPEN
    kiosk.looks()
    assert kiosk.told == [WELL, OPEN]


def test_what_is_wrong_is_told_again_from_time_to_time() -> None:
    """Somebody may have taken it for seen while it was still so."""
    kiosk = Round()
    kiosk.cabinet.says = OPEN
    kiosk.looks(2 * AGAIN + 1)
    assert kiosk.told == [OPEN] * 3


def test_what_is_not_fitted_is_asked_once() -> None:
    kiosk = Round()
    kiosk.cabinet.says = DeviceStatus(Device.CABINET, DeviceState.NOT_FITTED)
    kiosk.looks()
    kiosk.cabinet.says = OPEN
    kiosk.looks(1)
    assert [each.state for each in kiosk.told] == [DeviceState.NOT_FITTED]


def test_a_bug_does_not_end_the_watch() -> None:
    kiosk = Round()
    kiosk.cabinet.says = None
    kiosk.looks()
    assert kiosk.bugs
    kiosk.cabinet.says = OPEN
    kiosk.looks()
    assert kiosk.told == [OPEN]


def test_the_lamp_says_what_it_was_last_told() -> None:
    kiosk = Round()
    kiosk.looks(1)
    assert set(kiosk.cabinet.lit) == {False}
    kiosk.watch.show(Lamp.OPEN)
    kiosk.looks(1)
    assert kiosk.cabinet.lit[-10:] == [True] * 10
    kiosk.watch.show(Lamp.LOOK)
    kiosk.looks(2)
    assert set(kiosk.cabinet.lit[-20:]) == {True, False}


@pytest.mark.requirement("X36")
def test_who_comes_and_goes_is_told_once_each() -> None:
    """X36: and a sensor that can be heard no more."""
    kiosk = Round()
    kiosk.looks(1)
    for kiosk.cabinet.sees in (True, False, None):
        kiosk.looks(1)
    assert kiosk.seen == [True, False, None]


def test_a_lamp_that_is_gone_does_not_stop_the_looking() -> None:
    kiosk = Round()
    kiosk.cabinet.gone = True
    kiosk.looks(1)
    kiosk.cabinet.says = OPEN
    kiosk.looks()
    assert kiosk.told == [WELL, OPEN]
    assert kiosk.bugs == []
