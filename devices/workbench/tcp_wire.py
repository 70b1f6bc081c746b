"""A TCP port on loopback: a device's end of a network line. One kiosk at a time. Knows bytes, not what they mean."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path

from devices.workbench.wire import LOOK


class TcpWire:
    """`plug` listens on `address` (port 0 chooses one, once); `unplug` hangs up and listens no longer."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.address = address
        self._listener: socket.socket | None = None
        self._kiosk: socket.socket | None = None

    @property
    def master(self) -> int | None:
        """The kiosk's connection, or the door it comes in by."""
        waiting = self._kiosk or self._listener
        return waiting.fileno() if waiting else None

    def plug(self) -> None:
        if self._listener is None:
            family = socket.AF_INET6 if ":" in self.address[0] else socket.AF_INET
            self._listener = socket.create_server(self.address, family=family)
            self._listener.setblocking(False)
            self.address = self._listener.getsockname()[:2]

    def unplug(self) -> None:
        self.hang_up()
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    def move(self, name: Path) -> None:
        """Its address is its place."""

    def treat(self, line: str) -> None:
        """Nobody else can have a connection, and the network takes what it gets."""

    def hang_up(self) -> None:
        """On the kiosk; it may call again."""
        kiosk, self._kiosk = self._kiosk, None
        if kiosk is not None:
            kiosk.close()

    def send(self, data: bytes) -> None:
        """Lost when nobody is connected or nobody reads."""
        if self._kiosk is not None:
            with suppress(OSError):
                self._kiosk.send(data)

    def read(self, limit: int = LOOK) -> bytes:
        """What the kiosk wrote; b"" when nothing is there, or when it has just come or gone."""
        if self._kiosk is None:
            self._let_in()
            return b""
        try:
            data = self._kiosk.recv(limit)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        if not data:
            self.hang_up()
        return data

    def _let_in(self) -> None:
        if self._listener is not None:
            with suppress(OSError):
                self._kiosk, _ = self._listener.accept()
                self._kiosk.setblocking(False)
                self._kiosk.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
