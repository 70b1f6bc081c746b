"""The panel's glass seen from outside: pixels of an X display, and a pointer on it, whoever draws there.

Xlib and its XTEST extension by ctypes, for what each is defined to do (X11R7.7, "Xlib - C Language Interface" 8.7,
"XTEST Extension Library"). Places are pixels from the upper left.
"""

from __future__ import annotations

import ctypes
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import POINTER, c_char_p, c_int, c_uint, c_ulong, c_void_p
from typing import Any

Place = tuple[int, int, int, int]  # x, y, width, height

ALL_PLANES, Z_PIXMAP, LEFT = 2**32 - 1, 2, 1
#: A picture stands when it did not change for so many seconds.
STANDING = 0.3
#: Strips that a home page draws on: brand, heading, three rows of tiles, person, fixed row.
STRIPS: tuple[Place, ...] = tuple((0, y, 1080, 2) for y in (66, 215, 430, 560, 780, 910, 1130, 1500, 1850))


class NothingSeen(Exception):
    """What should have been drawn was not, in the time given."""


class _Image(ctypes.Structure):
    _fields_ = (
        *((name, c_int) for name in ("width", "height", "xoffset", "format")),
        ("data", c_void_p),
        *((name, c_int) for name in ("byte_order", "unit", "bit_order", "pad", "depth", "bytes_per_line")),
    )


def _library(name: str, **results: Any) -> ctypes.CDLL:
    library = ctypes.CDLL(name)
    for function, result in results.items():
        getattr(library, function).restype = result
    return library


@contextmanager
def screen(size: tuple[int, int]) -> Iterator[str]:
    """An X server of our own with one screen; its name."""
    words = f"{size[0]}x{size[1]}x24"
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", words, "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert server.stdout
        yield f":{int(server.stdout.readline())}"
    finally:
        server.terminate()
        server.wait(10)


class Glass:
    """One display. Raises OSError where there is none."""

    def __init__(self, name: str) -> None:
        self._x = _library(
            "libX11.so.6", XOpenDisplay=c_void_p, XDefaultRootWindow=c_ulong, XGetImage=POINTER(_Image)
        )
        self._test = _library("libXtst.so.6")
        self._display = c_void_p(self._x.XOpenDisplay(c_char_p(name.encode())))
        if not self._display:
            raise OSError(f"no display {name}")
        self._root = c_ulong(self._x.XDefaultRootWindow(self._display))

    def close(self) -> None:
        self._x.XCloseDisplay(self._display)

    def look(self, place: Place) -> bytes:
        x, y, width, height = place
        image = self._x.XGetImage(
            self._display,
            self._root,
            c_int(x),
            c_int(y),
            c_uint(width),
            c_uint(height),
            c_ulong(ALL_PLANES),
            Z_PIXMAP,
        )
        if not image:
            raise NothingSeen(f"no pixels at {place}")
        try:
            return ctypes.string_at(image.contents.data, image.contents.bytes_per_line * height)
        finally:
            self._x.XFree(c_void_p(image.contents.data))
            self._x.XFree(image)

    # --- the finger ---------------------------------------------------------------------------

    def press(self, x: int, y: int) -> None:
        self._test.XTestFakeMotionEvent(self._display, c_int(-1), c_int(x), c_int(y), c_ulong(0))
        self._button(down=True)

    def slide_off(self, x: int, y: int) -> None:
        """To a place where nothing is, and up: nothing was chosen."""
        self._test.XTestFakeMotionEvent(self._display, c_int(-1), c_int(x), c_int(y), c_ulong(0))
        self._button(down=False)

    def tap(self, x: int, y: int) -> None:
        self.press(x, y)
        self._button(down=False)

    def _button(self, *, down: bool) -> None:
        self._test.XTestFakeButtonEvent(self._display, c_uint(LEFT), c_int(down), c_ulong(0))
        self._x.XSync(self._display, c_int(0))

    # --- the stopwatch ------------------------------------------------------------------------

    def standing(self, began: float, before: list[bytes] | None = None, seconds: float = 30.0) -> float:
        """Seconds from `began` (`time.perf_counter`) to the picture that then stands: something is on most strips, and
        they are not as `before`. Raises NothingSeen."""
        last, at = self.strips(), began
        while (now := time.perf_counter()) < began + seconds:
            seen = self.strips()
            if seen != last:
                last, at = seen, now
            elif now - at >= STANDING and last != before and _is_drawn(last):
                return at - began
            time.sleep(0.004)
        raise NothingSeen("no picture came to stand")

    def changed(self, place: Place, before: bytes, began: float, seconds: float = 5.0) -> float:
        """Seconds from `began` to the first look in which `place` is not as `before`. Raises NothingSeen."""
        while time.perf_counter() < began + seconds:
            if self.look(place) != before:
                return time.perf_counter() - began
        raise NothingSeen(f"nothing changed at {place}")

    def strips(self) -> list[bytes]:
        return [self.look(strip) for strip in STRIPS]


def _is_drawn(strips: list[bytes]) -> bool:
    """More than one colour on most of them: not the empty screen, nor an empty window."""
    drawn = [strip for strip in strips if strip != strip[:4] * (len(strip) // 4)]
    return len(drawn) > len(strips) / 2
