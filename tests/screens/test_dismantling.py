"""What has left the window is taken apart, some steps a turn of the loop, and ends without Python's collector."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain.language import Language
from kiosk.domain.preferences import Contrast, Preferences, Size
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits


@pytest.fixture
def uncollected() -> Iterator[None]:
    """Nobody collects."""
    gc.disable()
    yield
    gc.enable()


def all_of(widget: Any) -> list[Any]:
    """Weakly: it and what is below it."""
    return [weakref.ref(each) for each in widget.walk(restrict=True)]


@pytest.mark.usefixtures("uncollected")
@pytest.mark.requirement("X37", "P1")
@pytest.mark.parametrize("name", ["bills", "callback_done.offered", "faq_search", "idle"])
def test_a_screen_that_went_ends_widget_by_widget(pilot: Pilot, name: str) -> None:
    """P1: of the thousands of objects of a screen none is left for the collector, which would hold the main thread."""
    pilot.show(visits(Language.EN)[name])
    gone = all_of(pilot.root.front)
    pilot.show(visits(Language.EN)["attract"])
    pilot.dismantle()
    assert len(gone) > 10
    assert [widget() for widget in gone if widget() is not None] == []


@pytest.mark.usefixtures("pilot")
@pytest.mark.requirement("P1")
def test_no_turn_takes_more_than_its_helping() -> None:
    """P1: each widget is two steps; the finger comes between two turns."""
    from kivy.uix.widget import Widget

    from screens.widgets.dismantling import A_TURN, Dismantler

    whole = Widget()
    for _ in range(A_TURN - 1):
        whole.add_widget(Widget())
    dismantler = Dismantler()
    dismantler.take(whole)
    dismantler.turn()  # no rule listens
    assert len(whole.children) == A_TURN - 1
    assert dismantler.busy
    dismantler.turn()
    assert whole.children == []
    assert not dismantler.busy


@pytest.mark.usefixtures("pilot")
@pytest.mark.requirement("P2")
def test_what_cannot_be_taken_apart_ends_no_visit(caplog: pytest.LogCaptureFixture) -> None:
    """P2: the net below would show an apology for it; what comes after it is taken apart all the same."""
    from kivy.uix.widget import Widget

    from screens.widgets.dismantling import Dismantler

    class Stubborn(Widget):
        def clear_widgets(self, children: Any = None) -> None:
            raise RuntimeError("not this one")

    whole = Stubborn()
    whole.add_widget(plain := Widget())
    plain.add_widget(Widget())
    dismantler = Dismantler()
    dismantler.take(whole)
    while dismantler.busy:
        dismantler.turn()
    assert plain.children == []
    assert "cannot be taken apart" in caplog.text


@pytest.mark.usefixtures("pilot")
@pytest.mark.requirement("P1")
def test_rules_of_what_stands_aside_end_with_what_they_speak_of() -> None:
    """P1: News without a button keeps one in hand, whose rule knows both the news and the sheet that lives on."""
    from kivy.lang.builder import _handlers

    from screens.widgets.dismantling import Dismantler
    from screens.widgets.news import News

    news = News()
    button = news.ids.seen.__self__
    assert button.parent is None
    assert button.uid in _handlers
    dismantler = Dismantler()
    dismantler.take(news)
    while dismantler.busy:
        dismantler.turn()
    assert button.uid not in _handlers
    assert news.uid not in _handlers


@pytest.mark.usefixtures("uncollected")
@pytest.mark.requirement("X37")
def test_a_frame_of_another_measure_leaves_nothing_of_the_one_before(pilot: Pilot) -> None:
    """X37: and sizes and colours that change later meet no rule of it."""
    plain = visits(Language.EN)["home"]
    pilot.show(plain)
    old = all_of(pilot.root.ids.stack)
    for preferences in (
        Preferences(size=Size.XL, contrast=Contrast.YELLOW_ON_BLACK),
        Preferences(),
        Preferences(low=True),
        Preferences(),
    ):
        pilot.show(replace(plain, preferences=preferences))
        pilot.dismantle()
    assert [widget() for widget in old if widget() is not None] == []
    assert pilot.find("nav.help").words
