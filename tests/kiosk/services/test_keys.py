"""Who listens to the keypad: keys to the window, headphones to the visit, its condition when it changes."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import pytest

from kiosk.domain import events
from kiosk.domain.events import Event
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.keypad import Headphones, Meaning, NavKey
from kiosk.ports import NotConnected
from kiosk.services.controller import NOBODY, Envelope
from kiosk.services.watch import MISSING_PAUSE, POLL_PAUSE, KeypadWatch
from tests.kiosk.fakes import FrozenClock, InlineLane

WELL = DeviceStatus(Device.KEYPAD, DeviceState.ONLINE)
GONE = DeviceStatus(Device.KEYPAD, DeviceState.UNPLUGGED, (Fault.PORT_MISSING,))


@dataclass
class FakeKeypad:
    heard: deque[Meaning | Exception] = field(default_factory=deque)
    says: DeviceStatus = WELL

    def status(self) -> DeviceStatus:
        return self.says

    def read(self) -> Meaning | None:
        said = self.heard.popleft() if self.heard else None
        if isinstance(said, Exception):
            raise said
        return said

    def close(self) -> None: ...


class Round:
    def __init__(self) -> None:
        self.clock = FrozenClock()
        self.bugs: list[str] = []
        self.lane = InlineLane(self.clock, self.bugs.append)
        self.keypad = FakeKeypad()
        self.pressed: list[NavKey] = []
        self.tapped: list[Event] = []
        self.posted: list[Envelope] = []
        self.watch = KeypadWatch(
            self.keypad,
            self.lane,
            lambda call: call(),
            self.pressed.append,
            self.tapped.append,
            self.posted.append,
        )
        self.watch.begin()
        self.looks()

    def looks(self, seconds: float = 0.0) -> None:
        for _ in range(1 + round(seconds / POLL_PAUSE)):
            while self.lane.run():
                """Until nothing is due."""
            self.clock.step(POLL_PAUSE)


def test_keys_go_to_the_window_and_headphones_to_the_visit() -> None:
    kiosk = Round()
    kiosk.keypad.heard += [NavKey.NEXT, Headphones.IN, NavKey.SELECT, Headphones.OUT]
    kiosk.looks(1)
    assert kiosk.pressed == [NavKey.NEXT, NavKey.SELECT]
    assert kiosk.tapped == [events.HeadphonesPlugged()]
    assert kiosk.posted == [
        Envelope(NOBODY, events.DeviceReported(WELL)),
        Envelope(NOBODY, events.HeadphonesPulled()),
    ]


@pytest.mark.requirement("X10")
def test_a_keypad_that_was_unplugged_is_looked_for_and_heard_again() -> None:
    """X10."""
    kiosk = Round()
    kiosk.keypad.heard += [NotConnected("gone")] * 2
    kiosk.keypad.says = GONE
    kiosk.looks(0.2)
    assert kiosk.posted[-1] == Envelope(NOBODY, events.DeviceReported(GONE))
    kiosk.keypad.heard.append(NavKey.BACK)
    kiosk.keypad.says = WELL
    kiosk.looks(2 * MISSING_PAUSE)
    assert kiosk.pressed == [NavKey.BACK]
    assert [each.event for each in kiosk.posted].count(events.DeviceReported(WELL)) == 2


def test_a_bug_does_not_silence_the_keys() -> None:
    kiosk = Round()
    kiosk.keypad.heard += [RuntimeError("a bug in the driver"), NavKey.NEXT]
    kiosk.looks(MISSING_PAUSE + 1)
    assert kiosk.bugs
    assert kiosk.pressed == [NavKey.NEXT]
