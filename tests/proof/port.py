"""The kiosk's serial ports: devices.link.Link as it ships, over the channel instead of a pseudo-terminal.

Every byte of the terminal's that goes out or comes in is a moment of its own. Of the printer's, whose pictures are
long, it is every byte that comes in and of what is as short as a command, and each piece of a picture: before it, when
half of it went, and behind it.
"""

from __future__ import annotations

from typing import Any

from devices.link import Link
from tests.proof.channel import PRINTER, TERMINAL, Channel
from tests.proof.channel import Port as Which
from tests.proof.moments import Moments
from tests.proof.times import Times

#: What is longer is a piece of a picture.
COMMAND = 40


class Port:
    """What a Link needs of a `serial.Serial`. `sent`, `heard`: the kinds of its moments."""

    sent = heard = ""

    def __init__(self, channel: Channel, moments: Moments, timeout: float, device: Which) -> None:
        self._channel, self._moments, self._timeout = channel, moments, timeout
        self._device = device
        self._waiting = bytearray()

    @property
    def in_waiting(self) -> int:
        self._waiting += self._channel.read(self._device, 0)
        return len(self._waiting)

    def read(self, count: int) -> bytes:
        if not self._waiting:
            self._waiting += self._channel.read(self._device, self._timeout)
        taken = bytes(self._waiting[:count])
        del self._waiting[:count]
        for _ in taken:
            self._moments.byte(self.heard)
        return taken

    def write(self, data: bytes) -> None:
        if not self._moments.counts(self.sent):
            self._channel.write(self._device, data)
            return
        self._write_watched(data)
        self._moments.met(self.sent, "end of a piece", "after")

    def reset_output_buffer(self) -> None:
        """What was written is on the line already."""

    def close(self) -> None:
        self._waiting.clear()

    def _write_watched(self, data: bytes) -> None:
        raise NotImplementedError

    def _byte_by_byte(self, data: bytes) -> None:
        for byte in data:
            self._moments.byte(self.sent)
            self._channel.write(self._device, bytes((byte,)))


class TerminalPort(Port):
    sent, heard = "sent", "heard"

    def _write_watched(self, data: bytes) -> None:
        self._byte_by_byte(data)


class PrinterPort(Port):
    sent, heard = "to printer", "from printer"

    def _write_watched(self, data: bytes) -> None:
        if len(data) <= COMMAND:
            self._byte_by_byte(data)
            return
        which = f"piece {self._moments.ordinal(self.sent)}"
        half = len(data) // 2
        self._moments.met(self.sent, which, "before")
        self._channel.write(self._device, data[:half])
        self._moments.met(self.sent, which, "within")
        self._channel.write(self._device, data[half:])


class Cord(Link):
    def __init__(self, channel: Channel, moments: Moments, times: Times) -> None:
        super().__init__("terminal", now=lambda: times.passed)
        self._port: Port = TerminalPort(channel, moments, self._how["timeout"], TERMINAL)

    def _made(self) -> Any:
        return self._port


class PrinterCord(Cord):
    def __init__(self, channel: Channel, moments: Moments, times: Times) -> None:
        Link.__init__(self, "printer", 115200, now=lambda: times.passed)
        self._port = PrinterPort(channel, moments, self._how["timeout"], PRINTER)
