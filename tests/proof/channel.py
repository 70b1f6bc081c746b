"""The one connection between a kiosk that may die and the worker that lives on: packets, in order, none half.

What the kiosk does is told before it is done or as it is done, so the worker knows it whenever the kiosk is killed.
"""

from __future__ import annotations

import pickle
import socket
import struct
from typing import Any, Protocol

LARGEST = 1 << 20
_SECONDS = struct.Struct("d")
#: Which of the kiosk's ports, in one byte.
Port = bytes
TERMINAL: Port = b"t"
PRINTER: Port = b"p"


class End(Protocol):
    """What is needed of a socket that keeps packets apart."""

    def send(self, packet: bytes, /) -> object: ...

    def recv(self, most: int, /) -> bytes: ...


class Channel:
    """The kiosk's end."""

    def __init__(self, end: End) -> None:
        self._end = end

    def write(self, device: Port, data: bytes) -> None:
        self._end.send(b"W" + device + data)

    def read(self, device: Port, seconds: float) -> bytes:
        """What the device says, waiting `seconds` of the counter's time at most for the first byte."""
        self._end.send(b"R" + device + _SECONDS.pack(seconds))
        return self._end.recv(LARGEST)[1:]

    def let_pass(self, seconds: float) -> None:
        self._end.send(b"T" + _SECONDS.pack(seconds))
        self._end.recv(LARGEST)

    def cut_cable(self, device: Port, seconds: float) -> None:
        """Nothing goes over this line for so long, and the kiosk is not told."""
        self._end.send(b"C" + device + _SECONDS.pack(seconds))

    def tell(self, kind: str, what: Any) -> None:
        """Something that a person could see, or that the oracle wants to know."""
        self._end.send(b"E" + pickle.dumps((kind, what)))


def pair() -> tuple[socket.socket, socket.socket]:
    near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    for end in (near, far):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, LARGEST)
    return near, far


def seconds_of(packet: bytes) -> float:
    return float(_SECONDS.unpack(packet[-_SECONDS.size :])[0])
