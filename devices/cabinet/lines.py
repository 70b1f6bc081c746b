"""The modem lines of a serial port: reads the inputs, holds the outputs. Carries no bytes.

A device server at `rfc2217://` tells its lines by itself and says nothing when it is gone, so a line is set anew every
two seconds: that is acknowledged, or the port is lost.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from typing import Any, TypeVar

import serial

from devices.cabinet.wiring import INPUTS
from devices.link import SLICE, Link
from kiosk.ports import NoLines

STILL_THERE = 2.0  # seconds
#: What ports without such lines answer: pseudo-terminals, some USB adapters.
LINELESS = (errno.ENOTTY, errno.EINVAL, errno.EOPNOTSUPP)
#: What pyserial says of a device server that has told no lines so far.
UNTOLD = "NOTIFY_MODEMSTATE"
T = TypeVar("T")


class ModemLines(Link):
    """Raises NotConnected, Held or NoLines. While open DTR is on, for it feeds the contacts; the rest comes up off."""

    _asked_at = 0.0

    def asserted(self) -> frozenset[str]:
        """Those of INPUTS that are on."""
        self.open()
        if self.now() - self._asked_at >= STILL_THERE:
            self.drive("dtr", True)
            self._asked_at = self.now()
        return self._tried(lambda line: frozenset(name for name in INPUTS if getattr(line, name)))

    def drive(self, output: str, on: bool) -> None:
        """One of OUTPUTS."""
        self._tried(lambda line: setattr(line, "break_condition" if output == "break" else output, on))

    def close(self) -> None:
        self._asked_at = 0.0
        # pyserial leaves a device server's socket to the collector when the other side hung up first
        left = getattr(self._serial, "_socket", None)
        super().close()
        if left is not None:
            left.close()

    def _made(self) -> Any:
        there = "://" in self.port or os.path.exists(self.port)
        if not there:
            raise FileNotFoundError(errno.ENOENT, "no such port")
        line = serial.serial_for_url(self.port, do_not_open=True, timeout=SLICE)
        line.rts = False
        if "://" not in self.port:
            line.exclusive = True
        line.open()
        return line

    def _tried(self, act: Callable[[object], T]) -> T:
        line = self._line()
        try:
            return act(line)
        except OSError as error:
            if error.errno in LINELESS or UNTOLD in str(error):
                raise NoLines("this port has no modem lines", port=self.port) from error
            raise self._lost(error) from error
        except (TypeError, ValueError) as error:  # a descriptor that went away; an output that was refused
            raise self._lost(error) from error
