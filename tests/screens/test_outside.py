"""What a screen reader from outside asks of the window: as a finger, as keys, and nothing that it could not see."""

from __future__ import annotations

import pytest

from kiosk.domain import events, states
from kiosk.domain.house import Task
from kiosk.domain.language import Language
from tests.screens.conftest import Pilot
from tests.screens.reading import told
from tests.screens.visits import visit


@pytest.mark.requirement("X42")
def test_a_press_from_outside_does_what_a_finger_does(pilot: Pilot) -> None:
    pilot.show(visit(states.Home()))
    pilot.app.press_at("HomeScreen", "HomeScreen", "home.pay")
    assert events.TaskChosen(Task.PAY) in pilot.sent


def test_what_is_no_longer_shown_cannot_be_pressed(pilot: Pilot) -> None:
    """Nobody pays by a button of the screen before."""
    pilot.show(visit(states.Home()))
    for screen, front, tag in (
        ("ReviewScreen", "ReviewScreen", "home.pay"),
        ("HomeScreen", "IdleOverlay", "home.pay"),
        ("HomeScreen", "HomeScreen", "nav.primary"),
    ):
        pilot.app.press_at(screen, front, tag)
        pilot.app.focus_at(screen, front, tag)
    assert pilot.sent == []
    assert pilot.root.focused is None


def test_the_focus_goes_where_it_is_asked_to(pilot: Pilot) -> None:
    pilot.show(visit(states.Home()))
    pilot.app.focus_at("HomeScreen", "HomeScreen", "home.callback")
    pilot.frames(4)
    assert [node["id"] for node in pilot.tree() if node["focus"]] == ["home.callback"]


def test_the_language_goes_with_it(pilot: Pilot) -> None:
    pilot.show(visit(states.Home()))
    assert pilot.app.tree()["language"] in tuple(Language)


def test_a_missing_bus_stands_in_maintenance(pilot: Pilot, catalogue: object) -> None:
    from dataclasses import replace

    from tests.screens.visits import WELL

    texts = pilot.texts[Language.EN]
    shown = visit(states.Maintenance(), language=Language.EN)
    pilot.show(replace(shown, health=replace(WELL, outside_reader_works=False)))
    assert texts.get("maintenance.no_outside_reader") in told(pilot)
