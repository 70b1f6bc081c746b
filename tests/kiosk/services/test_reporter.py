"""K7: the kiosk tells its condition when it changes, not when it is asked; the journal when a day turns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from kiosk.domain import events
from kiosk.domain.condition import Condition
from kiosk.domain.health import Device, DeviceState, DeviceStatus, Health, QueueCounts, Service
from kiosk.ports import StoreError
from kiosk.services.reporter import SETTLING, Reporter
from tests.kiosk.fakes import FrozenClock, InlineLane

SETTLED = SETTLING.total_seconds()


@dataclass
class Written:
    """A Reports port that remembers, or whose disk is full."""

    conditions: list[Condition] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    full: bool = False

    def condition(self, condition: Condition, now: datetime) -> None:
        if self.full:
            raise StoreError("write: SQLITE_FULL")
        self.conditions.append(condition)

    def journal(self, now: datetime) -> None:
        if self.full:
            raise StoreError("write: SQLITE_FULL")
        self.days.append(now.date().isoformat())


@dataclass
class Told:
    """One reporter over a lane that runs when told."""

    clock: FrozenClock = field(default_factory=FrozenClock)
    written: Written = field(default_factory=Written)
    posted: list[Any] = field(default_factory=list)
    health: Health = field(default_factory=Health)

    def __post_init__(self) -> None:
        self.lane = InlineLane(self.clock, lambda lane: None)
        self.reporter = Reporter(self.written, self.clock, self.lane, self.posted.append)

    def tick(self, seconds: float = 0.0, **changes: Any) -> Told:
        self.clock.step(seconds)
        self.health = replace(self.health, **changes)
        self.reporter.tick(self.clock.now(), self.health)
        while self.lane.run():
            pass
        return self


def printer(state: DeviceState, detail: str = "") -> tuple[DeviceStatus, ...]:
    return (DeviceStatus(Device.RECEIPT_PRINTER, state, (), detail),)


@pytest.fixture
def told() -> Told:
    return Told().tick()


@pytest.mark.requirement("K7")
def test_a_state_is_told_once_however_often_it_is_asked(told: Told) -> None:
    for _ in range(5):
        told.tick(SETTLED, devices=printer(DeviceState.ONLINE))
    told.tick(SETTLED, devices=printer(DeviceState.OFFLINE, "no answer on port"))
    for number in range(5):
        told.tick(SETTLED, devices=printer(DeviceState.OFFLINE, f"still none {number}"))
    states = [each.devices[0].state for each in told.written.conditions]
    assert states == [DeviceState.ONLINE, DeviceState.OFFLINE]
    assert {each.devices[0].detail for each in told.written.conditions} == {""}


@pytest.mark.requirement("K7")
@pytest.mark.parametrize(("change", "news"), [
    ({"queue": QueueCounts(waiting=5)}, False), ({"queue": QueueCounts(parked=1)}, True),
    ({"service": Service.CLOSED}, True), ({"line_up_at": datetime(2026, 1, 1)}, False),
])  # fmt: skip
def test_what_is_news_and_what_is_not(told: Told, change: dict[str, Any], news: bool) -> None:
    told.tick(SETTLED)
    told.tick(SETTLED, **change)
    assert len(told.written.conditions) == 1 + news


def test_what_flickers_is_told_when_it_has_settled(told: Told) -> None:
    told.tick(SETTLED, devices=printer(DeviceState.ONLINE))
    for number in range(8):
        told.tick(1, devices=printer((DeviceState.OFFLINE, DeviceState.ONLINE)[number % 2]))
    told.tick(2, devices=printer(DeviceState.OFFLINE))
    assert [each.devices[0].state for each in told.written.conditions] == [
        DeviceState.ONLINE,
        DeviceState.OFFLINE,
    ]


@pytest.mark.requirement("E8")
def test_the_journal_is_looked_at_at_the_start_and_when_the_day_turns(told: Told) -> None:
    assert told.written.days == ["2026-11-23"]
    told.tick(3600)
    assert told.written.days == ["2026-11-23"]
    told.tick(24 * 3600)
    assert told.written.days == ["2026-11-23", "2026-11-24"]


def test_what_a_full_disk_swallowed_is_told_when_it_takes_rows_again(told: Told) -> None:
    told.tick(SETTLED)
    told.written.full = True
    told.tick(SETTLED, service=Service.CLOSED)
    assert [envelope.event for envelope in told.posted] == [events.StoreReported(works=False)]
    told.tick(1, store_works=False)
    told.written.full = False
    told.tick(SETTLED, store_works=True)
    assert told.written.conditions[-1].service is Service.CLOSED


def test_a_lane_that_is_full_is_tried_again(told: Told) -> None:
    def take_none(job: Callable[[], None], *, owner: str = "") -> bool:
        return False

    whole = told.lane.submit
    told.lane.submit = take_none  # type: ignore[method-assign]
    told.tick(SETTLED)
    told.lane.submit = whole  # type: ignore[method-assign]
    assert told.written.conditions == []
    told.tick(1)
    assert len(told.written.conditions) == 1


@pytest.mark.requirement("J8")
def test_a_clock_that_is_off_is_told_and_one_that_drifts_is_not() -> None:
    """J8: in whole seconds, and again only when it has moved by half a minute."""
    told = Told()
    off = timedelta(0)
    told.reporter = Reporter(told.written, told.clock, told.lane, told.posted.append, lambda: off)
    told.tick().tick(SETTLED)
    for seconds in (4, 29, -3600, -3601):
        off = timedelta(seconds=seconds)
        told.tick(SETTLED)
    assert [condition.clock_ahead for condition in told.written.conditions] == [0, -3600]
