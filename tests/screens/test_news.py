"""D5: what the house announces, on the home screen and where nobody is: text, one at a time, in nobody's way."""

from __future__ import annotations

import pytest

from kiosk.domain.events import AnnouncementDismissed
from kiosk.domain.language import Language
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits

STORM = "A typhoon is coming"


def told(pilot: Pilot, name: str) -> str:
    pilot.show(visits(Language.EN)[name])
    return " ".join(node["name"].replace("\n", " ") for node in pilot.tree())


@pytest.mark.requirement("D5")
def test_one_at_a_time_until_it_is_put_away(pilot: Pilot) -> None:
    """D5: the important one first; of what is over or of elsewhere nothing is said."""
    said = told(pilot, "home.news")
    assert STORM in said
    assert "System maintenance" not in said
    pilot.tap("announcement.seen")
    assert pilot.sent == [AnnouncementDismissed("typhoon")]
    said = told(pilot, "home.news.next")
    assert STORM not in said
    assert "System maintenance on 28 November" in said
    for name in ("home.news", "home.news.next", "attract.news"):
        assert not [word for word in ("Of the past", "Of elsewhere") if word in told(pilot, name)]


@pytest.mark.requirement("D5")
def test_where_nobody_is_it_stands_in_two_languages_and_covers_nothing(pilot: Pilot) -> None:
    said = told(pilot, "attract.news")
    assert STORM in said
    assert "颱風將至" in said.replace(" ", "")
    assert "announcement.seen" not in {node["id"] for node in pilot.tree()}


@pytest.mark.requirement("D5")
def test_a_hostile_text_is_shown_as_it_is(pilot: Pilot) -> None:
    assert "<b>{0}</b> [b]bold[/b] &amp;" in told(pilot, "home.news.hostile")


@pytest.mark.parametrize("name", ["home", "attract", "site", "home.news.signed_in.limited"])
def test_elsewhere_and_where_there_is_none_it_takes_no_room(pilot: Pilot, name: str) -> None:
    assert STORM not in told(pilot, name)
    assert "announcement.seen" not in {node["id"] for node in pilot.tree()}
