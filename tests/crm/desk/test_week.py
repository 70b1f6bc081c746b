"""G2: supervisors keep the week at the desk; kiosks pull what changed, and nobody overwrites a colleague."""

from __future__ import annotations

import re

import pytest

from crm.calendar import sheet, slots
from crm.calendar.office import Service
from crm.demo.calendar import seed_calendar
from crm.schema import AuditLine, WindowPattern
from tests.crm.desk.scene import Browser, Scene

FORM = re.compile(r'name="window" value="(\d+)"><input type="hidden" name="seen" value="([^"]+)"')
COUNTER = "三重服務中心"


@pytest.fixture
def week(scene: Scene, lead: Browser) -> Browser:
    """A supervisor before the week of call-backs."""
    seed_calendar(scene.centre)
    lead.get("/desk/calendar/week")
    return lead


def shown(browser: Browser) -> list[tuple[str, str]]:
    """Windows as the page has them: their number, and how they were seen."""
    return FORM.findall(browser.page)


def told(scene: Scene) -> tuple[str, dict[str, object]]:
    """What kiosks pull: the part's stamp, and its body."""
    with scene.centre.database.reading() as session:
        body = sheet.body(session, scene.now)
        assert body is not None
        return sheet.stamp(session, scene.now), body


@pytest.mark.requirement("G2")
def test_a_change_of_the_week_reaches_the_kiosks(scene: Scene, week: Browser) -> None:
    before, _ = told(scene)
    window, seen = shown(week)[0]
    assert seen == "09:00-12:00 30"
    fields = {"window": window, "seen": seen, "opens": "08:00", "closes": "12:00", "capacity": "30"}
    assert "已儲存" in week.post("/desk/calendar/week/change", **fields).text
    after, body = told(scene)
    assert after != before
    assert {"weekday": 0, "opens": "08:00", "closes": "12:00"} in body["hours"]  # type: ignore[operator]
    with scene.centre.database.reading() as session:
        line = session.query(AuditLine).filter_by(what="calendar.window_changed").one()
    assert (line.who, line.detail) == (
        "lead", {"service": "callback", "weekday": 0, "window": "08:00-12:00 30"},
    )  # fmt: skip


@pytest.mark.requirement("G2")
def test_every_kind_of_change_gives_the_part_another_stamp(scene: Scene, week: Browser) -> None:
    """Also one that leaves the sum of places as it was, and one that takes away what came last."""
    stamps = [told(scene)[0]]
    first, second = shown(week)[:2]
    for (window, seen), places in ((first, "20"), (second, "40")):
        opens, closes = re.findall(r"\d\d:\d\d", seen)
        scene.centre.clock.step(seconds=1)  # type: ignore[attr-defined]
        week.post(
            "/desk/calendar/week/change",
            window=window,
            seen=seen,
            opens=opens,
            closes=closes,
            capacity=places,
        )
        stamps.append(told(scene)[0])
    scene.centre.clock.step(seconds=1)  # type: ignore[attr-defined]
    week.post(
        "/desk/calendar/week/add", service="callback", days=["5"], opens="10:00", closes="11:00", capacity="1"
    )
    stamps.append(told(scene)[0])
    window, seen = shown(week)[-1]
    week.post("/desk/calendar/week/remove", window=window, seen=seen)
    stamps.append(told(scene)[0])
    assert len(set(stamps)) == len(stamps) - (stamps[-1] == stamps[-3])
    assert stamps[-1] != stamps[-2]


@pytest.mark.requirement("G2")
def test_a_capacity_of_the_desk_is_the_one_that_counts(scene: Scene, week: Browser) -> None:
    windows = shown(week)
    for window, seen in windows:
        opens, closes = re.findall(r"\d\d:\d\d", seen)
        week.post(
            "/desk/calendar/week/change", window=window, seen=seen, opens=opens, closes=closes, capacity="1"
        )
    with scene.centre.database.writing() as session:
        ahead = slots.windows(session, Service.CALLBACK, "", scene.now, 7)[3]
        wanted = slots.Wanted(Service.CALLBACK, ahead.begins, ahead.ends)
        first, second = (slots.seat(session, wanted, scene.now) for _ in range(2))
    assert first.moved == ""
    assert second.moved == "full"


def test_of_two_who_change_one_window_the_later_is_told(scene: Scene, week: Browser) -> None:
    window, seen = shown(week)[0]
    fields = {"window": window, "seen": seen, "opens": "09:00", "closes": "12:00"}
    week.post("/desk/calendar/week/change", **fields, capacity="5")
    assert "別人剛剛改過" in week.post("/desk/calendar/week/change", **fields, capacity="50").text
    assert "別人剛剛改過" in week.post("/desk/calendar/week/remove", window=window, seen=seen).text
    with scene.centre.database.reading() as session:
        assert session.get_one(WindowPattern, int(window)).capacity == 5


@pytest.mark.parametrize(("fields", "words"), [
    ({"opens": "12:00"}, "結束要晚於開始"), ({"closes": "25:00"}, "結束要晚於開始"), ({"capacity": "-1"}, "名額請填"),
    ({"capacity": "1000"}, "名額請填"), ({"days": []}, "請選星期"), ({"opens": "11:00"}, "重疊"),
])  # fmt: skip
def test_what_is_no_window_is_refused(week: Browser, fields: dict[str, str], words: str) -> None:
    given = {"service": "callback", "days": ["0"], "opens": "12:00", "closes": "12:30", "capacity": "3"}
    if "opens" in fields and fields["opens"] == "12:00":
        given["closes"] = "12:00"
    assert words in week.post("/desk/calendar/week/add", **{**given, **fields}).text


def test_a_counter_leaves_the_week_of_the_house(scene: Scene, week: Browser) -> None:
    page = week.get(f"/desk/calendar/week?service=counter&place={COUNTER}").text
    assert "照全公司的時段" in page
    assert shown(week) == []
    week.post("/desk/calendar/week/own", service="counter", place=COUNTER)
    mine = shown(week)
    assert len(mine) == 70
    for window, seen in mine[:14]:
        week.post("/desk/calendar/week/remove", window=window, seen=seen)
    _, body = told(scene)
    hours = {each["name"]: {line["weekday"] for line in each["hours"]} for each in body["sites"]}  # type: ignore[attr-defined]
    assert hours[COUNTER] == {1, 2, 3, 4}
    assert 0 in hours["板橋服務中心"]


def test_only_supervisors_keep_the_week(week: Browser, chen: Browser) -> None:
    assert chen.get("/desk/calendar/week").status_code == 403
    assert "/desk/calendar/week" not in chen.get("/desk/calendar").text
    assert "/desk/calendar/week" in week.get("/desk/calendar").text
    assert week.get("/desk/calendar/week?service=gardening").status_code == 404
    assert week.get("/desk/calendar/week?place=nowhere").status_code == 404
