"""The row that switches are at, as it is said: what is in it and how many, by itself too, and to whom."""

from __future__ import annotations

import pytest

from kiosk.domain import events, states
from kiosk.domain.house import Task
from kiosk.domain.keypad import NavKey
from kiosk.domain.language import Language
from kiosk.domain.scene import Scene
from tests.kiosk.domain.examples import visit
from tests.kiosk.services.listener import TEXTS, Listener, heading, node, scene, text

EN = TEXTS[Language.EN]
MOVE = events.KeyPressed(NavKey.SWITCH_MOVE)
ROWS = (("Pay bills, Choose bills, pay by card", "My account, What you owe, and when"), ("Questions",))


def panel(at: int, *, more: str = "") -> Scene:
    """Of two rows; `at`: which the ring is around."""
    tiles = (
        node(name, "button", name, *(("scanned",) if row == at else ()), focus=row == at and len(names) == 1)
        for row, names in enumerate(ROWS)
        for name in names
    )
    return scene(heading("What would you like to do?"), *tiles, *((text(more),) if more else ()))


def bills() -> Scene:
    return scene(
        heading("Bills"),
        *(
            node(name, "checkbox", name, "unchecked", "scanned")
            for name in ("Electricity, NT$ 7,431", "Water")
        ),
    )


def pad(at: int) -> Scene:
    """A row of ten digits, and one of a key; `at`: which the ring is around."""
    digits = (node(f"k.{key}", "button", key, *(("scanned",) if at == 0 else ())) for key in "1234567890")
    last = node("k.end", "button", "Next", *(("scanned",) if at else ()), focus=at == 1)
    return scene(heading("Number"), *digits, last)


@pytest.mark.requirement("X41", "X42")
@pytest.mark.accessibility("SPK-01")
def test_a_row_is_said_by_its_titles_and_a_control_as_ever() -> None:
    """X41, X42: a new screen with what the ring is around; then each move."""
    listener = Listener()
    first = listener.sees(panel(0))
    assert first.endswith("Choices: 3. Row of 2: Pay bills, My account.")
    listener.does(MOVE)
    assert listener.sees(panel(1)) == "Questions. button. 4 of 4."
    listener.does(MOVE)
    assert listener.sees(panel(0)) == "Row of 2: Pay bills, My account."


@pytest.mark.requirement("X41", "X42")
def test_what_moves_on_by_itself_is_said_too() -> None:
    """X42: with one switch; and what is new beside it follows."""
    listener = Listener()
    listener.sees(panel(0))
    assert listener.sees(panel(1)) == "Questions. button. 4 of 4."
    assert listener.sees(panel(0, more="The line is down")).startswith(
        "Row of 2: Pay bills, My account. The line"
    )


@pytest.mark.requirement("X41", "X42")
def test_a_long_row_is_said_by_its_ends_and_a_digit_before_it() -> None:
    """X41: the ring is at the first row again at once, which must not cut the digit's echo off."""
    listener = Listener(visit(states.AccountNumberWanted(Task.PAY)))
    listener.sees(pad(1))
    listener.does(MOVE)
    assert listener.sees(pad(0)) == "Row of 10: 1 to 0."
    listener.sees(pad(1))
    listener.does(events.KeyPressed(NavKey.SWITCH_CHOOSE), events.DigitTyped("4"))
    assert listener.sees(pad(0)).endswith("4. Row of 10: 1 to 0.")


@pytest.mark.requirement("B6", "X42")
def test_a_row_with_something_personal_in_it_is_not_for_the_room() -> None:
    """B6: one amount is enough; a row of tiles is for everybody."""
    listener = Listener(plugged=False)
    listener.sees(panel(1))
    listener.does(MOVE)
    assert listener.sees(panel(0)) == "Row of 2: Pay bills, My account."
    said = listener.sees(bills())
    assert "7,431" not in said
    assert "Electricity" not in said
    assert EN.get("speech.withheld") in said
