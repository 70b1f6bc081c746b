"""The calendar and the appointments at the desk, and what a callback may become beside done."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from crm.callbacks.work import Claims
from crm.demo.calendar import seed_calendar
from crm.schema import Booking, BookingState, CallbackState, Closure
from crm.schema import CallbackEvent as Event
from crm.staff.claims import NotClaimable
from crm.staff.logins import Agent
from tests.crm.desk.scene import Browser, Scene
from tests.crm.signing import StepClock


@pytest.mark.requirement("G2")
def test_a_supervisor_closes_a_day_and_opens_it_again(scene: Scene, chen: Browser, lead: Browser) -> None:
    seed_calendar(scene.centre)
    assert "11 月 24 日" in lead.get("/desk/calendar").text
    said = lead.post("/desk/calendar/close", day="2026-11-24", place="", reason="typhoon")
    assert "已設為休息日" in said.text
    assert "颱風停班" in said.text
    with scene.centre.database.reading() as session:
        line = session.query(Closure).one()
        assert (line.day.isoformat(), line.reason, line.is_open) == ("2026-11-24", "typhoon", False)
    lead.post("/desk/calendar/close", day="2026-11-24", place="", reason="workday")
    with scene.centre.database.reading() as session:
        assert session.query(Closure).one().is_open
        own = session.query(Closure).one().id
    assert "已移除" in lead.post("/desk/calendar/remove", line=str(own)).text
    for bad in ({"day": "2026-02-30"}, {"day": "2030-01-01"}, {"day": "2026-11-25", "reason": "whim"}):
        answer = lead.post("/desk/calendar/close", **{"place": "", "reason": "typhoon", **bad})
        assert 'role="alert"' in answer.text
    chen.get("/desk/calendar")
    assert chen.post("/desk/calendar/close", day="2026-11-26", reason="typhoon").status_code == 403
    assert chen.post("/desk/calendar/remove", line="1").status_code == 403


def booking(scene: Scene, minutes: float, reference: str = "K07-B001-AAAA") -> None:
    begins = scene.now + timedelta(minutes=minutes)
    row = Booking(
        id=f"00000000-0000-0000-0000-0000000{abs(hash(reference)) % 10**5:05}", reference=reference,
        kiosk_id="K07", customer_id=1, phone="0912345678", language="zh-Hant", service="counter",
        place="三重服務中心", asked_from=begins, begins=begins, ends=begins + timedelta(minutes=30),
        requested_at=scene.now, received_at=scene.now, tz="Asia/Taipei", notice="2026-11", context={},
    )  # fmt: skip
    with scene.centre.database.writing() as session:
        session.add(row)


@pytest.mark.requirement("Q1")
def test_the_days_appointments_arrive_are_done_or_do_not_come(scene: Scene, chen: Browser) -> None:
    booking(scene, 30)
    booking(scene, -30, "K07-B002-AAAA")
    page = chen.get("/desk/bookings").text
    assert page.index("K07-B002-AAAA") < page.index("K07-B001-AAAA")
    assert "林○宏" in page
    assert "0912-345-678" not in page
    assert chen.post("/desk/bookings/K07-B001-AAAA", act="arrive").status_code == 200
    assert chen.post("/desk/bookings/K07-B001-AAAA", act="arrive").status_code == 409
    chen.get("/desk/bookings")
    chen.post("/desk/bookings/K07-B001-AAAA", act="done")
    chen.post("/desk/bookings/K07-B002-AAAA", act="no_show")
    with scene.centre.database.reading() as session:
        states = {row.reference: row.state for row in session.query(Booking)}
    assert states == {"K07-B001-AAAA": BookingState.DONE, "K07-B002-AAAA": BookingState.NO_SHOW}
    assert chen.post("/desk/bookings/K07-X", act="done").status_code == 404
    assert chen.post("/desk/bookings/K07-B001-AAAA", act="vanish").status_code == 422
    assert "這一天沒有預約" in chen.get("/desk/bookings?day=2026-12-01").text


@pytest.mark.requirement("X51")
@pytest.mark.parametrize(("outcome", "minutes"), [("busy", 15), ("voicemail", 24 * 60), ("no_answer", 30)])
def test_every_outcome_has_its_own_rule(scene: Scene, chen: Browser, outcome: str, minutes: int) -> None:
    reference = scene.callback(60)
    chen.claim(reference)
    chen.dial(reference)
    chen.finish(reference, outcome)
    row = scene.find(reference)
    assert (row.state, row.attempts) == (CallbackState.RETRY, 1)
    assert row.retry_at == scene.now + timedelta(minutes=minutes)


def test_the_customer_no_longer_needs_it(scene: Scene, chen: Browser) -> None:
    reference = scene.callback(60)
    chen.claim(reference)
    chen.dial(reference)
    assert "已取消" in chen.finish(reference, "called_off").text
    assert scene.find(reference).state is CallbackState.CANCELLED
    assert chen.get(f"/desk/callbacks/{reference}").status_code == 200


def test_a_transfer_waits_for_the_colleague_and_then_for_anybody(
    scene: Scene, chen: Browser, chang: Browser, clock: StepClock
) -> None:
    reference = scene.callback(60)
    chen.claim(reference)
    assert "請選要轉給誰" in chen.finish(reference, "transferred", note="費率問題").text
    chen.finish(reference, "transferred", note="費率問題", to=f"staff:{scene.agent('chang').id}")
    assert chen.claim(reference).status_code == 409
    clock.step(minutes=21)
    assert chen.claim(reference).status_code == 200
    assert "transfer" in scene.history(reference)
    chen.finish(reference, "transferred", note="抄表", to="topic:meter")
    assert scene.find(reference).topic == "meter"
    assert chang.claim(reference).status_code == 200


@pytest.mark.requirement("G5")
def test_the_desk_shows_how_the_customer_wants_to_hear(scene: Scene, chen: Browser) -> None:
    reference = scene.callback(60, reply="sms")
    chen.claim(reference)
    assert "簡訊" in chen.page
    assert "tel:" not in chen.dial(reference).text
    assert 'href="sms:0912345678"' in chen.page


@pytest.mark.requirement("G4")
def test_a_wish_during_the_call_is_told_to_who_holds_it(scene: Scene, chen: Browser) -> None:
    reference = scene.callback(60)
    chen.claim(reference)
    with scene.centre.database.writing() as session:
        row = scene.find(reference)
        session.add(Event(callback_id=row.id, at=scene.now, who="K03", what="cancel_asked"))
    assert 'role="alert"' in chen.get(f"/desk/callbacks/{reference}").text
    assert "顧客在自助機要求取消" in chen.page


def test_nobody_calls_a_number_that_a_colleague_is_calling(
    scene: Scene, chen: Browser, chang: Browser
) -> None:
    first, second = scene.callback(60), scene.callback(60, topic="meter")
    other = scene.callback(60, phone="0900000009")
    chen.claim(first)
    assert chang.claim(second).status_code == 409
    assert "陳怡君" in chang.page
    assert chang.claim(other).status_code == 200
    assert chen.claim(second).status_code == 200  # one's own other request is one's own


def test_two_requests_of_one_number_have_one_caller(scene: Scene) -> None:
    """Twenty races of two threads: the same instant, two requests, one number."""
    agents = (scene.agent("chen"), scene.agent("chang"))
    claims, start = Claims(scene.centre), Barrier(2)

    def race(reference: str, agent: Agent) -> bool:
        start.wait(timeout=10)
        try:
            claims.claim(reference, agent)
        except NotClaimable:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        for number in range(20):
            phone = f"09100000{number:02}"
            two = [scene.callback(60, phone=phone, topic=topic) for topic in ("meter", "billing")]
            runs = [pool.submit(race, *pair) for pair in zip(two, agents, strict=True)]
            assert sorted(run.result() for run in runs) == [False, True]
