"""One net for bugs of the window; and words from outside are words, whatever signs are in them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.language import Language
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits

#: Kivy's own markup: it would look different, and be a thing to touch.
MARKED = "[b]A[/b] [ref=x]B[/ref] [color=ff0000]C[/color] &bl;D&br;"


@pytest.mark.requirement("P2")
def test_a_bug_in_the_window_is_told_and_the_window_goes_on(
    pilot: Pilot, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P2: nobody sees a traceback, and nothing ends: the machine hears of it and clears the screen."""
    from kivy.base import EventLoop, ExceptionManager
    from kivy.clock import Clock

    from screens.net import catch

    told: list[str] = []
    turns: list[str] = []

    def breaks(_elapsed: float) -> None:
        raise ZeroDivisionError("a bug")

    def ends(_elapsed: float) -> None:
        turns.append("went on")
        EventLoop.quit = True

    def broke(where: str) -> None:
        told.append(where)
        Clock.schedule_once(ends)

    pilot.show(visits(Language.EN)["home"])
    before = pilot.tree()
    monkeypatch.setattr(ExceptionManager, "handlers", [])
    monkeypatch.setattr(EventLoop, "status", "started")
    monkeypatch.setattr(EventLoop, "quit", False)
    catch(broke)
    Clock.schedule_once(breaks)
    EventLoop.mainloop()
    assert (told, turns) == (["main"], ["went on"])
    assert "a bug on the main thread" in caplog.text
    assert pilot.tree() == before


@pytest.mark.requirement("P2")
@pytest.mark.parametrize("name", ["home", "bills", "paid", "faq.article", "closed.hours"])
def test_no_label_takes_signs_for_markup(pilot: Pilot, name: str) -> None:
    """P2: what the centre or a bill says cannot dress up, nor make something to touch."""
    from kivy.uix.label import Label

    named = visits(Language.EN)
    if name not in named:
        name = next(each for each in named if each.startswith(name.partition(".")[0]))
    told = replace(named[name], house=replace(named[name].house, site=dict.fromkeys(Language, MARKED)))
    pilot.show(told)
    labels = [widget for widget in pilot.root.walk() if isinstance(widget, Label)]
    assert labels
    assert [label.text for label in labels if label.markup] == []
    assert any(MARKED in label.text for label in labels)
