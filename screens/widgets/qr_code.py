"""A QR code on the screen, crisp at any size, with the quiet zone that phones need."""

from __future__ import annotations

import qrcode
from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.properties import NumericProperty, StringProperty
from kivy.uix.widget import Widget

#: Modules of white around it (ISO/IEC 18004, clause 5.3.8).
QUIET_ZONE = 4


class QrCode(Widget):
    """`data` empty: nothing is drawn. Black on white in every palette: cameras read no other."""

    data = StringProperty("")
    extent = NumericProperty(0)

    def __init__(self, **wishes: object) -> None:
        super().__init__(**wishes)
        for name in ("pos", "size", "data"):
            self.fbind(name, self._draw)

    def _draw(self, *_: object) -> None:
        self.canvas.clear()
        if not self.data:
            return
        with self.canvas:
            Color(1, 1, 1, 1)
            Rectangle(pos=self.pos, size=self.size, texture=_texture(self.data))


def _texture(data: str) -> Texture:
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(data)
    rows = code.get_matrix()
    texture = Texture.create(size=(len(rows), len(rows)), colorfmt="luminance")
    texture.mag_filter = texture.min_filter = "nearest"
    dots = bytes(0 if dark else 255 for row in reversed(rows) for dark in row)
    texture.blit_buffer(dots, colorfmt="luminance", bufferfmt="ubyte")
    return texture
