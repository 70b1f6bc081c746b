"""A PC/SC service of our own with a virtual reader, and cards for it.

Debian's pcscd with the driver of vsmartcard (vpcd). A card is a TCP client: it sends and gets messages with their
length before them, two bytes, high byte first; a message of one byte is about the slot (0 off, 1 on, 2 reset, 4 answer
to reset), any other is a command to the card.
"""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.peers.brought import environment, unpacked

SOCKET = Path("/run/pcscd/pcscd.comm")
READER = "Virtual PCD"
ANSWER_TO_RESET = b"\x04"
START = 10.0  # seconds


class Card:
    """In the reader from the beginning until `take_away`. `uid`: what it tells the reader; `heard`: what it was sent."""

    def __init__(self, port: int, atr: bytes, uid: bytes) -> None:
        self.heard: list[bytes] = []
        self._atr, self._answer = atr, uid + b"\x90\x00"
        self._line = socket.create_connection(("127.0.0.1", port), timeout=START)
        self._line.settimeout(None)
        self._thread = threading.Thread(target=self._lie_there)
        self._thread.start()

    def take_away(self) -> None:
        self._line.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._line.close()

    def _lie_there(self) -> None:
        while (message := self._message()) is not None:
            if message == ANSWER_TO_RESET:
                self._say(self._atr)
            elif len(message) > 1:
                self.heard.append(message)
                self._say(self._answer)

    def _say(self, data: bytes) -> None:
        self._line.sendall(len(data).to_bytes(2, "big") + data)

    def _message(self) -> bytes | None:
        size = self._exactly(2)
        return self._exactly(int.from_bytes(size, "big")) if size else None

    def _exactly(self, count: int) -> bytes | None:
        data = b""
        while len(data) < count:
            try:
                more = self._line.recv(count - len(data))
            except OSError:
                return None
            if not more:
                return None
            data += more
        return data


class Service:
    """pcscd, started and ended; `port` is where cards come in, another one after each start."""

    def __init__(self, folder: Path) -> None:
        self._program = unpacked("usr/sbin/pcscd", "pcscd")
        self._driver = unpacked("usr/lib/pcsc/drivers/serial/libifdvpcd.so", "vsmartcard-vpcd")
        self._folder = folder
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.port = _two_free_ports()
        (self._folder / "vpcd").write_text(
            f'FRIENDLYNAME "{READER}"\nDEVICENAME /dev/null:{self.port:#x}\n'
            f"LIBPATH {self._driver}\nCHANNELID {self.port:#x}\n"
        )
        with (self._folder.parent / "pcscd.log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._program, "--foreground", "--config", self._folder],
                stdout=log,
                stderr=log,
                env=environment(),
            )
        end = time.monotonic() + START
        while not listens(SOCKET):
            assert self._process.poll() is None, "pcscd ended by itself"
            assert time.monotonic() < end

    def end(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None

    def lay(self, atr: bytes, uid: bytes = b"") -> Card:
        return Card(self.port, atr, uid)


@contextmanager
def service(folder: Path) -> Iterator[Service]:
    """Skips where a machine has a service of its own, or lets nobody make one."""
    if listens(SOCKET):
        pytest.skip("this machine has a PC/SC service of its own")
    if os.geteuid() != 0:
        pytest.skip("pcscd needs to be root")
    made = Service(folder)
    made.start()
    try:
        yield made
    finally:
        made.end()


def listens(name: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        return line.connect_ex(str(name)) == 0


def _two_free_ports() -> int:
    """The first of two neighbours: the driver makes two slots."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("", 0))
            port = int(one.getsockname()[1])
            if _takes(two, port + 1):
                return port


def _takes(line: socket.socket, port: int) -> bool:
    try:
        line.bind(("", port))
    except (OSError, OverflowError):
        return False
    return True
