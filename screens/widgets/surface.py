"""Rounded surfaces: fill, edge and shade in one small picture, whose corners stand and whose middle is drawn out.

As shapes over one another the processor would draw a tile four times, and fans of thin triangles more slowly than
rectangles. Here every pixel is drawn once, and read from one texel.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kivy.clock import Clock
from kivy.graphics import BorderImage, Color, InstructionGroup
from kivy.graphics.texture import Texture
from kivy.metrics import dp
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty
from PIL import Image, ImageDraw

#: How far the shade of what is raised reaches below it, in dp.
DROP = 3
#: Steps of a pixel, each way, by which round edges are smooth.
STEPS = 4

Colour = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Look:
    """In pixels. A colour that cannot be seen is not drawn; the others hide what lies below them."""

    radius: int
    edge_width: int
    drop: int
    fill: Colour
    edge: Colour
    shade: Colour

    @property
    def corner(self) -> int:
        """What may not be drawn out, from each side."""
        return max(self.radius, self.edge_width)

    @property
    def layers(self) -> Iterator[tuple[Colour, int, int]]:
        """From below: a colour, how far above the picture's lower side, and how far within the surface it begins."""
        inset = self.edge_width if self.edge[3] else 0
        layers = (
            (self.shade, 0, 0, self.drop),
            (self.edge, self.drop, 0, inset),
            (self.fill, self.drop, inset, True),
        )
        return ((colour, up, within) for colour, up, within, wanted in layers if wanted and colour[3])


class Surface:
    """Mixed into a widget that stands on a rounded rectangle in `fill` with an `edge`; `raised`: with a shade below.
    `radius` and `edge_width` in dp; an edge of no width or colour is none."""

    fill = ColorProperty("#FFFFFF")
    edge = ColorProperty("#D8D2C4")
    shade = ColorProperty("#D8D2C4")
    edge_width = NumericProperty(2)
    radius = NumericProperty(32)
    raised = BooleanProperty(False)

    #: What its look follows from.
    causes: tuple[str, ...] = ("pos", "size", "fill", "edge", "shade", "edge_width", "radius", "raised")

    canvas: Any
    x: float
    y: float
    right: float
    top: float

    def __init__(self, **wishes: Any) -> None:
        super().__init__(**wishes)
        self._picture = BorderImage()
        ground = InstructionGroup()  # inserted by itself, a shape comes before its own texture (Kivy 2.3.1)
        ground.add(Color())
        ground.add(self._picture)
        self.canvas.before.insert(0, ground)
        draw = Clock.create_trigger(self._draw, -1)
        for cause in self.causes:
            self.fbind(cause, draw)  # type: ignore[attr-defined]  # of the widget it is mixed into
        draw()

    def shown_fill(self) -> Sequence[float]:
        return self.fill

    def look(self) -> Look:
        """As it is to be drawn now."""
        _, _, width, height = self._place()
        most = min(width, height) // 2
        return Look(
            radius=min(round(dp(self.radius)), most),
            edge_width=min(round(dp(self.edge_width)), most),
            drop=round(dp(DROP)) if self.raised else 0,
            fill=_bytes(self.shown_fill()),
            edge=_bytes(self.edge),
            shade=_bytes(self.shade),
        )

    def _place(self) -> tuple[int, int, int, int]:
        """Left, bottom, width and height in whole pixels: between two, a picture of one to one would be blurred."""
        left, bottom, right, top = (round(side) for side in (self.x, self.y, self.right, self.top))
        return left, bottom, right - left, top - bottom

    def _draw(self, _elapsed: float) -> None:
        left, bottom, width, height = self._place()
        if min(width, height) < 2:
            self._picture.size = 0, 0
            return
        look = self.look()
        self._picture.texture = _texture(look)
        self._picture.border = (look.corner + look.drop, look.corner, look.corner, look.corner)
        self._picture.pos = left, bottom - look.drop
        self._picture.size = width, height + look.drop


def _bytes(colour: Sequence[float]) -> Colour:
    red, green, blue, alpha = (round(255 * part) for part in colour)
    return red, green, blue, alpha


@lru_cache(maxsize=256)
def _texture(look: Look) -> Texture:
    picture = _drawn(look)
    texture = Texture.create(size=picture.size, colorfmt="rgba")
    texture.mag_filter = texture.min_filter = "nearest"
    texture.blit_buffer(picture.tobytes(), colorfmt="rgba", bufferfmt="ubyte")
    return texture


def _drawn(look: Look) -> Image.Image:
    """From the bottom row up, as textures have it: the four corners, and one pixel between them."""
    side = 2 * look.corner + 1
    picture = Image.new("RGBA", (side * STEPS, (side + look.drop) * STEPS))
    pen = ImageDraw.Draw(picture)
    for colour, up, within in look.layers:
        low, high = within * STEPS, (side - within) * STEPS - 1
        radius = max(look.radius - within, min(look.radius, 1)) * STEPS
        pen.rounded_rectangle((low, low + up * STEPS, high, high + up * STEPS), radius, fill=colour)
    return picture.resize((side, side + look.drop), Image.Resampling.BOX)
