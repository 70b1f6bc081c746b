"""What both words and icons are: letters, drawn. Kivy's own rule for labels is watched in four places, here one is."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.uix.label import Label


class Lettering(Label):
    """A label that is as high as it says itself, its letters in its middle, on whole pixels. The rule of each kind begins
    with a dash (`<-Words>`): else Kivy's would draw them once more."""

    def __init__(self, **wishes: Any) -> None:
        self._letters = Rectangle()
        wishes.setdefault("size_hint_y", None)
        super().__init__(**wishes)
        self.canvas.add(Color())
        self.canvas.add(self._letters)
        for cause in ("texture", "texture_size", "pos", "size"):
            self.fbind(cause, self._lay)
        self._lay()

    def _lay(self, *_: object) -> None:
        width, height = self._letters.size = self.texture_size
        self._letters.texture = self.texture
        # By x and y: `center_x` may still be the old one when `pos` is told.
        self._letters.pos = int(self.x + (self.width - width) / 2), int(self.y + (self.height - height) / 2)
