"""An appointment from the panel to the centre and back: two kiosks, the real centre, a real line that can be cut."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from crm.calendar.office import Service
from crm.schema import Booking, BookingState, WindowPattern
from kiosk.domain import events, states
from kiosk.domain.booking import on_day
from kiosk.domain.events import Event
from kiosk.domain.house import Task
from kiosk.domain.lookup import CaseStanding
from tests.kiosk.domain.drafts import PHONE
from tests.kiosk.real_centre import SITES, Scene, scene
from tests.kiosk.windowless import Kiosk

TYPED: tuple[Event, ...] = tuple(events.DigitTyped(digit) for digit in PHONE)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Scene]:
    """One place in each half hour."""
    with scene(tmp_path) as made:
        with made.centre.database.writing() as session:
            one = update(WindowPattern).where(WindowPattern.service == Service.COUNTER)
            session.execute(one.values(capacity=1))
        yield made


def to_the_slots(kiosk: Kiosk, place: str) -> states.SlotWanted:
    kiosk.touch(events.Started(), events.TaskChosen(Task.SERVICES), events.TaskChosen(Task.BOOKING))
    offered = kiosk.at(states.OfferWanted).offers
    number = next(number for number, offer in enumerate(offered) if offer.place == place)
    kiosk.touch(events.OfferChosen(number), events.PickMade("meter"))
    return kiosk.at(states.SlotWanted)


def booked(kiosk: Kiosk, key: str) -> states.CaseDone:
    """From the list of free places to the number."""
    kiosk.touch(events.WindowChosen(key), *TYPED, events.Confirmed(), events.Confirmed())
    return kiosk.at(states.CaseDone)


def told(kiosk: Kiosk) -> CaseStanding:
    """What the done screen says, once the centre has answered."""
    for _ in range(120):
        standing = kiosk.at(states.CaseDone).standing
        if standing:
            return standing
        kiosk.wait(1)
    raise AssertionError("the centre never answered")


def next_visit(kiosk: Kiosk) -> Kiosk:
    kiosk.touch(events.Ended())
    return kiosk.wait(10)


def looked_up(kiosk: Kiosk, reference: str) -> Any:
    kiosk.touch(
        events.Started(), events.TaskChosen(Task.SERVICES), events.TaskChosen(Task.CASES),
        events.DigitsCleared(), *(events.SignTyped(sign) for sign in reference if sign != "-"),
        events.Confirmed(),
    )  # fmt: skip
    return kiosk.wait(1).at(states.CaseShown).standing


@pytest.mark.requirement("Q1")
def test_the_last_place_has_one_winner_and_the_other_panel_says_so(world: Scene) -> None:
    """Q1: both saw it free; one is confirmed, the other has the next place and reads it; nobody is offered it after."""
    here, there = world.kiosk("K07"), world.kiosk("K03")
    first, second = to_the_slots(here, SITES["K07"]).free[:2]
    assert to_the_slots(there, SITES["K07"]).free[0] == first

    booked(here, first.key)
    booked(there, first.key)
    winner, loser = told(here), told(there)
    assert (winner.status, winner.window) == ("confirmed", first)
    assert (loser.status, loser.moved, loser.window) == ("moved", "full", second)
    with world.centre.database.reading() as session:
        rows = session.scalars(select(Booking).order_by(Booking.begins)).all()
        assert [row.begins for row in rows] == [first.begins, second.begins]
        assert {row.phone for row in rows} == {PHONE}
        assert {row.topic for row in rows} == {"meter"}

    world.clock.step(5)
    assert first not in to_the_slots(next_visit(here), SITES["K07"]).free
    assert here.bugs == there.bugs == []


@pytest.mark.requirement("Q1")
def test_without_a_line_a_place_is_provisional_then_confirmed_or_moved(world: Scene) -> None:
    """Q1: the pulled calendar still offers; when the line is back the centre has the last word, at the panel."""
    here, there = world.kiosk("K07"), world.kiosk("K03")
    there.crm.cut = True
    there.wait(10)
    wanted, quiet = to_the_slots(there, SITES["K07"]).free[:2]
    to_the_slots(here, SITES["K07"])
    booked(here, wanted.key)
    assert told(here).status == "confirmed"

    late = booked(there, wanted.key)
    assert (late.provisional, late.standing) == (True, None)
    there.crm.cut = False
    standing = told(there)
    assert (standing.status, standing.moved, standing.window) == ("moved", "full", quiet)
    assert not there.at(states.CaseDone).provisional

    next_visit(there).crm.cut = True
    there.wait(10)
    free = to_the_slots(there, SITES["K03"]).free[0]
    assert booked(there, free.key).provisional
    there.crm.cut = False
    assert (told(there).status, told(there).window) == ("confirmed", free)


@pytest.mark.requirement("Q1", "G4", "D3")
def test_by_its_number_it_is_moved_and_cancelled_at_another_kiosk(world: Scene) -> None:
    """Q1, G4, D3: the other places of its own counter are offered; then its place is free again."""
    here, there = world.kiosk("K07"), world.kiosk("K03")
    first = to_the_slots(here, SITES["K07"]).free[0]
    reference = booked(here, first.key).reference
    told(here)

    world.clock.step(5)
    found = looked_up(next_visit(there), reference)
    assert (found.kind, found.status, found.site) == ("booking", "confirmed", SITES["K07"])
    there.touch(events.OtherTimeAsked())
    asked = there.at(states.SlotWanted)
    later = on_day(asked.free, asked.day)[-1]
    assert first not in asked.free
    there.touch(events.WindowChosen(later.key)).wait(2)
    shown = there.at(states.CaseShown)
    assert (shown.told, shown.standing.window) == (True, later)

    found = looked_up(next_visit(here), reference)
    assert found.window == later
    here.touch(events.CaseCancelled()).wait(2)
    assert here.at(states.CaseShown).standing.status == "cancelled"
    with world.centre.database.reading() as session:
        row = session.scalars(select(Booking)).one()
        assert (row.state, row.slot_id) == (BookingState.CANCELLED, None)
    world.clock.step(5)
    free = to_the_slots(next_visit(there), SITES["K07"]).free
    assert first in free
    assert later in free
