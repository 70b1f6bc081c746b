"""The modem lines of a serial port: reads the inputs, holds the outputs. Carries no bytes.

A device server at `rfc2217://` tells its lines by itself and says nothing when it is gone, so a line is set anew every
two seconds: that is acknowledged, or the port is lost.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import TypeVar

from devices.cabinet.wiring import INPUTS
from devices.link import Link
from kiosk.ports import NoLines

STILL_THERE = 2.0  # seconds
#: What ports without such lines answer: pseudo-terminals, some USB adapters.
LINELESS = (errno.ENOTTY, errno.EINVAL, errno.EOPNOTSUPP)
T = TypeVar("T")


class ModemLines(Link):
    """Raises NotConnected, Held or NoLines. DTR is on while it is open, for it feeds the contacts."""

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
        self._tried(lambda line: setattr(line, output, on))

    def close(self) -> None:
        self._asked_at = 0.0
        # pyserial leaves a device server's socket to the collector when the other side hung up first
        left = getattr(self._serial, "_socket", None)
        super().close()
        if left is not None:
            left.close()

    def _tried(self, act: Callable[[object], T]) -> T:
        line = self._line()
        try:
            return act(line)
        except OSError as error:
            if error.errno in LINELESS:
                raise NoLines("this port has no modem lines", port=self.port) from error
            raise self._lost(error) from error
        except (TypeError, ValueError) as error:  # a descriptor that went away; an output that was refused
            raise self._lost(error) from error
