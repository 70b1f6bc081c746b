"""A device server on loopback (RFC 2217), for a device that hangs on modem lines: pseudo-terminals have none.

Toward the bench the lines are one byte each way, as `devices/cabinet/emulator.py` says.
"""

from __future__ import annotations

from typing import Any

from serial.rfc2217 import PortManager

from devices.workbench.tcp_wire import TcpWire
from devices.workbench.wire import LOOK


class Lines:
    """The port that pyserial's half of a server sets and asks: its lines, and settings that nobody minds here."""

    def __init__(self) -> None:
        self.cts = self.dsr = self.cd = self.ri = False
        self.rts = self.dtr = False
        self.baudrate, self.bytesize, self.parity, self.stopbits = 9600, 8, "N", 1
        self.xonxoff = self.rtscts = self.break_condition = False

    def hear(self, bits: int) -> None:
        self.cts, self.dsr, self.cd, self.ri = (bool(bits >> place & 1) for place in range(4))

    @property
    def outputs(self) -> bytes:
        return bytes([self.rts | self.dtr << 1 | self.break_condition << 2])

    def reset_input_buffer(self) -> None:
        """No bytes are kept here."""

    def reset_output_buffer(self) -> None:
        """No bytes are kept here."""


class _Mute(PortManager):
    """A server that never tells its lines."""

    def check_modem_lines(self, force_notification: bool = False) -> None:
        """Nothing is said."""


class LineWire(TcpWire):
    """One kiosk at a time. Who hangs up lets go of the outputs. A device that sends no byte has no lines to tell."""

    def __init__(self, address: tuple[str, int]) -> None:
        super().__init__(address)
        self._lines = Lines()
        self._server: Any = (
            None  # pyserial asks for a port and a socket of its own and takes what walks like them
        )
        self._told = self._lines.outputs
        self._tells = True

    def send(self, data: bytes) -> None:
        if self._tells != bool(data):
            self._tells = bool(data)
            self.hang_up()
        if not data:
            return
        self._lines.hear(data[-1])
        if self._server is not None:
            self._server.check_modem_lines()

    def write(self, data: bytes) -> None:
        """What the server half has to say to the kiosk."""
        super().send(data)

    def hang_up(self) -> None:
        super().hang_up()
        self._server = None
        self._lines.rts = self._lines.dtr = self._lines.break_condition = False

    def read(self, limit: int = LOOK) -> bytes:
        """The outputs, when they have changed."""
        heard = super().read(limit)
        if heard and self._server is not None:
            for _ in self._server.filter(heard):
                """A cabinet takes no bytes."""
        if self._lines.outputs == self._told:
            return b""
        self._told = self._lines.outputs
        return self._told

    def _let_in(self) -> None:
        super()._let_in()
        if self._kiosk is not None:
            port: Any = self._lines
            line: Any = self
            self._server = PortManager(port, line) if self._tells else _Mute(port, line)
