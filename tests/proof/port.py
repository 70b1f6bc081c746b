"""The kiosk's serial port: devices.link.Link as it ships, over the channel instead of a pseudo-terminal.

Every byte that goes out or comes in is a moment of its own.
"""

from __future__ import annotations

from typing import Any

from devices.link import Link
from tests.proof.channel import Channel
from tests.proof.moments import Moments
from tests.proof.times import Times


class Port:
    """What a Link needs of a `serial.Serial`."""

    def __init__(self, channel: Channel, moments: Moments, timeout: float) -> None:
        self._channel, self._moments, self._timeout = channel, moments, timeout
        self._waiting = bytearray()

    @property
    def in_waiting(self) -> int:
        self._waiting += self._channel.read(0)
        return len(self._waiting)

    def read(self, count: int) -> bytes:
        if not self._waiting:
            self._waiting += self._channel.read(self._timeout)
        taken = bytes(self._waiting[:count])
        del self._waiting[:count]
        for _ in taken:
            self._moments.byte("heard")
        return taken

    def write(self, data: bytes) -> None:
        if not self._moments.watching:
            self._channel.write(data)
            return
        for byte in data:
            self._moments.byte("sent")
            self._channel.write(bytes((byte,)))
        self._moments.met("sent", "end of a piece", "after")

    def close(self) -> None:
        self._waiting.clear()


class Cord(Link):
    def __init__(self, channel: Channel, moments: Moments, times: Times) -> None:
        super().__init__("terminal", now=lambda: times.passed)
        self._port = Port(channel, moments, self._how["timeout"])

    def _made(self) -> Any:
        return self._port
