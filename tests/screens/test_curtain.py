"""Who listens can make the panel dark; it comes back by a touch that presses nothing, or by the same choice."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from kiosk.domain import events, states
from kiosk.domain.events import Event
from kiosk.domain.flow import step
from kiosk.domain.keypad import NavKey
from kiosk.domain.language import Language
from kiosk.domain.preferences import Preferences
from kiosk.domain.speech import Speech
from kiosk.domain.visit import Visit
from tests.screens.conftest import Pilot
from tests.screens.keys import go_to
from tests.screens.visits import visits

DARK, LIT = events.PreferencesChosen(Preferences(dark=True)), events.PreferencesChosen(Preferences())


def listening(name: str = "home") -> Visit:
    visit = visits(Language.EN)[name]
    return replace(visit, health=replace(visit.health, headphones=True), touched_at=visit.now)


def shades() -> int:
    """How many colours the window shows."""
    from screens.robot_touch import picture

    return len(Image.open(io.BytesIO(picture())).convert("RGB").getcolors(1 << 24) or ())


@pytest.mark.accessibility("SPK-14", "PRI-01")
@pytest.mark.parametrize("name", ["home", "pin", "paid", "help"])
def test_the_panel_is_one_black_and_tells_what_it_told(pilot: Pilot, name: str) -> None:
    """SPK-14: a dialog and the ring of the keys too; whoever listens goes on by keys."""
    visit = listening(name)
    pilot.show(visit)
    pilot.root.press(NavKey.NEXT)
    told = pilot.tree()
    assert shades() > 100
    pilot.show(replace(visit, preferences=DARK.preferences))
    assert shades() == 1
    assert pilot.tree() == told
    pilot.show(visit)
    assert shades() > 100


@pytest.mark.accessibility("SPK-14")
def test_the_touch_that_brings_it_back_presses_nothing(pilot: Pilot) -> None:
    """SPK-14: wherever it is, also on a tile or a dialog's edge."""
    for name, tag in (("home", "home.pay"), ("help", "overlay.close")):
        pilot.show(replace(listening(name), preferences=DARK.preferences))
        pilot.tap(tag)
        pilot.touch(5, 5)
        assert pilot.sent == [LIT, LIT]
        pilot.sent.clear()


@pytest.mark.accessibility("SPK-14")
def test_the_choice_is_there_while_it_is_read_out_and_turns_both_ways(pilot: Pilot) -> None:
    """SPK-14: by keys alone, which the dark lets through; speech that is switched off takes it along."""
    visit = replace(listening(), overlay=states.Accessibility())
    for before, after in ((LIT, DARK), (DARK, LIT)):
        pilot.show(replace(visit, preferences=before.preferences))
        assert chosen(pilot, "accessibility.dark") == after
    unplugged = replace(visit, health=replace(visit.health, headphones=False))
    pilot.show(replace(unplugged, preferences=Preferences(speech=Speech(aloud=True), dark=True)))
    assert chosen(pilot, "accessibility.speech") == LIT
    pilot.show(unplugged)
    turned(pilot)
    with pytest.raises(LookupError):
        go_to(pilot.app, "accessibility.dark")


def chosen(pilot: Pilot, tag: str) -> Event:
    """What comes of it by keys."""
    turned(pilot)
    go_to(pilot.app, tag)
    pilot.app.press(NavKey.SELECT)
    pilot.frames(2)
    return pilot.sent.pop()


def turned(pilot: Pilot) -> None:
    """To the dialog's last leaf."""
    leaf = pilot.root.leaf
    leaf.turn(leaf.at.pages - 1)
    pilot.frames(3)


@pytest.mark.accessibility("SPK-14", "PRI-02")
def test_it_ends_with_the_visit_and_never_begins_by_itself() -> None:
    """SPK-14: of all that happens without a touch in an hour, nothing darkens it or brings it back."""
    visit = listening()
    for dark in (False, True):
        at = replace(visit, preferences=Preferences(dark=dark))
        for event in (events.SpeechHeard(), events.HeadphonesPlugged(), events.HeadphonesPulled()):
            assert step(at, event)[0].preferences.dark is dark
    assert step(replace(visit, preferences=DARK.preferences), events.Ended())[0].preferences == Preferences()
