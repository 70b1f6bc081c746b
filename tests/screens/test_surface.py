"""Surfaces as they are seen: a rounded corner, an edge, a shade, and what a finger does to them; each drawn once."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from kivy.core.window import Window
from kivy.graphics import BorderImage, Color, InstructionGroup, Rectangle
from kivy.graphics.instructions import Instruction
from kivy.uix.widget import Widget
from PIL import Image, ImageColor

from screens.robot_touch import picture
from screens.theme import LIGHT
from screens.widgets.panel import Panel, Tappable
from tests.screens.conftest import Pilot

Pixel = tuple[int, int, int]

FILL, EDGE, SHADE = (200, 30, 40), (20, 120, 60), (30, 40, 200)
PAPER: Pixel = ImageColor.getcolor(LIGHT.paper, "RGB")  # type: ignore[assignment]  # three, in this mode
LEFT, BOTTOM, WIDE, HIGH = 300, 900, 400, 200


@pytest.fixture
def laid(pilot: Pilot) -> Iterator[Any]:
    """Lays a surface on bare paper, above all else in the window, and takes it away again."""
    above = [Widget(pos=(LEFT - 50, BOTTOM - 50), size=(WIDE + 100, HIGH + 100))]
    with above[0].canvas:
        Color(*_of(PAPER))
        Rectangle(pos=above[0].pos, size=above[0].size)
    Window.add_widget(above[0])

    def lay(surface: Any, **wishes: Any) -> Any:
        surface.pos, surface.size, surface.size_hint = (LEFT, BOTTOM), (WIDE, HIGH), (None, None)
        surface.fill, surface.edge, surface.shade = (_of(colour) for colour in (FILL, EDGE, SHADE))
        for name, wish in wishes.items():
            setattr(surface, name, wish)
        Window.add_widget(surface)
        above.append(surface)
        pilot.frames(2)
        return surface

    yield lay
    for widget in above:
        Window.remove_widget(widget)


def _of(colour: Pixel) -> tuple[float, ...]:
    return (*(part / 255 for part in colour), 1)


def seen(x: int, y: int) -> Pixel:
    """From the surface's lower left corner."""
    with Image.open(BytesIO(picture())) as shown:
        left, top = LEFT + x, shown.height - 1 - BOTTOM - y
        red, green, blue = shown.convert("RGB").crop((left, top, left + 1, top + 1)).tobytes()
    return red, green, blue


def shapes(group: InstructionGroup) -> Iterator[Instruction]:
    for part in group.children:
        if isinstance(part, InstructionGroup):
            yield from shapes(part)
        elif isinstance(part, Rectangle):
            yield part


def test_edge_and_fill_stand_on_each_side(laid: Any) -> None:
    laid(Panel(), edge_width=4)
    assert seen(WIDE // 2, HIGH // 2) == FILL
    for x, y in ((0, 100), (3, 100), (WIDE - 1, 100), (200, 0), (200, 3), (200, HIGH - 1)):
        assert seen(x, y) == EDGE, (x, y)
    for x, y in ((4, 100), (WIDE - 5, 100), (200, 4), (200, HIGH - 5)):
        assert seen(x, y) == FILL, (x, y)
    assert seen(-1, 100) == PAPER == seen(200, HIGH)


def test_corners_are_round(laid: Any) -> None:
    laid(Panel(), radius=40)
    for x, y in ((2, 2), (WIDE - 3, 2), (2, HIGH - 3), (WIDE - 3, HIGH - 3)):
        assert seen(x, y) == PAPER
    inside = 12 + 5  # where the arc meets the diagonal, 40 - 40 / √2, and the edge behind it
    assert seen(inside, inside) == FILL == seen(WIDE - 1 - inside, HIGH - 1 - inside)


def test_what_is_raised_has_a_shade_below_it_only(pilot: Pilot, laid: Any) -> None:
    surface = laid(Panel())
    assert seen(200, -2) == PAPER
    surface.raised = True
    pilot.frames()
    assert seen(200, -2) == SHADE
    assert seen(200, -4) == PAPER == seen(200, HIGH)
    assert seen(200, HIGH - 1) == EDGE


@pytest.mark.parametrize("wish", [{"edge_width": 0}, {"edge": (0, 0, 0, 0)}], ids=["no width", "no colour"])
def test_an_edge_may_be_none(laid: Any, wish: dict[str, Any]) -> None:
    laid(Panel(), **wish)
    assert seen(0, 100) == FILL == seen(3, 100)
    assert seen(-1, 100) == PAPER


def test_a_finger_is_seen_in_the_next_picture(pilot: Pilot, laid: Any) -> None:
    surface = laid(Tappable(), pressed_fill=_of(SHADE))
    surface.state = "down"
    pilot.frames()
    assert seen(200, 100) == SHADE
    surface.state = "normal"
    pilot.frames()
    assert seen(200, 100) == FILL


def test_half_a_pixel_blurs_nothing(laid: Any) -> None:
    laid(Panel(), edge_width=2, x=LEFT + 0.4, width=WIDE + 0.4)
    assert [seen(x, 100) for x in (-1, 0, 1, 2)] == [PAPER, EDGE, EDGE, FILL]
    assert [seen(WIDE + x, 100) for x in (-2, -1, 0, 1)] == [FILL, EDGE, EDGE, PAPER]


@pytest.mark.parametrize("size", [(0, 0), (1, 200), (400, 1), (0, 60)])
def test_what_has_no_room_is_not_drawn(laid: Any, size: tuple[int, int]) -> None:
    laid(Panel(), size=size)
    assert seen(0, 0) == PAPER


def test_a_capsule_is_as_round_as_it_is_high(laid: Any) -> None:
    laid(Panel(), radius=500, edge_width=0)
    assert seen(3, 3) == PAPER
    assert seen(0, HIGH // 2) == FILL == seen(WIDE // 2, 0)


@pytest.mark.parametrize("kind", [Panel, Tappable])
def test_each_is_one_shape_and_those_alike_share_their_picture(laid: Any, kind: type[Any]) -> None:
    (one,), (other,) = (tuple(shapes(laid(kind()).canvas.before)) for _ in range(2))
    assert isinstance(one, BorderImage)
    assert one.texture is other.texture
    assert one.texture.width < 2 * 40
