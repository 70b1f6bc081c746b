"""Draws only what has changed, where the processor draws: every pixel costs there, and most of a touch is drawing.

Knows OpenGL and the window; must not know what is on it. Elsewhere Kivy draws the whole window, as ever (decision 47).
"""

from __future__ import annotations

import logging
from typing import Any

from kivy.clock import Clock
from kivy.graphics import BindTexture, Callback, Canvas, ScissorPop, ScissorPush
from kivy.graphics.instructions import Instruction
from kivy.graphics.opengl import GL_RENDERER, GL_RGB, GL_UNSIGNED_BYTE, glGetString, glReadPixels

from screens.damage import Damage, Rect

log = logging.getLogger(__name__)

#: Mesa's renderers without a graphics card.
BY_PROCESSOR = ("llvmpipe", "softpipe")


class Painter:
    """Of `window`. Pictures that anybody else draws are whole, and so is the next one here."""

    def __init__(self, window: Any) -> None:
        self._window = window
        self._damage = Damage()
        self._painting = False
        self._seen = Callback(self._drawn)
        self._cut = ScissorPush()
        self._opening, self._closing = _canvas(self._cut), _canvas(ScissorPop())

    def begin_where_it_helps(self) -> None:
        """Called between the drawing of a picture and its flip. What a back buffer holds after a flip is nobody's promise
        (EGL 1.4, 3.9.3), so it is looked at once: with one buffer, as Mesa has it on X11, the picture is still there."""
        renderer = glGetString(GL_RENDERER).decode(errors="replace")
        if not renderer.startswith(BY_PROCESSOR):
            return
        _read_white_once()
        before = self._pixels()

        def flipped(_elapsed: float) -> None:
            if len(set(before)) > 1 and self._pixels() == before:
                log.info("draws what has changed, by %s", renderer)
                self.begin()

        Clock.schedule_once(flipped, 0)

    def begin(self) -> None:
        self._window.canvas.after.add(self._seen)
        self._window.bind(on_draw=self.draw)

    def end(self) -> None:
        self._window.unbind(on_draw=self.draw)
        self._window.canvas.after.remove(self._seen)

    def draw(self, window: Any) -> bool:
        """Instead of the window itself: True ends Kivy's event. Where it is wrong about the window, which it asks first,
        it lets Kivy draw from then on: a panel that draws too much is better than one that stands still."""
        size = int(window.width), int(window.height)
        try:
            places = self._damage.taken(window.children, size)
        except Exception:
            log.exception("everything is drawn from now on")
            self.end()
            return False
        self._painting = True
        try:
            for place in [Rect(0, 0, *size)] if places is None else places:
                self._paint(place)
        finally:
            self._painting = False
        return True

    def _paint(self, place: Rect) -> None:
        """By Kivy's own cuts, so that those of panes lie within it."""
        self._cut.pos = place.left, place.bottom
        self._cut.size = place.right - place.left, place.top - place.bottom
        self._opening.draw()
        self._window.clear()
        self._window.render_context.draw()
        self._closing.draw()

    def _drawn(self, _instruction: object) -> None:
        if not self._painting:
            self._damage.forget()

    def _pixels(self) -> bytes:
        """The middle column of what has been drawn."""
        width, height = (int(side) for side in self._window.system_size)
        return bytes(glReadPixels(width // 2, 0, 1, height, GL_RGB, GL_UNSIGNED_BYTE))


def _read_white_once() -> None:
    """Shapes without a picture have Kivy's, all white; of four texels there is no more to be learnt than of one."""
    white = BindTexture().texture
    white.mag_filter = white.min_filter = "nearest"


def _canvas(instruction: Instruction) -> Canvas:
    """Of nothing else, to be drawn by itself."""
    canvas = Canvas()
    canvas.add(instruction)
    return canvas
