"""A waiting time and an announcement from the desk's tables to a kiosk: the real centre, a real line that can be cut."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from crm.announcements import board
from crm.announcements.board import Draft
from crm.counters import waits
from crm.counters.waits import Told
from kiosk.domain import events, states
from tests.kiosk.real_centre import SITES, Scene, scene
from tests.kiosk.windowless import Kiosk

HERE = SITES["K07"]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Scene]:
    with scene(tmp_path) as made:
        yield made


def tell(world: Scene, minutes: int, revision: int) -> None:
    with world.centre.database.writing() as session:
        waits.tell(session, HERE, Told(4, 2, minutes), revision, "chen", world.centre.clock())


def announce(world: Scene, hours: int, *sites: str) -> None:
    now = world.centre.clock()
    texts = {"zh-Hant": "停水", "en": f"No water at {' '.join(sites)}", "zh-Hans": "停水"}
    with world.centre.database.writing() as session:
        board.write(session, Draft("info", texts, now, now + timedelta(hours=hours), sites), "lead", now)


def said(kiosk: Kiosk) -> int | None:
    """Minutes that this kiosk says of its own counter now."""
    house, now = kiosk.visit.house, kiosk.visit.now
    here = house.calendar.counter(house.site) if house.calendar else None
    assert here is not None
    wait = house.waits.at(here, now, house.wait_limit)
    return wait.about if wait else None


@pytest.mark.requirement("D6")
def test_a_waiting_time_reaches_the_kiosk_and_grows_old_there(world: Scene) -> None:
    """D6: told anew it is said anew; with the line cut it is said for twenty minutes and no longer."""
    kiosk = world.kiosk("K07")
    assert said(kiosk) is None
    tell(world, 14, 0)
    assert said(kiosk.wait(20)) == 15
    kiosk.touch(events.Started())
    tell(world, 33, 1)
    assert said(kiosk.wait(20)) == 40
    assert kiosk.at(states.Home)
    kiosk.crm.cut = True
    told_at = kiosk.visit.house.waits.told[0].told_at
    while said(kiosk) is not None:
        kiosk.wait(30)
    assert timedelta(minutes=20) <= kiosk.visit.now - told_at < timedelta(minutes=21)
    kiosk.crm.cut = False
    tell(world, 3, 2)
    for _ in range(20):
        if said(kiosk.wait(30)):
            break
    assert kiosk.visit.house.waits.told[0].is_short


@pytest.mark.requirement("D5")
def test_an_announcement_is_there_without_a_line_and_vanishes_without_one(world: Scene) -> None:
    """D5: kept over a restart with the last good set; at the other counter nothing is shown of it."""
    here, elsewhere = world.kiosk("K07"), world.kiosk("K03")
    announce(world, 2, HERE)
    for kiosk in (here, elsewhere):
        kiosk.wait(20)
    assert [one.texts[kiosk.visit.language] for kiosk in (here,) for one in kiosk.visit.announcements] == [
        "停水"
    ]
    assert elsewhere.visit.announcements == ()
    here.crm.cut = True
    again = here.killed()
    world.kiosks[0] = again
    again.start()
    [ends] = [one.ends for one in again.visit.announcements]
    while [one.id for one in again.visit.announcements]:
        again.wait(600)
    assert again.visit.now.astimezone(UTC) < ends + timedelta(minutes=11)
