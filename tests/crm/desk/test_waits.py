"""D6: who works at a counter tells by one form how long one waits there; kiosks pull it as a part of its own."""

from __future__ import annotations

import re
from typing import Any

import pytest

from crm.counters import waits
from crm.demo.calendar import seed_calendar
from crm.demo.waits import WAITS, seed_waits
from crm.kiosks.content import Content
from crm.kiosks.published import PARTS
from crm.schema import AuditLine
from tests.crm.desk.scene import Browser, Scene
from tests.crm.signing import contract
from tests.crm.test_contract import shape

HERE, OTHER = "三重服務中心", "板橋服務中心"
REVISION = re.compile(r'name="revision" value="(\d+)"')


@pytest.fixture
def counter(scene: Scene, chen: Browser) -> Browser:
    """An agent before the form of the counter in Sanchong."""
    seed_calendar(scene.centre)
    chen.get(f"/desk/waits?site={HERE}")
    return chen


def tell(browser: Browser, **fields: str) -> str:
    [revision] = REVISION.findall(browser.page)
    given = {"site": HERE, "revision": revision, "waiting": "4", "counters": "2", "minutes": "15"}
    return browser.post("/desk/waits", **{**given, **fields}).text


def published(scene: Scene) -> Any:
    with scene.centre.database.reading() as session:
        return waits.body(session, scene.now)


@pytest.mark.requirement("D6")
def test_an_agent_tells_it_by_one_touch_and_kiosks_hear_of_it(scene: Scene, counter: Browser) -> None:
    """D6: people, counters, minutes and the moment; the audit says who."""
    assert published(scene) is None
    page = tell(counter)
    assert "已更新" in page
    assert "4 人等候" in page
    assert published(scene) == [
        {"site": HERE, "waiting": 4, "counters": 2, "minutes": 15, "told_at": "2026-11-22T06:05:42.000Z"}
    ]
    with scene.centre.database.reading() as session:
        line = session.query(AuditLine).filter_by(what="wait.told").one()
    assert (line.who, line.subject, line.detail) == (
        "chen",
        HERE,
        {"waiting": 4, "counters": 2, "minutes": 15},
    )


@pytest.mark.requirement("C6")
def test_no_other_part_gets_another_version_by_it(scene: Scene, counter: Browser) -> None:
    """C6: the small part alone is fetched again, also when the same number is told anew: its moment is another."""
    tell(counter)
    content = Content(PARTS)
    versions = []
    for minutes in ("15", "15", "20"):
        with scene.centre.database.reading() as session:
            versions.append(content.versions(session, scene.now))
        scene.centre.clock.step(seconds=30)  # type: ignore[attr-defined]
        tell(counter, minutes=minutes)
    assert len({told["waits"] for told in versions}) == len(versions)
    assert len({told["calendar"] for told in versions}) == 1
    assert len({told["knowledge"] for told in versions}) == 1


def test_the_part_is_that_of_the_contract(scene: Scene, counter: Browser) -> None:
    tell(counter)
    assert shape(published(scene)) == shape(contract("parts/waits.json"))


def test_the_demonstrations_counters_tell_it_once(scene: Scene, counter: Browser) -> None:
    tell(counter, minutes="60")
    for _ in range(2):
        seed_waits(scene.centre)
    told = {each["site"]: each["minutes"] for each in published(scene)}
    assert told == {site: wait.minutes for site, wait in WAITS.items()} | {HERE: 60}


def test_no_counter_open_is_told_by_a_button_of_its_own(scene: Scene, counter: Browser) -> None:
    assert "不再顯示這裡的等候時間" in tell(counter, minutes="", waiting="x")
    [told] = published(scene)
    assert (told["counters"], told["minutes"]) == (0, 0)


def test_of_two_who_tell_at_once_the_later_looks_again(
    scene: Scene, counter: Browser, chang: Browser
) -> None:
    chang.get(f"/desk/waits?site={HERE}")
    tell(counter, minutes="30")
    assert "別人剛剛更新過" in tell(chang, minutes="5")
    assert published(scene)[0]["minutes"] == 30
    assert "已更新" in tell(chang, minutes="5")
    assert published(scene)[0]["minutes"] == 5


@pytest.mark.parametrize(("fields", "words"), [
    ({"waiting": "-1"}, "等候人數請填"), ({"waiting": "1000"}, "等候人數請填"), ({"waiting": ""}, "等候人數請填"),
    ({"counters": "0"}, "開放的櫃檯請填"), ({"counters": "100"}, "開放的櫃檯請填"), ({"minutes": "601"}, "請選分鐘數"),
    ({"minutes": "soon"}, "請選分鐘數"), ({"minutes": "１５"}, "請選分鐘數"),
])  # fmt: skip
def test_what_is_no_number_is_refused(
    scene: Scene, counter: Browser, fields: dict[str, str], words: str
) -> None:
    assert words in tell(counter, **fields)
    assert published(scene) is None


def test_a_place_that_is_not_there_has_no_page(counter: Browser) -> None:
    assert counter.get("/desk/waits?site=nowhere").status_code == 404
    for site in ("nowhere", ""):
        fields = {"site": site, "revision": "0", "waiting": "1", "counters": "1", "minutes": "5"}
        assert counter.post("/desk/waits", **fields).status_code == 404


def test_a_house_without_counters_says_so(chen: Browser) -> None:
    assert "還沒有服務據點" in chen.get("/desk/waits").text


def test_the_list_says_what_is_too_old(scene: Scene, counter: Browser) -> None:
    tell(counter)
    assert "太久沒有更新" not in counter.get("/desk/waits").text
    scene.centre.clock.step(minutes=20, seconds=1)  # type: ignore[attr-defined]
    assert "太久沒有更新" in counter.get("/desk/waits").text
