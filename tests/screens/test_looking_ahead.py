"""Home is built while nobody is here: never in a customer's way, and it looks like one that is built on the spot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain import states
from kiosk.domain.language import Language
from kiosk.domain.preferences import Contrast, Preferences, Size
from kiosk.domain.visit import Visit
from screens.home import HomeScreen
from screens.robot_touch import picture
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits

NUMBERS = iter(range(1_000_000))


@pytest.fixture
def made(pilot: Pilot, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[HomeScreen]]:
    """Every home that is built. None is in store."""
    pilot.app._navigator._ahead = None
    homes: list[HomeScreen] = []
    build = HomeScreen.__init__

    def count(self: HomeScreen, *args: Any, **wishes: Any) -> None:
        build(self, *args, **wishes)
        homes.append(self)

    monkeypatch.setattr(HomeScreen, "__init__", count)
    yield homes
    pilot.app._navigator._ahead = None


def resting(language: Language = Language.EN, **wishes: Any) -> Visit:
    return replace(visits(language)["attract"], id=f"ahead.{next(NUMBERS)}", **wishes)


def at_home(visit: Visit) -> Visit:
    return replace(visit, state=states.Home())


def test_home_stands_ready_a_tick_behind_the_last_visit(pilot: Pilot, made: list[HomeScreen]) -> None:
    nobody = resting()
    pilot.show(nobody)
    assert made == []
    for _ in range(3):
        pilot.show(nobody)
    (ready,) = made
    pilot.show(at_home(nobody))
    assert pilot.root.screen is ready
    assert made == [ready]


def test_each_visit_has_its_own(pilot: Pilot, made: list[HomeScreen]) -> None:
    for _ in range(2):
        nobody = resting()
        pilot.show(nobody)
        pilot.show(nobody)
        pilot.show(at_home(nobody))
    first, second = made
    assert first is not second
    assert pilot.root.screen is second


@pytest.mark.parametrize(
    "wishes", [{"overlay": states.Languages()}, {"state": states.TopicWanted()}], ids=str
)
def test_nothing_is_built_while_somebody_is_here(
    pilot: Pilot, made: list[HomeScreen], wishes: dict[str, Any]
) -> None:
    somebody = resting(**wishes)
    for _ in range(3):
        pilot.show(somebody)
    assert made == []


def test_who_wants_larger_type_has_one_that_is_larger(pilot: Pilot, made: list[HomeScreen]) -> None:
    nobody = resting()
    pilot.show(nobody)
    pilot.show(nobody)
    (usual,) = made
    pilot.show(replace(at_home(nobody), preferences=Preferences(size=Size.XXL)))
    assert pilot.root.screen is not usual
    pilot.show(resting())


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", ["home", "home.limited", "home.news"])
def test_it_looks_like_one_that_is_built_now(
    pilot: Pilot, made: list[HomeScreen], language: Language, kind: str
) -> None:
    """Built in Traditional Chinese, shown in another language and other colours, with what has happened since."""
    wanted = visits(language)[kind]
    wanted = replace(wanted, preferences=Preferences(contrast=Contrast.YELLOW_ON_BLACK))
    pilot.show(replace(wanted, id=resting().id))
    now = picture()
    nobody = resting(Language.ZH_HANT)
    pilot.show(nobody)
    pilot.show(nobody)
    made.pop(0)
    pilot.show(replace(wanted, id=nobody.id))
    assert [pilot.root.screen] == made
    assert picture() == now
