"""The attract loop: what stands in turn while nobody comes, and what ends it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain import states
from kiosk.domain.house import Task
from kiosk.domain.language import Language
from kiosk.domain.visit import Visit
from screens.slides import BEGINS, STANDS, slides, turn
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits
from tests.screens.reading import told

SECOND = timedelta(seconds=1)


def resting(seconds: timedelta, **given: object) -> Visit:
    """Nobody has been here for so long."""
    attract = visits(Language.EN)["attract"]
    return replace(attract, touched_at=attract.now - seconds, **given)  # type: ignore[arg-type]


@pytest.mark.requirement("X46")
def test_it_begins_after_a_minute_and_goes_round() -> None:
    """X46: the overview, each slide for its time, and the overview again."""
    house = resting(SECOND).house
    assert turn(BEGINS - SECOND, house) == 0
    rounds = [turn(BEGINS + at * STANDS, house) for at in range(len(slides(house)) + 2)]
    assert rounds == [*range(1, len(slides(house)) + 1), 0, 1]
    assert turn(BEGINS + STANDS - SECOND, house) == 1
    assert turn(BEGINS, replace(house, attract_loop=False)) == 0


def test_a_task_that_is_switched_off_has_no_slide() -> None:
    house = replace(resting(SECOND).house, tasks=(Task.FAQ, Task.CALLBACK))
    assert [slide.words for slide in slides(house)] == ["attract.faq", "attract.callback", "attract.access"]


def test_where_nothing_is_read_out_nobody_is_told_to_listen() -> None:
    """Not even of headphones."""
    house = replace(resting(SECOND).house, speaks=False)
    assert (slides(house)[-1].words, slides(house)[-1].about) == (
        "attract.access.type",
        "attract.about.access",
    )


@pytest.mark.requirement("X46")
def test_it_counts_from_when_the_visit_began_or_was_touched(pilot: Pilot) -> None:
    """X46: a visit that nobody ever touched begins too; who opened a dialog has their minute."""
    words = pilot.texts[Language.EN].get("attract.about.pay")
    first = replace(resting(SECOND), touched_at=None)
    first = replace(first, began=first.now)
    for elapsed, stands in ((timedelta(), False), (BEGINS - SECOND, False), (BEGINS, True)):
        pilot.show(replace(first, now=first.now + elapsed))
        assert (words in told(pilot)) == stands
    touched = first.now + BEGINS
    pilot.show(replace(first, touched_at=touched, now=touched + SECOND))
    assert words not in told(pilot)


@pytest.mark.accessibility("COL-05")
@pytest.mark.requirement("X46")
def test_nothing_changes_under_somebody_who_is_there(pilot: Pilot) -> None:
    """COL-05, X46: who listens, has a dialog open, or shall take their paper."""
    words = pilot.texts[Language.EN].get("attract.about.pay")
    pilot.show(resting(BEGINS))
    assert words in told(pilot)
    visit = resting(BEGINS)
    for busy in (
        replace(visit, health=replace(visit.health, headphones=True)),
        replace(visit, overlay=states.Help()),
        replace(visit, slot=True),
    ):
        pilot.show(busy)
        assert words not in told(pilot)


@pytest.mark.requirement("D5")
def test_every_announcement_has_its_turn(pilot: Pilot) -> None:
    """D5: the first one is not the only one that is read in passing."""
    news = visits(Language.EN)["attract.news"]
    texts = [announcement.text(Language.EN) for announcement in news.announcements]
    assert len(texts) > 1
    for at, text in enumerate(texts, start=1):
        pilot.show(replace(news, touched_at=news.now - BEGINS - (at - 1) * STANDS))
        assert texts[at % len(texts)] in told(pilot)
        assert text not in told(pilot) or text == texts[at % len(texts)]
