"""The input devices of one keypad, read past the window system. Carries bytes, knows no key.

Each is grabbed (EVIOCGRAB): what is typed there reaches nobody else, as no keyboard that is plugged in reaches the kiosk.
Where there is nothing to grab, because a stream of the same records plays the keypad, the file is locked instead; that
is all in which the two differ.
"""

from __future__ import annotations

import errno
import fcntl
import os
import select
import time
from collections.abc import Callable
from contextlib import suppress

from devices.keypad.listing import candidates
from devices.link import HELD
from devices.reopening import Reopening
from kiosk.ports import Held, NotConnected

#: _IOW('E', 0x90, int), linux/input.h
EVIOCGRAB = 0x40044590
NO_INPUT_DEVICE = (errno.ENOTTY, errno.EINVAL)
LOOK = 4096


class InputNodes:
    """Opens lazily, reopens by itself; all of its devices or none. Raises NotConnected or Held, with the port."""

    def __init__(
        self,
        wanted: str,
        *,
        found: Callable[[str], list[str]] = candidates,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`wanted`: names with commas between them, patterns, or `usb:VVVV:PPPP[:SERIAL]`. `now` is a monotonic clock."""
        self.port = wanted
        self.now = now
        self.openings = 0
        self._found = found
        self._open: dict[int, str] = {}
        self._reopening = Reopening(now)
        self._closed = NotConnected("not opened yet", port=wanted)

    def open(self) -> None:
        """Unless it is open. After a failure tries wait, as for every line."""
        if self._open:
            return
        if self._reopening.too_soon:
            raise type(self._closed)("not there; will be tried again soon", port=self.port)
        try:
            self._open = self._opened()
        except OSError as error:
            self._reopening.failed()
            kind = Held if error.errno in HELD else NotConnected
            self._closed = kind(error.strerror or str(error), port=self.port)
            raise self._closed from error
        self._reopening.succeeded()
        self.openings += 1

    def read_some(self, seconds: float) -> list[tuple[str, bytes]]:
        """What has come from which device, waiting `seconds` for the first of them; empty when none came."""
        self.open()
        try:
            ready, _, _ = select.select(list(self._open), [], [], seconds)
            heard = [(self._open[node], os.read(node, LOOK)) for node in ready]
        except (OSError, ValueError) as error:
            raise self._lost(str(error)) from error
        if not all(data for _, data in heard):
            raise self._lost("the other end is gone")
        return heard

    def close(self) -> None:
        """Never raises. The next use opens again, at once."""
        nodes, self._open = self._open, {}
        for node in nodes:
            with suppress(OSError):
                os.close(node)

    def _opened(self) -> dict[int, str]:
        paths = self._found(self.port)
        if not paths:
            raise FileNotFoundError(errno.ENOENT, "no such input device")
        opened: dict[int, str] = {}
        try:
            for path in paths:
                opened[os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)] = path
            for node in opened:
                _grab(node)
                _drain(node)
        except OSError:
            for node in opened:
                os.close(node)
            raise
        return opened

    def _lost(self, reason: str) -> NotConnected:
        self.close()
        return NotConnected(reason, port=self.port)


def _drain(node: int) -> None:
    """What was pressed before anybody listened is nobody's."""
    with suppress(BlockingIOError):
        while os.read(node, LOOK):
            pass


def _grab(node: int) -> None:
    """Raises OSError (EBUSY, EAGAIN) where another program has it."""
    try:
        fcntl.ioctl(node, EVIOCGRAB, 1)
    except OSError as error:
        if error.errno not in NO_INPUT_DEVICE:
            raise
        fcntl.flock(node, fcntl.LOCK_EX | fcntl.LOCK_NB)
