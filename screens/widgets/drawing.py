"""A line drawing of a device, with the parts that somebody should look at in colour."""

from __future__ import annotations

from kivy.graphics import Color, SmoothEllipse, SmoothLine, SmoothRoundedRectangle
from kivy.metrics import dp
from kivy.properties import ColorProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.domain.faults import Spot
from kiosk.domain.health import Device
from screens.drawings import DRAWINGS, Box, Disc, Path, Stroke

FIELD = 100.0


class Drawing(Widget):
    """`device` names it, `spots` are the parts in colour. Nothing is drawn for a device without a drawing."""

    device = StringProperty("")
    spots = ObjectProperty(frozenset[Spot]())
    extent = NumericProperty(300)
    plain = ColorProperty("#566764")
    marked = ColorProperty("#A8321F")

    def __init__(self, **wishes: object) -> None:
        super().__init__(**wishes)
        for name in ("pos", "size", "device", "spots", "plain", "marked"):
            self.fbind(name, self._draw)

    def _draw(self, *_: object) -> None:
        self.canvas.clear()
        strokes = DRAWINGS.get(Device(self.device), ()) if self.device else ()
        with self.canvas:  # what is marked lies on top
            for marked in (False, True):
                Color(*(self.marked if marked else self.plain))
                for stroke in strokes:
                    if (stroke.spot in self.spots) is marked:
                        self._stroke(stroke, marked)

    def _stroke(self, stroke: Stroke, marked: bool) -> None:
        scale = min(self.width, self.height) / FIELD
        width = dp(5 if marked else 3)

        def at(x: float, y: float) -> tuple[float, float]:
            return self.center_x + (x - FIELD / 2) * scale, self.center_y + (y - FIELD / 2) * scale

        match stroke:
            case Box(_, x, y, wide, high, radius, filled):
                corner, size = at(x, y), (wide * scale, high * scale)
                if filled:
                    SmoothRoundedRectangle(pos=corner, size=size, radius=[radius * scale])
                else:
                    SmoothLine(rounded_rectangle=(*corner, *size, radius * scale), width=width)
            case Disc(_, x, y, radius, True):
                SmoothEllipse(pos=at(x - radius, y - radius), size=(2 * radius * scale, 2 * radius * scale))
            case Disc(_, x, y, radius, _):
                SmoothLine(circle=(*at(x, y), radius * scale), width=width)
            case Path(_, points):
                pairs = zip(points[::2], points[1::2], strict=True)
                SmoothLine(points=[each for pair in pairs for each in at(*pair)], width=width)
