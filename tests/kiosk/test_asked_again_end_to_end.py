"""Asked for a second time, at the panel, with the real centre behind a real line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from crm.schema import Callback, CallbackState
from kiosk.domain import events, states
from kiosk.domain.callback import Topic
from kiosk.domain.events import Event
from kiosk.domain.house import Task
from tests.kiosk.domain.drafts import PHONE
from tests.kiosk.domain.examples import CARD, PIN
from tests.kiosk.real_centre import Scene, scene
from tests.kiosk.windowless import Kiosk

TYPED: tuple[Event, ...] = tuple(events.DigitTyped(digit) for digit in PHONE)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Scene]:
    with scene(tmp_path) as made:
        yield made


def ask(kiosk: Kiosk, topic: Topic = Topic.METER, number: tuple[Event, ...] = TYPED) -> Kiosk:
    kiosk.touch(events.Started(), events.TaskChosen(Task.CALLBACK), events.TopicChosen(topic))
    window = kiosk.at(states.WindowWanted).windows[1]
    return kiosk.touch(events.WindowChosen(window.key), *number, events.Confirmed(), events.Confirmed())


def done(kiosk: Kiosk) -> str:
    reference = kiosk.at(states.CallbackDone).reference
    kiosk.touch(events.Ended()).wait(10)
    return reference


@pytest.mark.requirement("G4")
def test_a_guest_who_asks_again_reads_the_window_and_no_number(world: Scene) -> None:
    """G4: at another kiosk; another topic or number is not held up; asked all the same, the centre merges."""
    here, there = world.kiosk("K07"), world.kiosk("K03")
    first = done(ask(here))
    again = ask(there).at(states.AskedAlready).standing
    assert (again.reference, again.topic, again.status) == ("", "meter", "")
    assert again.window is not None
    there.touch(events.AskedAnyway())
    second = done(there)
    done(ask(there, Topic.BILLING))
    with world.centre.database.reading() as session:
        rows = {row.reference: row for row in session.scalars(select(Callback))}
    assert rows[second].merged_into == first
    assert (len(rows), rows[second].state) == (3, CallbackState.MERGED)
    ask(here)
    here.at(states.AskedAlready)
    here.touch(events.Confirmed())
    assert isinstance(here.state, states.Home)
    assert here.bugs == there.bugs == []


@pytest.mark.requirement("G4")
def test_its_own_customer_moves_it_at_once(world: Scene) -> None:
    """G4: signed in, with number and standing; the time chosen just now becomes that of the first request."""
    kiosk = world.kiosk("K07")
    on_file = (events.NumberOnFileChosen(),)
    kiosk.touch(events.Started(), events.TaskChosen(Task.ACCOUNT)).present_card(CARD)
    kiosk.enter(PIN).touch(events.Confirmed()).wait(1).touch(events.WentHome())
    kiosk.touch(
        events.TaskChosen(Task.CALLBACK), events.TopicChosen(Topic.METER), events.WindowChosen("soonest")
    )
    kiosk.touch(*on_file, events.Confirmed())
    first = kiosk.at(states.CallbackDone).reference
    kiosk.wait(2).touch(events.WentHome())
    kiosk.touch(events.TaskChosen(Task.CALLBACK), events.TopicChosen(Topic.METER))
    wanted = kiosk.at(states.WindowWanted).windows[3]
    kiosk.touch(events.WindowChosen(wanted.key), *on_file, events.Confirmed())
    assert kiosk.at(states.AskedAlready).standing.reference == first
    kiosk.touch(events.OtherTimeAsked()).wait(2)
    assert kiosk.at(states.CaseShown).standing.window == wanted
    assert kiosk.bugs == []


@pytest.mark.requirement("G4")
def test_without_a_line_it_is_kept_and_merged_later(world: Scene) -> None:
    here, there = world.kiosk("K07"), world.kiosk("K03")
    first = done(ask(here))
    there.crm.cut = True
    there.wait(10)
    second = done(ask(there))
    there.crm.cut = False
    for _ in range(90):
        there.wait(1)
    with world.centre.database.reading() as session:
        row = session.scalars(select(Callback).where(Callback.reference == second)).one()
    assert row.merged_into == first
