"""What the centre publishes, on its way into the house: asked for when it changed, kept before it is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain import events, states
from kiosk.domain.content import Knowledge
from kiosk.domain.faq import Article
from kiosk.domain.house import Task
from kiosk.domain.wait import NO_WAITS
from kiosk.ports import Pulled
from kiosk.pulled import last_good, rules
from kiosk.storage.replica import SqliteReplica
from tests.kiosk.domain.drafts import TAIPEI
from tests.kiosk.domain.examples import HOUSE
from tests.kiosk.windowless import Kiosk

ARTICLE: Article = HOUSE.articles[0]


def row(id: str = "late-payment", **changes: Any) -> dict[str, Any]:
    every = [language.value for language in ARTICLE.title]
    texts = dict.fromkeys(every, "文字")
    steps = {language: ["一", "二", "三"] for language in every}
    return {
        "id": id, "category": "payment", "updated": "2026-11-02", "title": texts, "answer": texts, "steps": steps,
        **changes,
    }  # fmt: skip


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    return Kiosk(tmp_path / "kiosk.db").start()


def ids(kiosk: Kiosk) -> list[str]:
    return [article.id for article in kiosk.visit.house.articles]


def publish(kiosk: Kiosk, version: str, body: object) -> None:
    kiosk.crm.published["knowledge"] = Pulled(version, body)
    kiosk.wait(10)


@pytest.mark.requirement("C6")
def test_what_was_published_is_there_after_one_sync_and_asked_for_once(kiosk: Kiosk) -> None:
    """C6: and nothing more is asked while nothing changes: one request a poll."""
    publish(kiosk, "1", [row("new-one")])
    assert ids(kiosk) == ["new-one"]
    for _ in range(5):
        kiosk.wait(10)
    assert kiosk.crm.asked == [{"announcements": "", "calendar": "", "knowledge": "", "waits": ""}]
    assert "content.taken" in kiosk.audited()
    kiosk.store.close()


@pytest.mark.requirement("C6")
def test_nothing_changes_under_a_customers_finger(kiosk: Kiosk) -> None:
    """C6: whoever reads goes on reading; the next visit finds what is new."""
    kiosk.touch(events.Started(), events.TaskChosen(Task.FAQ))
    before = ids(kiosk)
    publish(kiosk, "1", [row("new-one")])
    assert ids(kiosk) == before
    kiosk.touch(events.Ended())
    assert kiosk.at(states.Attract)
    assert ids(kiosk) == ["new-one"]
    kiosk.store.close()


@pytest.mark.requirement("C6")
@pytest.mark.parametrize(
    "body", [[], "words", [row(title="no languages")], [row(), row()], {"articles": 7}, [row(updated="soon")]]
)
def test_a_body_that_does_not_validate_leaves_the_last_good_one(kiosk: Kiosk, body: object) -> None:
    """C6: it is written down once, and asked for again only when there is another version."""
    publish(kiosk, "1", [row("good")])
    publish(kiosk, "2", body)
    kiosk.wait(10)
    assert ids(kiosk) == ["good"]
    assert kiosk.audited().count("content.refused") == 1
    assert len(kiosk.crm.asked) == 2
    publish(kiosk, "3", [row("mended")])
    assert ids(kiosk) == ["mended"]
    kiosk.store.close()


@pytest.mark.requirement("C6")
def test_the_last_good_one_is_there_after_a_restart_without_a_line(kiosk: Kiosk) -> None:
    publish(kiosk, "1", [row("kept")])
    kiosk.crm.down = True
    again = kiosk.killed().start()
    assert ids(again) == ["kept"]
    again.store.close()


@pytest.mark.requirement("C6")
def test_the_power_goes_between_the_answer_and_the_disk(kiosk: Kiosk) -> None:
    """C6: the old ones are served whole; after the start the new ones come."""
    publish(kiosk, "1", [row("old")])
    kiosk.disk.full = True
    publish(kiosk, "2", [row("new")])
    assert ids(kiosk) == ["old"]
    again = kiosk.killed()
    assert ids(again) == ["old"]
    assert ids(again.start().wait(10)) == ["new"]
    again.store.close()


def test_a_part_that_was_withdrawn_leaves_what_the_kiosk_came_with(kiosk: Kiosk) -> None:
    publish(kiosk, "1", [row("new-one")])
    del kiosk.crm.published["knowledge"]
    kiosk.wait(10)
    assert kiosk.visit.house.articles == HOUSE.articles
    assert SqliteReplica(kiosk.store, TAIPEI).parts() == {}
    kiosk.store.close()


@pytest.mark.requirement("D6")
def test_waiting_times_spare_the_disk_and_keep_the_centres_clock(kiosk: Kiosk) -> None:
    """D6: a number of minutes is not kept over a start, is no audit line, and asks for no other part."""
    told_at = kiosk.clock.now() - timedelta(minutes=2)
    told = [{"site": "S", "waiting": 1, "counters": 1, "minutes": 10, "told_at": told_at.isoformat()}]
    kiosk.crm.published["waits"] = Pulled("1", told, kiosk.clock.now() + timedelta(minutes=3))
    kiosk.wait(10)
    assert kiosk.visit.house.waits.told[0].minutes == 10
    assert timedelta(minutes=-3) <= kiosk.visit.house.waits.ahead <= timedelta(minutes=-2, seconds=-45)
    assert "content.taken" not in kiosk.audited()
    assert SqliteReplica(kiosk.store, TAIPEI).parts() == {}
    again = kiosk.killed()
    assert again.visit.house.waits == NO_WAITS
    assert again.start().wait(10).visit.house.waits.told[0].minutes == 10
    again.crm.published["waits"] = Pulled("2", [{"site": 7}])
    again.wait(10)
    assert again.visit.house.waits.told[0].minutes == 10
    assert again.audited().count("content.refused") == 1
    del again.crm.published["waits"]
    assert again.wait(10).visit.house.waits == NO_WAITS
    again.store.close()


def test_a_newer_centres_parts_are_left_alone(kiosk: Kiosk) -> None:
    kiosk.crm.published["weather"] = Pulled("1", {"rain": True})
    kiosk.wait(10)
    assert kiosk.crm.asked == []
    kiosk.store.close()


def test_a_line_that_breaks_is_asked_again_after_the_next_sync(kiosk: Kiosk) -> None:
    kiosk.crm.mute = True
    publish(kiosk, "1", [row("new-one")])
    assert ids(kiosk) != ["new-one"]
    kiosk.crm.mute = False
    assert ids(kiosk.wait(10)) == ["new-one"]
    kiosk.store.close()


def test_a_kept_part_that_a_newer_kiosk_cannot_read_is_as_good_as_none() -> None:
    found = last_good(HOUSE, {"knowledge": Pulled("1", "of old"), "weather": Pulled("1", {})})
    assert (found.house, found.have) == (HOUSE, {})


def test_every_part_has_something_that_the_kiosk_came_with() -> None:
    other = replace(HOUSE, articles=(replace(ARTICLE, id="other"),))
    assert rules(other)["knowledge"].factory == Knowledge(other.articles)
