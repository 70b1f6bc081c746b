"""Calls for staff over the real store: each a record and an end, whatever breaks in between."""

from __future__ import annotations

import json

import pytest

from kiosk.domain import events, states
from kiosk.domain.house import Task
from kiosk.domain.staff_call import Reached
from tests.kiosk.domain.drafts import PHONE
from tests.kiosk.windowless import Kiosk


@pytest.fixture
def kiosk(kiosk: Kiosk) -> Kiosk:
    kiosk.wait(10)  # the centre is heard
    return kiosk.touch(events.Started(), events.TaskChosen(Task.PAY))


def call(kiosk: Kiosk) -> str:
    """Its id, once the disk has it."""
    kiosk.touch(events.StaffCalled())
    assert kiosk.visit.call is not None
    return kiosk.visit.call.id


def reached(kiosk: Kiosk) -> Reached:
    assert kiosk.visit.call is not None
    return kiosk.visit.call.reached


def told(kiosk: Kiosk) -> list[tuple[str, str, int]]:
    """Every end that the centre heard: the call, how, after how many milliseconds."""
    return [(b["call"], b["ended"], b["after_ms"]) for b in kiosk.crm.bodies("staff_call_end")]


def begun(kiosk: Kiosk) -> list[str]:
    return [record.id for record in kiosk.crm.records.values() if record.kind == "staff_call"]


@pytest.mark.requirement("A6", "N1")
def test_a_call_reaches_the_centre_at_once_and_its_end_is_measured_here(kiosk: Kiosk) -> None:
    """A6, N1: told without waiting for a turn; the time between two readings of the kiosk's own clock."""
    made = call(kiosk)
    assert begun(kiosk) == [made]
    assert reached(kiosk) is Reached.TOLD
    kiosk.crm.poll = 1.0
    kiosk.wait(8.5)
    kiosk.crm.coming = (made,)
    kiosk.wait(1.25)
    assert reached(kiosk) is Reached.COMING
    kiosk.wait(10)
    assert told(kiosk) == [(made, "desk", 9_750)]
    assert kiosk.audited()[-2:] == ["staff_call.began", "staff_call.ended"]


@pytest.mark.requirement("A6", "N1")
def test_two_calls_of_one_visit_are_two(kiosk: Kiosk) -> None:
    """N1: nothing doubled, nothing lost, however often the answer of the first one comes."""
    first = call(kiosk)
    kiosk.wait(3).touch(events.OverlayClosed())
    second = call(kiosk)
    kiosk.crm.coming = (first,)
    kiosk.wait(10).wait(10)
    kiosk.crm.coming = (first, second)
    kiosk.wait(10).wait(10)
    assert begun(kiosk) == [first, second]
    assert told(kiosk) == [(first, "withdrawn", 3_000), (second, "desk", 30_000)]


@pytest.mark.requirement("A6", "N1")
def test_a_call_taken_back_before_the_disk_has_it_ends_all_the_same(kiosk: Kiosk) -> None:
    """N1: the disk is slow; both are written in their order."""
    kiosk.lanes["records"].stuck = True
    kiosk.touch(events.StaffCalled(), events.OverlayClosed())
    kiosk.lanes["records"].stuck = False
    kiosk.run().wait(10)
    (made,) = begun(kiosk)
    assert told(kiosk) == [(made, "withdrawn", 0)]


@pytest.mark.requirement("A6", "N1")
def test_a_visit_that_ends_before_the_disk_has_it_ends_the_call(kiosk: Kiosk) -> None:
    """N1: what the disk says then is nobody's any more, and the call does not stay open."""
    kiosk.lanes["records"].stuck = True
    kiosk.touch(events.StaffCalled()).wait(300).wait(31)
    kiosk.at(states.Attract)
    kiosk.lanes["records"].stuck = False
    kiosk.run().wait(10)
    assert [ended for _, ended, _ in told(kiosk)] == ["unanswered"]


@pytest.mark.requirement("A6", "N1")
def test_a_kiosk_killed_meanwhile_tells_that_the_call_was_cut_off(kiosk: Kiosk) -> None:
    """N1: once, however often it starts."""
    made = call(kiosk)
    again = kiosk.killed().start().wait(10)
    assert told(again) == [(made, "restarted", 0)]
    assert again.visit.call is None
    once_more = again.killed().start().wait(10)
    assert told(once_more) == [(made, "restarted", 0)]
    assert begun(once_more) == [made]
    once_more.store.close()


@pytest.mark.requirement("A6", "J3")
def test_a_line_that_breaks_is_no_answer_and_loses_nothing(kiosk: Kiosk) -> None:
    """A6: the customer is not told that anybody knows; beginning and end arrive when the line is back, once each."""
    kiosk.crm.down = True
    made = call(kiosk)
    assert reached(kiosk) is Reached.KEPT
    kiosk.wait(30).touch(events.OverlayClosed())
    kiosk.crm.down = False
    kiosk.wait(60).wait(60)
    assert begun(kiosk) == [made]
    assert told(kiosk) == [(made, "withdrawn", 30_000)]


@pytest.mark.requirement("A6")
def test_a_full_disk_is_said_and_makes_no_call(kiosk: Kiosk) -> None:
    """A6."""
    kiosk.disk.full = True
    kiosk.touch(events.StaffCalled())
    assert reached(kiosk) is Reached.FAILED
    kiosk.disk.full = False
    kiosk.touch(events.OverlayClosed()).wait(20)
    assert (begun(kiosk), told(kiosk)) == ([], [])


@pytest.mark.requirement("B7", "N1")
def test_nothing_of_the_customer_rides_along(kiosk: Kiosk) -> None:
    """B7, N1: the screen's name, what it waits for, times and how it ended."""
    kiosk.touch(events.WentHome(), events.TaskChosen(Task.ACCOUNT)).present_card().enter("4829")
    made = call(kiosk)
    kiosk.wait(2).touch(events.OverlayClosed()).wait(10)
    (body,) = kiosk.crm.bodies("staff_call")
    assert body == {"step": "PinWanted", "need": "secret"}
    (end,) = kiosk.crm.bodies("staff_call_end")
    assert set(end) == {"call", "step", "need", "called_at", "ended", "after_ms"}
    assert end["call"] == made
    assert PHONE not in json.dumps(end)
