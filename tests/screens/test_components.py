"""The gallery of components: nothing is missing in it, and every colour in it is a role of the palette."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from kivy.lang import Builder
from kivy.uix.widget import Widget

from kiosk.domain.language import Language
from kiosk.domain.preferences import Contrast
from kiosk.texts import Texts
from screens import theme
from tests.screens.conftest import ROOT, Pilot

#: Bases that are nowhere by themselves, and the ring, which is drawn around what is focused and stands in no tree.
NOWHERE = {"GridLayout", "Rows", "FocusRing", "Lettering"}
#: What brings colours of its own: a code that cameras read, and how other palettes would look.
OWN_COLOURS = {"QrCode", "Samples"}


@pytest.fixture
def light(pilot: Pilot) -> Iterator[Texts]:
    """The words of a window in the standard palette, before and after."""
    theme.colours.wear(theme.LIGHT)
    yield pilot.texts[Language.EN]
    theme.colours.wear(theme.LIGHT)


def kinds() -> set[str]:
    """What `screens/widgets/` and the theme declare, in Python or in kv."""
    room = ROOT / "screens" / "widgets"
    rules = "\n".join(file.read_text() for file in (ROOT / "screens" / "theme.kv", *room.glob("*.kv")))
    modules = (import_module(f"screens.widgets.{file.stem}") for file in room.glob("[a-z]*.py"))
    classes = {
        kind.__name__
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Widget) and kind.__module__ == module.__name__
    }
    return classes | set(re.findall(r"^<(\w+)@", rules, re.MULTILINE))


def test_every_widget_has_its_place_and_every_colour_is_a_role(light: Texts) -> None:
    from tests.screens.components.board import pressable, roles_of, states_of
    from tests.screens.components.specimens import specimens

    boards = {specimen.name: states_of(specimen, light.get) for specimen in specimens()}
    states = [(name, state, widget) for name, board in boards.items() for state, widget in board.items()]

    shown = {type(part).__name__ for *_, state in states for part in state.walk(restrict=True)}
    assert {"Push", "LetterRow", "WayFace"} <= kinds()
    assert kinds() - shown == NOWHERE

    assert {"rest", "pressed", "focused", "disabled", "long words"} <= set(boards["Push"])
    assert {"error", "busy"} <= {state for _, state, _ in states}
    pressed = [
        each for board in boards.values() if "pressed" in board for each in pressable(board["pressed"])
    ]
    assert all(each.state == "down" for each in pressed)
    assert {name for name, board in boards.items() if "pressed" in board} == {
        name for name, board in boards.items() if pressable(board["rest"])
    }

    found = roles_of(widget for *_, widget in states)
    drawn = [(name, state, roles) for (name, state, _), roles in zip(states, found, strict=True)]
    strange = {
        (name, state, role)
        for name, state, roles in drawn
        for role in roles
        if role.startswith("#") and name not in OWN_COLOURS
    }
    assert strange == set()
    assert ("Push", "rest", ["on_primary", "primary"]) in drawn


@pytest.mark.accessibility("COL-03")
def test_a_palette_that_is_put_on_later_reaches_every_colour(light: Texts) -> None:
    """COL-03: whoever changes the contrast sees what somebody sees who came with it, in every widget."""
    from tests.screens.components.board import drawn_in
    from tests.screens.components.specimens import specimens

    def build() -> list[tuple[str, Widget]]:
        made = [
            (specimen.name, make(light.get))
            for specimen in specimens()
            for make in (specimen.make, *specimen.more.values())
        ]
        for _, widget in made:
            widget.pos = 7, 7  # some draw only when they are put somewhere
        return made

    def drawn(made: list[tuple[str, Widget]]) -> list[tuple[str, set[int]]]:
        Builder.sync()
        return [(name, drawn_in(widget)) for name, widget in made]

    kept = build()
    for choice in (Contrast.WHITE_ON_BLACK, Contrast.YELLOW_ON_BLACK):  # both have black on their fills
        theme.colours.wear(theme.PALETTES[choice])
    assert drawn(kept) == drawn(build())
