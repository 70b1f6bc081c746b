"""The row of ways: what turns from one picture to the next, and what is another button."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kivy.tests.common import UnitTestTouch

from kiosk.domain import events
from kiosk.domain.language import Language
from kiosk.domain.states import PinWanted
from kiosk.texts import Texts
from screens.base import Action, Nav
from screens.chrome import NavRow
from tests.screens.conftest import Pilot
from tests.screens.visits import visits

PAY = Action("Pay NT$ 486", events.Confirmed())


@pytest.fixture
def row(pilot: Pilot, catalogue: dict[Language, Texts]) -> NavRow:
    """Of the screen that stands there, with one way ahead."""
    pilot.show(visits(Language.EN)["home"])
    row: NavRow = pilot.root.ids.nav
    row.offer(Nav(primary=PAY), catalogue[Language.EN])
    pilot.frames(2)
    return row


@pytest.mark.requirement("X38")
def test_the_last_digit_that_is_needed_leaves_the_button_where_it_is(pilot: Pilot) -> None:
    """X38: it can be chosen now, and keys that stand on it go on standing there."""
    pin = visits(Language.ZH_HANT)["pin"]
    assert isinstance(pin.state, PinWanted)
    pilot.show(replace(pin, state=replace(pin.state, digits="482")))
    confirm = pilot.find("nav.primary")
    assert confirm.disabled
    pilot.show(replace(pin, state=replace(pin.state, digits="4821")))
    assert pilot.find("nav.primary") is confirm
    assert not confirm.disabled


@pytest.mark.requirement("O7")
@pytest.mark.parametrize(
    "other",
    [
        replace(PAY, words="Pay NT$ 2,804"),
        replace(PAY, event=events.WentHome()),
        replace(PAY, enabled=False),
    ],
    ids=["another amount", "another deed", "not now"],
)
def test_a_finger_on_one_button_never_chooses_what_came_in_its_place(
    pilot: Pilot, row: NavRow, catalogue: dict[Language, Texts], other: Action
) -> None:
    """O7: down on one amount, up on another: nobody has seen what that would confirm."""
    finger = UnitTestTouch(*pilot.centre("nav.primary"))
    finger.touch_down()
    row.offer(Nav(primary=other), catalogue[Language.EN])
    pilot.frames(2)
    pilot.sent.clear()
    finger.touch_up()
    pilot.frames(2)
    assert pilot.sent == []


@pytest.mark.requirement("O7")
def test_a_finger_on_the_button_chooses_it(pilot: Pilot, row: NavRow) -> None:
    """O7."""
    pilot.sent.clear()
    pilot.tap("nav.primary")
    assert pilot.sent == [PAY.event]
