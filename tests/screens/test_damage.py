"""What has changed is drawn, and nothing else: pixel by pixel the same as a window that is drawn whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from kivy.core.window import Window
from kivy.graphics import BindTexture, Translate
from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels
from kivy.tests.common import UnitTestTouch
from kivy.uix.relativelayout import RelativeLayout

from kiosk.domain.keypad import NavKey
from kiosk.domain.language import Language
from kiosk.domain.preferences import Contrast, Preferences, Size
from screens.damage import Damage, Rect
from screens.painter import Painter
from tests.screens.conftest import Pilot
from tests.screens.visits import visits

USUAL, LARGEST = Preferences(), Preferences(size=Size.XXL, contrast=Contrast.YELLOW_ON_BLACK)
#: Each with what is touched there: tiles, digits, ticks, leaves, fields, notices, waiting signs, dialogs.
SCREENS = (
    ("home", "home.pay", USUAL),
    ("pin", "keypad.5", USUAL),
    ("bills", "bill.W1", USUAL),
    ("bills.many", "pager.next", USUAL),
    ("unsettled.sent", "nav.language", USUAL),
    ("help.closed", "overlay.close", USUAL),
    ("home", "home.pay", LARGEST),
    ("scan", "nav.help", USUAL),
    ("paying.recording", "nav.accessibility", USUAL),
    ("not_paid.terminal", "nav.help", LARGEST),
)


@pytest.fixture
def painter(pilot: Pilot) -> Iterator[Painter]:
    painter = Painter(Window)
    painter.begin()
    yield painter
    painter.end()


@pytest.fixture
def begun(painter: Painter, pilot: Pilot) -> Pilot:
    """Drawn by the painter from now on, whatever the tests' window does else."""
    return pilot


def pixels() -> bytes:
    return bytes(glReadPixels(0, 0, *map(int, Window.system_size), GL_RGB, GL_UNSIGNED_BYTE))


def whole() -> bytes:
    """Drawn by somebody else, all of it."""
    Window.on_draw()
    return pixels()


# --- the same picture -------------------------------------------------------------------------------


@pytest.mark.requirement("P1")
@pytest.mark.parametrize(("name", "touched", "preferences"), SCREENS)
def test_what_is_drawn_bit_by_bit_is_the_whole_picture(
    begun: Pilot, name: str, touched: str, preferences: Preferences
) -> None:
    """P1: a finger comes and goes, the keys' ring walks; nothing is left over and nothing is missing."""
    begun.show(replace(visits(Language.ZH_HANT)[name], preferences=preferences))
    begun.frames(3)
    whole()
    finger = UnitTestTouch(*begun.centre(touched))
    begun.frames(2)
    finger.touch_down()
    begun.frames(2)
    assert pixels() == whole(), "while it is touched"
    finger.touch_move(-5, -5)
    finger.touch_up()
    begun.frames(3)
    for _ in range(3):
        begun.app.press(NavKey.NEXT)
        begun.frames(2)
    assert pixels() == whole(), "with the ring"
    begun.root.focus.leave()
    begun.frames(2)
    assert pixels() == whole(), "without it"


@pytest.mark.requirement("P1")
def test_screens_after_each_other_leave_nothing_behind(begun: Pilot) -> None:
    """P1: of one visit, whose screens are made of the same widgets."""
    here = visits(Language.ZH_HANT)
    for name in ("pin", "pin.refused", "bills", "review", "review.offline", "paid", "paid.sent", "home"):
        begun.show(replace(here[name], id="one"))
        begun.frames(2)
    assert pixels() == whole()


@pytest.mark.requirement("X39")
def test_the_window_is_cleared_in_the_colour_of_the_frame_that_stands(begun: Pilot) -> None:
    """X39: one that was taken down for another size, and is still there somewhere, follows the palette too."""
    here = visits(Language.EN)
    larger = Preferences(size=Size.XL)
    begun.show(here["attract"])
    earlier = begun.root
    begun.show(replace(here["attract"], preferences=larger))
    begun.show(replace(here["home"], preferences=larger))
    assert begun.root is not earlier
    for contrast in (Contrast.WHITE_ON_BLACK, Contrast.BLACK_ON_WHITE, Contrast.STANDARD):
        begun.show(replace(here["home"], preferences=replace(larger, contrast=contrast)))
        assert Window.clearcolor == begun.root.paper, contrast
    assert earlier.paper != begun.root.paper


# --- and no more than that --------------------------------------------------------------------------

WINDOW = (1080, 1920)


def changed(damage: Damage) -> list[Rect] | None:
    """What is said of the window as it stands, which is drawn then."""
    places = damage.taken(Window.children, WINDOW)
    Window.on_draw()
    return places


@pytest.fixture
def damage(pilot: Pilot) -> Damage:
    """Of the PIN's keypad, drawn."""
    pilot.show(visits(Language.ZH_HANT)["pin"])
    pilot.frames(2)
    damage = Damage()
    assert changed(damage) is None, "nothing is known of what stands there"
    return damage


@pytest.mark.requirement("P1")
def test_a_touched_key_is_that_key(damage: Damage, pilot: Pilot) -> None:
    """P1."""
    key = pilot.find("keypad.5")
    key.state = "down"
    pilot.frames(1)
    places = changed(damage)
    assert places is not None
    (place,) = places
    left, bottom = key.to_window(*key.pos)
    assert place.left < left < place.right - key.width
    assert place.bottom < bottom < place.top - key.height
    assert place.area < 2 * key.width * key.height


@pytest.mark.requirement("P1")
def test_what_moves_is_where_it_was_and_where_it_is(damage: Damage, pilot: Pilot) -> None:
    """P1: the ring, from one key to another far away; two places, not all that is between them."""
    for wanted in ("keypad.1", "nav.end"):
        pilot.root.go_to(pilot.find(wanted))
        pilot.frames(1)
        places = changed(damage)
    assert places is not None
    for wanted in ("keypad.1", "nav.end"):
        x, y = pilot.centre(wanted)
        assert any(place.left < x < place.right and place.bottom < y < place.top for place in places)
    pilot.root.focus.leave()


@pytest.mark.requirement("P1")
def test_what_stands_in_a_moved_frame_is_drawn_where_that_is(begun: Pilot) -> None:
    """P1: its children keep their places in it and are not marked; meanwhile a button is."""
    begun.show(visits(Language.ZH_HANT)["scan"])
    begun.frames(2)
    frame = next(each for each in begun.root.walk() if isinstance(each, RelativeLayout))
    frame.parent.remove_widget(frame)
    begun.root.add_widget(frame)
    for place, state in (((40, 900), "down"), ((300, 700), "normal")):
        frame.pos = place
        begun.find("nav.help").state = state
        begun.frames(2)
    assert pixels() == whole()
    begun.root.remove_widget(frame)


@pytest.mark.requirement("P1")
def test_what_is_not_understood_is_everything(damage: Damage, pilot: Pilot) -> None:
    """P1: what may move anything; another size; somebody who asks for the picture anew."""
    moved = Translate(1, 0)
    pilot.root.canvas.before.add(moved)
    assert changed(damage) is None
    pilot.root.canvas.before.remove(moved)
    assert changed(damage) is None, "not what was drawn last"
    Window.canvas.ask_update()
    assert changed(damage) is None
    pilot.find("keypad.5").state = "down"
    pilot.frames(1)
    assert damage.taken(Window.children, (540, 960)) is None


@pytest.mark.requirement("P1")
def test_who_is_wrong_about_the_window_leaves_it_to_kivy(
    painter: Painter, pilot: Pilot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """P1: no panel stands still because its changes could not be told; it is logged, and drawn whole."""

    def wrong(*_: object) -> None:
        raise ZeroDivisionError

    drawn = []
    monkeypatch.setattr(Damage, "taken", wrong)
    monkeypatch.setattr(painter, "end", lambda: drawn.append("given up"))
    assert not painter.draw(Window)
    assert drawn == ["given up"]
    assert "everything is drawn from now on" in caplog.text


@pytest.mark.requirement("P1")
def test_a_graphics_card_draws_everything(pilot: Pilot, monkeypatch: pytest.MonkeyPatch) -> None:
    """P1: there it costs nothing; and where a flip takes the picture away it has to be."""
    pilot.show(visits(Language.ZH_HANT)["home"])

    def begins(renderer: bytes, *found: bytes) -> bool:
        seen, begun = iter(found), []
        monkeypatch.setattr("screens.painter.glGetString", lambda _name: renderer)
        painter = Painter(Window)
        monkeypatch.setattr(painter, "_pixels", lambda: next(seen))
        monkeypatch.setattr(painter, "begin", lambda: begun.append(True))
        painter.begin_where_it_helps()
        pilot.frames(2)
        return bool(begun)

    assert begins(b"llvmpipe (LLVM 15.0.6, 256 bits)", b"picture", b"picture")
    assert not begins(b"llvmpipe (LLVM 15.0.6, 256 bits)", b"picture", b"earlier")
    assert not begins(b"llvmpipe (LLVM 15.0.6, 256 bits)", b"0000000", b"0000000")
    assert not begins(b"Mesa Intel(R) UHD Graphics 600 (GLK 2)", b"picture", b"picture")


def test_white_is_read_from_one_texel_where_the_processor_draws(pilot: Pilot) -> None:
    white = BindTexture().texture
    white.mag_filter = white.min_filter = "linear"
    painter = Painter(Window)
    painter.begin_where_it_helps()
    assert (white.mag_filter, white.min_filter) == ("nearest", "nearest")
    pilot.frames(2)
    painter.end()
