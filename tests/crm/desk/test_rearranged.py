"""Capacity at the desk: a call that is rearranged frees its place and takes another; and "next" waits for nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from crm.calendar import slots
from crm.calendar.office import Service
from crm.callbacks.work import Claims
from crm.demo.calendar import seed_calendar
from crm.schema import Callback, Slot, WindowPattern
from tests.crm.desk.scene import Browser, Scene
from tests.crm.places import on_postgresql

DAY = timedelta(days=1)


def seated(scene: Scene) -> tuple[str, slots.Window, slots.Window]:
    """A callback that has the only place of a window; that window, and the next one."""
    seed_calendar(scene.centre)
    with scene.centre.database.writing() as session:
        for row in session.query(WindowPattern).filter_by(service="callback"):
            row.capacity = 1
        ahead = slots.windows(session, Service.CALLBACK, "", scene.now + DAY, 7)
        first, second = ahead[:2]
        seat = slots.seat(session, slots.Wanted(Service.CALLBACK, first.begins, first.ends), scene.now)
    return scene.callback(slot_id=seat.slot), first, second


def taken(scene: Scene) -> dict[datetime, int]:
    with scene.centre.database.reading() as session:
        return {slot.begins: slot.taken for slot in session.scalars(select(Slot)) if slot.taken}


def rearrange(chen: Browser, reference: str, window: slots.Window) -> int:
    def local(moment: datetime) -> str:
        return (moment.astimezone(UTC) + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M")

    fields = {"begins": local(window.begins), "ends": local(window.ends)}
    return chen.finish(reference, "rearranged", **fields).status_code


@pytest.mark.requirement("G2")
def test_a_rearranged_call_frees_its_place_and_takes_another(scene: Scene, chen: Browser) -> None:
    reference, first, second = seated(scene)
    assert taken(scene) == {first.begins: 1}
    chen.get("/desk/callbacks")
    chen.claim(reference)
    chen.dial(reference)
    assert rearrange(chen, reference, second) == 200
    assert taken(scene) == {second.begins: 1}
    assert scene.find(reference).window_from == second.begins


@pytest.mark.requirement("G2")
def test_a_full_window_is_not_promised_at_the_desk(scene: Scene, chen: Browser) -> None:
    """What the agent typed stays, and nothing has moved; the window that it has already is no obstacle."""
    reference, first, second = seated(scene)
    with scene.centre.database.writing() as session:
        slots.seat(session, slots.Wanted(Service.CALLBACK, second.begins, second.ends), scene.now)
    before = taken(scene)
    chen.get("/desk/callbacks")
    chen.claim(reference)
    chen.dial(reference)
    assert rearrange(chen, reference, second) == 422
    assert "這個時段已滿" in chen.page
    assert taken(scene) == before
    assert scene.find(reference).state.value == "dialling"
    assert rearrange(chen, reference, first) == 200
    assert taken(scene) == before


def test_outside_the_week_an_agent_may_still_agree(scene: Scene, chen: Browser) -> None:
    reference, first, _ = seated(scene)
    chen.get("/desk/callbacks")
    chen.claim(reference)
    chen.dial(reference)
    evening = slots.Window(first.begins + timedelta(hours=11), first.begins + timedelta(hours=12), 0)
    assert rearrange(chen, reference, evening) == 200
    assert taken(scene) == {}
    assert scene.find(reference).slot_id is None


@on_postgresql
@pytest.mark.requirement("L2")
def test_next_passes_over_what_somebody_is_claiming(scene: Scene) -> None:
    """SKIP LOCKED: one request is being claimed, another is of the number that is; neither is waited for."""
    being, same, free = scene.callback(10), scene.callback(20), scene.callback(30, phone="0900000009")
    claims, agent = Claims(scene.centre), scene.agent("chen")
    with scene.centre.database.writing() as session:
        session.scalars(select(Callback).where(Callback.reference == being).with_for_update()).one()
        assert claims.claim_first([being, same, free], agent) == free
    assert claims.claim_first([being, same, free], agent) in (being, free)
