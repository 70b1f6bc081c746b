"""A call for staff from the touch at the panel to the desk and back, with the real centre behind a real line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm.kiosks import staff_calls
from crm.schema import Staff, StaffCall, StaffCallEnd
from crm.staff.logins import Agent
from kiosk.domain import events, states
from kiosk.domain.house import Task
from kiosk.domain.staff_call import Reached
from tests.kiosk.real_centre import Scene, scene
from tests.kiosk.windowless import Kiosk


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Scene]:
    with scene(tmp_path) as made:
        yield made


def reached(kiosk: Kiosk) -> Reached:
    assert kiosk.visit.call is not None
    return kiosk.visit.call.reached


def waiting(world: Scene) -> list[StaffCall]:
    with world.centre.database.reading() as session:
        return staff_calls.waiting(session, world.centre.clock())


@pytest.mark.accessibility("FLW-03")
@pytest.mark.requirement("A6", "N1")
def test_the_desk_says_i_am_going_and_the_customer_reads_it_within_a_second(world: Scene) -> None:
    """A6, N1: what waits is seen at once, who goes is told with the next answer, and the seconds are the kiosk's."""
    kiosk = world.kiosk("K07")
    kiosk.touch(events.Started(), events.TaskChosen(Task.PAY), events.HelpAsked(), events.StaffCalled())
    (call,) = waiting(world)
    assert (call.kiosk_id, call.step, reached(kiosk)) == ("K07", "CardWanted", Reached.TOLD)
    kiosk.wait(7)
    with world.centre.database.writing() as session:
        chen = Agent.of(session.query(Staff).filter_by(login="chen").one())
        assert staff_calls.go(session, call.id, chen, world.centre.clock())
    kiosk.wait(1)
    assert (kiosk.visit.overlay, reached(kiosk)) == (states.Calling(), Reached.COMING)
    with world.centre.database.reading() as session:
        kept = session.get_one(StaffCall, call.id)
        assert (kept.ended, kept.after_ms) == (StaffCallEnd.DESK, 8_000)
    assert waiting(world) == []
    kiosk.touch(events.OverlayClosed())
    assert isinstance(kiosk.at(states.CardWanted), states.CardWanted)


@pytest.mark.requirement("A6", "N1")
def test_a_cut_line_is_said_and_both_records_arrive_later(world: Scene) -> None:
    """A6, N1: taken back at the panel while nobody knew of it; the centre hears of both once the line is back."""
    kiosk = world.kiosk("K07")
    kiosk.touch(events.Started())
    kiosk.crm.cut = True
    kiosk.touch(events.StaffCalled()).wait(5)
    assert reached(kiosk) is Reached.KEPT
    kiosk.touch(events.OverlayClosed(), events.HelpAsked(), events.StaffCalled())
    assert kiosk.visit.overlay == states.Help()  # the line is known to be down: nobody is called into nothing
    kiosk.crm.cut = False
    kiosk.wait(40).wait(40)
    with world.centre.database.reading() as session:
        (kept,) = session.query(StaffCall)
        assert (kept.ended, kept.after_ms) == (StaffCallEnd.WITHDRAWN, 5_000)
