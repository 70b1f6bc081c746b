"""D5: what the house announces is shown from when to when, where it belongs, until it is put away or over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain import events, states
from kiosk.domain.announcement import Announcements
from kiosk.domain.calendar import Calendar, Counter
from kiosk.domain.language import Language
from kiosk.domain.visit import Visit
from tests.kiosk.domain.drafts import EN, NOW
from tests.kiosk.domain.examples import HOUSE, NEWS, play, visit

DAY = timedelta(days=1)


def told(*news: object, **more: object) -> Visit:
    announcements = Announcements(news or (NEWS,))  # type: ignore[arg-type]
    return visit(states.Home(), house=replace(HOUSE, announcements=announcements, **more))  # type: ignore[arg-type]


def shown(visit: Visit) -> list[str]:
    return [one.id for one in visit.announcements]


@pytest.mark.requirement("D5")
@pytest.mark.parametrize(
    ("now", "there"),
    [
        (NEWS.begins - DAY, False),
        (NEWS.begins, True),
        (NOW, True),
        (NEWS.ends, False),
        (NEWS.ends + DAY, False),
    ],
)
def test_it_comes_and_goes_by_itself(now: object, there: bool) -> None:
    """D5: at its moments, without the line: nothing but the clock is asked."""
    assert bool(shown(replace(told(), now=now))) is there  # type: ignore[arg-type]


@pytest.mark.requirement("D5")
def test_the_important_ones_come_first_and_the_newest_of_them() -> None:
    older, storm = replace(NEWS, id="old", begins=NOW - 3 * DAY), replace(NEWS, id="storm", important=True)
    quake = replace(storm, id="quake", begins=NOW - timedelta(hours=1))
    assert shown(told(older, NEWS, storm, quake)) == ["quake", "storm", "7", "old"]


@pytest.mark.requirement("D5")
def test_one_for_certain_sites_is_shown_there_alone() -> None:
    """D5: a kiosk is known by its site's name in any language, or by its counter's at the centre."""
    for site, there in (("Sanchong office", True), ("elsewhere", False), ("C-12", False)):
        assert bool(shown(told(replace(NEWS, sites=frozenset({site}))))) is there
    counter = Counter("C-12", {EN: "Sanchong office"}, {}, {}, "")
    here = told(replace(NEWS, sites=frozenset({"C-12"})), calendar=Calendar(NOW, counters=(counter,)))
    assert shown(here) == ["7"]


@pytest.mark.requirement("D5")
def test_what_was_put_away_stays_away_for_this_visit() -> None:
    """D5: the next one shows; the next customer finds it again."""
    both = told(NEWS, replace(NEWS, id="8", important=True))
    one, effects = play(both, events.AnnouncementDismissed("8"))
    assert (shown(one), one.state, effects) == (["7"], states.Home(), [])
    none, _ = play(one, events.AnnouncementDismissed("7"), events.WentHome())
    assert shown(none) == []
    fresh, _ = play(none, events.Ended())
    assert shown(fresh) == ["8", "7"]


def test_what_is_not_there_cannot_be_put_away() -> None:
    for place, id in ((states.Home(), "nowhere"), (states.SiteShown(), "7")):
        before = replace(told(), state=place)
        assert play(before, events.AnnouncementDismissed(id))[0].dismissed == frozenset()


@pytest.mark.requirement("C6")
def test_a_new_one_waits_for_the_next_visit() -> None:
    newer = Announcements((replace(NEWS, id="9"),))
    here, _ = play(told(), events.ContentPulled(newer))
    assert shown(here) == ["7"]
    fresh, _ = play(here, events.Ended())
    assert shown(fresh) == ["9"]


def test_a_language_without_a_text_has_the_first_one() -> None:
    assert [NEWS.text(language) for language in Language] == ["系統維護", "Maintenance", "系統維護"]
