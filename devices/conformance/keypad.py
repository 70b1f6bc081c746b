"""A keypad on the stand. The law: a key counts when it goes down, once, and is the one that was pressed.

The kernel's records have no check, so damage on the way is not held against a driver.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from devices.conformance.line import Line
from devices.conformance.reader import MakeDriver, ReaderStand
from devices.keypad.driver import EvdevKeypad
from devices.keypad.emulator import KEYS, KeypadEmulator
from kiosk.domain.keypad import NavKey

#: Pressed by whoever stood here before, and now.
PRESSED = (NavKey.BACK.value, NavKey.SELECT.value)


class OneNode:
    """A line as the one input device of a keypad (`devices.keypad.driver.Nodes`)."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.now: Callable[[], float] = line.now

    @property
    def openings(self) -> int:
        return self._line.openings

    def open(self) -> None:
        self._line.open()

    def read_some(self, seconds: float) -> list[tuple[str, bytes]]:
        heard = self._line.read_some(seconds=seconds)
        return [(self._line.port, heard)] if heard else []

    def close(self) -> None:
        self._line.close()


def _keyed(line: Line) -> EvdevKeypad:
    return EvdevKeypad(OneNode(line), {KEYS[key.value]: key for key in NavKey})


def _press(far: Any, name: str) -> None:
    far.press({"key": name})


def evdev_stand(folder: Path, make: MakeDriver = _keyed) -> ReaderStand:
    return ReaderStand(
        folder, KeypadEmulator, make, PRESSED, _press, lambda line, driver: None, checked=False
    )
