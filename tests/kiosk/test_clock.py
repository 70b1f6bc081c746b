"""J8: a clock that is set wrong moves no visit, no order and no window, and what is signed bears the centre's time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.clock import SiteClock
from kiosk.domain.callback import Window
from kiosk.services.alarm import Alarm
from kiosk.storage.database import Store
from kiosk.storage.outbox import SqliteOutbox
from kiosk.storage.queue import enqueue
from kiosk.storage.vault import Vault
from tests.kiosk.domain.drafts import TAIPEI

NOON = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class Machine:
    """A system's clock that may be set, and one that only runs."""

    system: datetime = NOON
    ran: float = 1000.0

    def run(self, seconds: float) -> None:
        self.system += timedelta(seconds=seconds)
        self.ran += seconds

    def clock(self) -> SiteClock:
        return SiteClock(TAIPEI, lambda: self.system, lambda: self.ran)


@pytest.mark.requirement("J8")
@pytest.mark.parametrize("by", [-HOUR, HOUR])
def test_a_step_of_the_systems_clock_is_not_felt_before_rest(by: timedelta) -> None:
    """J8: a visit's time goes on evenly; at rest the step is taken over."""
    machine = Machine()
    clock = machine.clock()
    machine.run(5)
    machine.system += by
    machine.run(5)
    assert clock.now() == NOON + timedelta(seconds=10)
    assert clock.follow() == by
    assert clock.now() == NOON + timedelta(seconds=10) + by
    assert clock.follow() == timedelta(0)


@pytest.mark.requirement("J8")
def test_where_the_centre_was_heard_its_time_counts(tmp_path: Path) -> None:
    """J8: the system's clock set back an hour changes nothing then, and how wrong it is can be told."""
    machine = Machine()
    clock = machine.clock()
    assert clock.ahead() is None
    clock.hear(NOON, 1000.0)
    machine.system -= HOUR
    machine.run(60)
    assert clock.follow() == timedelta(0)
    assert clock.now() == clock.centre_now() == NOON + timedelta(seconds=60)
    assert clock.ahead() == -HOUR


def test_one_word_that_came_late_does_not_count() -> None:
    machine = Machine()
    clock = machine.clock()
    for seconds in (0, 0, -7, 0, 300, 0):
        clock.hear(machine.system + timedelta(seconds=seconds), machine.ran)
        machine.run(8)
    assert clock.ahead() == timedelta(0)


def test_a_machine_that_began_in_another_century_signs_by_the_centres_time() -> None:
    machine = Machine(datetime(1970, 1, 1, tzinfo=UTC))
    clock = machine.clock()
    assert clock.centre_now() == machine.system
    clock.hear(NOON, machine.ran)
    assert clock.centre_now() == NOON
    assert clock.follow() == NOON - machine.system
    assert clock.now().tzinfo == TAIPEI


@pytest.mark.requirement("J8")
def test_a_clock_that_goes_back_puts_nothing_off() -> None:
    """J8: what was to be done in eight seconds is not done in an hour and eight seconds."""
    alarm = Alarm()
    assert alarm.is_due(NOON)
    alarm.set(NOON, timedelta(seconds=8))
    assert not alarm.is_due(NOON)
    assert not alarm.is_due(NOON + timedelta(seconds=7))
    assert alarm.is_due(NOON + timedelta(seconds=8))
    assert alarm.is_due(NOON - HOUR)


@pytest.mark.requirement("J8")
def test_records_keep_their_order_and_windows_their_moment_when_the_clock_is_set_back(tmp_path: Path) -> None:
    """J8: the order is that of the numbers, each moment is UTC beside the site's zone."""
    machine = Machine()
    clock = machine.clock()
    window = Window(clock.now() + HOUR, clock.now() + 2 * HOUR)
    store = Store(tmp_path / "kiosk.db", Vault(tmp_path / "keys"))
    for _ in range(2):
        with store.write() as db:
            enqueue(db, TAIPEI, "rating", {"score": 5}, clock.now())
        machine.system -= HOUR
        clock.follow()
    due = SqliteOutbox(store, TAIPEI).due(10, clock.now())
    assert [record.seq for record in due] == [1, 2]
    assert [(record.at, record.tz) for record in due] == [
        ("2026-11-26T04:00:00.000Z", "Asia/Taipei"),
        ("2026-11-26T03:00:00.000Z", "Asia/Taipei"),
    ]
    assert window.begins.astimezone(UTC) == NOON + HOUR
    store.close()
