"""D5: what everybody should know is written by a supervisor in three languages and is on the kiosks from when to when."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from crm.announcements import board
from crm.announcements.board import one_line
from crm.demo.announcements import seed_announcements
from crm.demo.calendar import seed_calendar
from crm.kiosks.content import Content
from crm.kiosks.published import PARTS
from crm.schema import AnnouncementChange, AuditLine
from tests.crm.desk.scene import Browser, Scene
from tests.crm.signing import contract
from tests.crm.test_contract import shape

NEW = "/desk/announcements/new"
#: Now it is five past two in the afternoon of the 22nd, in Taipei.
FIELDS: dict[str, Any] = {
    "severity": "important", "zh_hant": "週二停水", "en": "No water on Tuesday", "zh_hans": "周二停水",
    "begins": "2026-11-22T14:00", "ends": "2026-11-24T18:00",
}  # fmt: skip


@pytest.fixture
def author(scene: Scene, lead: Browser) -> Browser:
    seed_calendar(scene.centre)
    lead.get(NEW)
    return lead


def published(scene: Scene) -> Any:
    with scene.centre.database.reading() as session:
        return board.body(session, scene.now)


def stamp(scene: Scene) -> str:
    with scene.centre.database.reading() as session:
        return board.stamp(session, scene.now)


def revision(browser: Browser) -> str:
    return re.findall(r'name="revision" value="(\d+)"', browser.page)[0]


@pytest.mark.requirement("D5")
def test_a_supervisor_writes_it_and_kiosks_pull_it(scene: Scene, author: Browser) -> None:
    """D5: texts in three languages, from and until, where, how important; the audit says who, not what."""
    assert published(scene) is None
    assert "已發布" in author.post(NEW, **FIELDS, site=["三重服務中心"]).text
    [told] = published(scene)
    assert told == {
        "id": "1", "severity": "important", "sites": ["三重服務中心"],
        "texts": {"zh-Hant": "週二停水", "en": "No water on Tuesday", "zh-Hans": "周二停水"},
        "from": "2026-11-22T06:00:00.000Z", "to": "2026-11-24T10:00:00.000Z",
    }  # fmt: skip
    assert shape([told]) == shape(contract("parts/announcements.json"))
    with scene.centre.database.reading() as session:
        line = session.query(AuditLine).filter_by(what="announcement.written").one()
    assert (line.who, line.subject, line.detail) == ("lead", "1", {"severity": "important"})


@pytest.mark.requirement("D5")
def test_what_is_over_or_withdrawn_leaves_the_part(scene: Scene, author: Browser) -> None:
    """D5: within a quarter of an hour at the centre; a kiosk drops it at its minute by itself."""
    author.post(NEW, **FIELDS)
    author.post(NEW, **{**FIELDS, "ends": "2026-11-22T14:10"})
    assert [each["id"] for each in published(scene)] == ["1", "2"]
    before = stamp(scene)
    scene.centre.clock.step(minutes=10)  # type: ignore[attr-defined]
    assert [each["id"] for each in published(scene)] == ["1"]
    assert stamp(scene) != before
    assert "已到期" in author.get("/desk/announcements").text
    author.get("/desk/announcements/1")
    assert "已撤下" in author.post("/desk/announcements/1/withdraw", revision=revision(author)).text
    assert published(scene) is None
    assert "已經撤下" in author.get("/desk/announcements/1").text


@pytest.mark.requirement("C6")
def test_every_change_gives_this_part_alone_another_version(scene: Scene, author: Browser) -> None:
    content, versions = Content(PARTS), []

    def look() -> None:
        scene.centre.clock.step(seconds=1)  # type: ignore[attr-defined]
        with scene.centre.database.reading() as session:
            versions.append(content.versions(session, scene.now))

    author.post(NEW, **FIELDS)
    look()
    author.get("/desk/announcements/1")
    author.post("/desk/announcements/1", **{**FIELDS, "en": "No water"}, revision=revision(author))
    look()
    author.get("/desk/announcements/1")
    author.post("/desk/announcements/1/withdraw", revision=revision(author))
    author.post(NEW, **FIELDS)
    look()
    assert len({told["announcements"] for told in versions}) == 3
    assert len({told["calendar"] for told in versions}) == 1


def test_of_two_who_change_it_the_later_is_told(scene: Scene, author: Browser) -> None:
    author.post(NEW, **FIELDS)
    author.get("/desk/announcements/1")
    seen = revision(author)
    author.post("/desk/announcements/1", **{**FIELDS, "en": "First"}, revision=seen)
    second = author.post("/desk/announcements/1", **{**FIELDS, "en": "Second"}, revision=seen)
    assert second.status_code == 409
    assert "Second" in second.text
    assert published(scene)[0]["texts"]["en"] == "First"
    assert author.post("/desk/announcements/1/withdraw", revision=seen).status_code == 409
    newer = author.get("/desk/announcements/1").text
    author.post("/desk/announcements/1/withdraw", revision=re.findall(r'revision" value="(\d+)"', newer)[0])
    assert author.post("/desk/announcements/1", **FIELDS, revision="3").status_code == 409
    with scene.centre.database.reading() as session:
        kept = session.scalars(select(AnnouncementChange).order_by(AnnouncementChange.id)).all()
    assert [(each.what, each.texts["en"]) for each in kept] == [
        ("written", "No water on Tuesday"), ("changed", "First"), ("withdrawn", "First"),
    ]  # fmt: skip


@pytest.mark.parametrize(("fields", "words"), [
    ({"en": ""}, "三種語言都要寫"), ({"zh_hans": " \u200b "}, "三種語言都要寫"),
    ({"zh_hant": "字" * 57}, "太長了"),
    ({"ends": "2026-11-22T14:00"}, "結束要晚於開始"), ({"ends": "2026-11-22T14:05"}, "還沒過去"),
    ({"begins": "soon"}, "請填開始與結束"),
    ({"ends": "2027-11-24T18:00"}, "最長一年"), ({"severity": "panic"}, "請選重要性"),
    ({"site": ["nowhere"]}, "沒有這個據點"),
])  # fmt: skip
def test_what_does_not_fit_is_refused_and_stays_in_the_form(
    scene: Scene, author: Browser, fields: dict[str, Any], words: str
) -> None:
    answer = author.post(NEW, **{**FIELDS, **fields})
    assert answer.status_code == 422
    assert words in answer.text
    assert "No water on Tuesday" in answer.text or "en" in fields
    assert published(scene) is None


@pytest.mark.requirement("D5")
def test_a_hostile_text_is_text(scene: Scene, author: Browser) -> None:
    """D5: markup stands as it was typed; marks that turn the writing, control characters and lines are gone."""
    hostile = "<b onclick=x>{0}[b]\u202etxt\u0000\n\r\u2028two"
    assert author.post(NEW, **{**FIELDS, "en": hostile}).status_code == 200
    assert published(scene)[0]["texts"]["en"] == "<b onclick=x>{0}[b]txt two"
    assert "<b onclick" not in author.get("/desk/announcements/1").text
    assert one_line("a\u00a0b\u3000c\ud800\ue000") == "a b c"


def test_only_supervisors_write(author: Browser, chen: Browser) -> None:
    assert chen.get("/desk/announcements").status_code == 403
    assert "/desk/announcements" not in chen.get("/desk/callbacks").text
    assert "/desk/announcements" in author.get("/desk/callbacks").text
    assert author.get("/desk/announcements/7").status_code == 404
    assert author.post("/desk/announcements/7", **FIELDS).status_code == 404
    assert author.post("/desk/announcements/7/withdraw", revision="1").status_code == 404


def test_the_demonstration_announces_one_thing_once(scene: Scene) -> None:
    for _ in range(2):
        seed_announcements(scene.centre)
    [told] = published(scene)
    assert "11 月 24 日" in told["texts"]["zh-Hant"]
    scene.centre.clock.step(days=3, minutes=15)  # type: ignore[attr-defined]
    assert published(scene) is None
    with scene.centre.database.reading() as session:
        assert len(board.over(session, scene.now)) == 1
        assert board.current(session, scene.now - timedelta(days=1))
