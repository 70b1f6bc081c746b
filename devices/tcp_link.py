"""One TCP connection to a device that has its own network port: opens lazily, reopens by itself, waits in bounded slices.

It must not know any protocol. No threads: a link is opened, used and closed by the lane that owns it.
"""

from __future__ import annotations

import os
import select
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

from devices.reopening import Reopening
from devices.trace.tape import Tape, Way
from kiosk.ports import NotConnected, Undrained

SLICE = 0.1  # seconds; the longest that one look at the line takes
CONNECT_SECONDS = 3.0
STUCK_SECONDS = 2.0  # for a write that is not taken
#: A peer that lost its power or its cable says nothing: asked after 10 s of silence, given up 15 s later.
KEEP_ALIVE = ((socket.TCP_KEEPIDLE, 10), (socket.TCP_KEEPINTVL, 5), (socket.TCP_KEEPCNT, 3))


class TcpLink:
    """`port`: `tcp://HOST:PORT`, an IPv6 host in brackets. `now` is a monotonic clock. `tape` hears all
    that goes over the line.

    Every method but `close` raises only NotConnected (unreachable, refused, hung up) or Undrained (not taken in time),
    with the port.
    """

    def __init__(
        self,
        port: str,
        default_port: int,
        now: Callable[[], float] = time.monotonic,
        *,
        tape: Tape | None = None,
    ) -> None:
        self.port = port
        self.now = now
        self._tape = tape or Tape()
        url = urlsplit(port)
        self._address = (url.hostname or "", url.port or default_port)
        self._socket: socket.socket | None = None
        self._reopening = Reopening(now)

    def write(self, data: bytes) -> None:
        """Gives all of `data` to the line."""
        line = self._line()
        try:
            line.sendall(data)
        except TimeoutError as stuck:
            self.close()  # nobody knows how much of it went out
            raise Undrained("the line does not drain", port=self.port) from stuck
        except OSError as error:
            raise self._lost(error) from error
        self._tape.heard(self.now(), Way.TO_DEVICE, data)

    def read_some(self, limit: int = 4096, seconds: float = SLICE) -> bytes:
        """Whatever has come, up to `limit` bytes, waiting `seconds` for the first one; b"" when none came."""
        line = self._line()
        try:
            ready, _, _ = select.select([line], [], [], seconds)
            if not ready:
                return b""
            data = line.recv(limit)
        except OSError as error:
            raise self._lost(error) from error
        if not data:
            self.close()
            self._tape.heard(self.now(), Way.LOST)
            raise NotConnected("the other side hung up", port=self.port)
        self._tape.heard(self.now(), Way.FROM_DEVICE, data)
        return data

    def close(self) -> None:
        """Never raises. The next use opens again, at once."""
        line, self._socket = self._socket, None
        if line is not None:
            with suppress(OSError):
                line.close()

    def _line(self) -> socket.socket:
        if self._socket is None:
            self._socket = self._opened()
            self._tape.heard(self.now(), Way.OPENED)
        return self._socket

    def _opened(self) -> socket.socket:
        if self._reopening.too_soon:
            raise NotConnected("not there; will be tried again soon", port=self.port)
        try:
            line = socket.create_connection(self._address, timeout=CONNECT_SECONDS)
        except OSError as error:
            self._reopening.failed()
            raise NotConnected(_reason(error), port=self.port) from error
        line.settimeout(STUCK_SECONDS)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in KEEP_ALIVE:
            line.setsockopt(socket.IPPROTO_TCP, option, value)
        self._reopening.succeeded()
        return line

    def _lost(self, error: OSError) -> NotConnected:
        self.close()
        self._tape.heard(self.now(), Way.LOST)
        return NotConnected(_reason(error), port=self.port)


def _reason(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else str(error) or type(error).__name__
