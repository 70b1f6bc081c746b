"""One serial line: opens lazily, reopens by itself, waits in bounded slices, raises only errors of the ports.

It must not know any protocol. No threads: a link is opened, used and closed by the lane that owns it.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import serial

from devices.reopening import Reopening
from devices.trace.tape import Tape, Way
from kiosk.ports import DeviceError, Held, NotConnected, Undrained

SLICE = 0.1  # seconds; the longest that one look at the line takes
HELD = (errno.EACCES, errno.EPERM, errno.EBUSY, errno.EAGAIN)
PIECE = 256  # bytes given to the line at once, so that a stuck line is noticed after one piece


class Link:
    """A serial line on `port`: a device path, or an `rfc2217://` or `socket://` address.

    `data_bits`, `parity` ("N", "E", "O") and `stop_bits` as on the device's label; `flow` is "none",
    "rtscts", "dsrdtr" or "xonxoff". `write_timeout` in seconds is for one piece of 256 bytes. `now` is a
    monotonic clock. `tape` hears all that goes over the line.

    Every method but `close` raises only NotConnected (missing, pulled out), Held (by somebody else) or Undrained, with
    the port.
    """

    def __init__(
        self,
        port: str,
        baud: int = 9600,
        *,
        data_bits: int = 8,
        parity: str = "N",
        stop_bits: float = 1,
        flow: str = "none",
        write_timeout: float = 2.0,
        now: Callable[[], float] = time.monotonic,
        tape: Tape | None = None,
    ) -> None:
        self.port = port
        self.baud = baud
        self.now = now
        self._tape = tape or Tape()
        self._write_timeout = write_timeout
        self._how: dict[str, Any] = {
            "baudrate": baud,
            "bytesize": data_bits,
            "parity": parity,
            "stopbits": stop_bits,
            "timeout": SLICE,
        }
        if flow != "none":
            self._how[flow] = True
        self._serial: Any = None  # pyserial's classes share no typed base
        self._reopening = Reopening(now)
        #: Why it could not be opened last.
        self._closed = NotConnected("not opened yet", port=port)
        self.openings = 0  # a driver that sees this change talks to a device that it has not greeted yet

    @property
    def is_open(self) -> bool:
        return self._serial is not None

    def open(self) -> None:
        """Opens the line unless it is open. After a failure tries wait 0.5 s, 1 s, 2 s, 4 s, 4 s ..."""
        self._line()

    def write(self, data: bytes) -> None:
        """Gives all of `data` to the line, piece by piece. Undrained: a piece was not taken in time."""
        line = self._line()
        for start in range(0, len(data), PIECE):
            piece = data[start : start + PIECE]
            try:
                line.write(piece)
            except serial.SerialTimeoutException as stuck:
                raise Undrained("the line does not drain", port=self.port) from stuck
            except (OSError, TypeError) as error:
                raise self._lost(error) from error
            self._tape.heard(self.now(), Way.TO_DEVICE, piece)

    def read_some(self, limit: int = 4096, seconds: float = SLICE) -> bytes:
        """Whatever has come, up to `limit` bytes, waiting `seconds` for the first one; b"" when none came."""
        line = self._line()
        deadline = self.now() + seconds
        while True:
            try:
                data = line.read(1)
                if data and limit > 1:
                    data += line.read(min(limit - 1, line.in_waiting))
            except (OSError, TypeError) as error:
                raise self._lost(error) from error
            if data:
                return self._heard(data)
            if self.now() >= deadline:
                return b""

    def read_until(self, done: Callable[[bytes], bool], seconds: float, limit: int = 4096) -> bytes:
        """Collects until `done(all so far)`; after `seconds` or `limit` bytes returns what came."""
        deadline = self.now() + seconds
        heard = b""
        while len(heard) < limit and not done(heard):
            left = deadline - self.now()
            if left <= 0:
                break
            heard += self.read_some(limit - len(heard), min(left, SLICE))
        return heard

    def drop_input(self) -> bytes:
        """Throws away what came unasked, and returns it for the log."""
        line = self._line()
        try:
            return self._heard(line.read(line.in_waiting)) if line.in_waiting else b""
        except (OSError, TypeError) as error:
            raise self._lost(error) from error

    def drop_output(self) -> None:
        """Throws away what was written and has not left this machine yet."""
        line = self._line()
        try:
            line.reset_output_buffer()
        except (OSError, TypeError) as error:
            raise self._lost(error) from error

    def close(self) -> None:
        """Never raises. The next use opens again, at once."""
        line, self._serial = self._serial, None
        if line is not None:
            with suppress(OSError, TypeError):
                line.close()

    def handed_over(self) -> Any:
        """The open port itself, for another link that goes on with it; this one has none any more."""
        line, self._serial = self._line(), None
        return line

    def _line(self) -> Any:
        if self._serial is None:
            self._serial = self._opened()
            self._reopening.succeeded()
            self.openings += 1
            self._tape.heard(self.now(), Way.OPENED)
        return self._serial

    def _heard(self, data: bytes) -> bytes:
        self._tape.heard(self.now(), Way.FROM_DEVICE, bytes(data))
        return bytes(data)

    def _opened(self) -> Any:
        if self._reopening.too_soon:
            raise type(self._closed)("not there; will be tried again soon", port=self.port)
        try:
            return self._made()
        except (OSError, ValueError, TypeError, DeviceError) as error:
            self._reopening.failed()
            self._closed = (Held if _is_held(error) else NotConnected)(_reason(error), port=self.port)
            raise self._closed from error

    def _made(self) -> Any:
        if "://" in self.port:  # a device server: neither locks nor write time-outs exist there
            return serial.serial_for_url(self.port, **self._how)
        if not os.path.exists(self.port):
            raise FileNotFoundError(errno.ENOENT, "no such port")
        return serial.Serial(self.port, exclusive=True, write_timeout=self._write_timeout, **self._how)

    def _lost(self, error: Exception) -> DeviceError:
        """OSError covers pyserial's own; TypeError is what it raises when a descriptor goes away under it."""
        self.close()
        self._tape.heard(self.now(), Way.LOST)
        return NotConnected(_reason(error), port=self.port)


def _is_held(error: Exception) -> bool:
    return isinstance(error, Held) or (isinstance(error, OSError) and error.errno in HELD)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno:
        return os.strerror(error.errno)
    return str(error) or type(error).__name__
