"""A line between kiosk and centre that does what lines do: refuses, resets, swallows, truncates, stalls, repeats.

A TCP proxy on loopback, one for each kiosk. What becomes of a request is dealt from a seeded deck; the
weather turns now and then: nearly everything goes through, or hardly anything does.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections import Counter
from enum import StrEnum
from random import Random
from typing import Any

#: An RST instead of a FIN when the socket is closed.
ABORT = struct.pack("ii", 1, 0)


class Fate(StrEnum):
    PASS = "pass"
    REFUSE = "refuse"  # nobody listens for a while
    RESET = "reset"  # broken off before the centre heard a word
    HALF = "half"  # the centre hears half a request
    SWALLOW = "swallow"  # the centre has it and has answered; the answer is gone
    TRUNCATE = "truncate"  # half of the answer comes
    STALL = "stall"  # the answer is held back until nobody waits for it
    LATE = "late"  # the request is held back until nobody waits for it, and then arrives
    REPEAT = "repeat"  # the request arrives twice


#: Cards in a deck that is dealt from, so that each fate is met. A stall costs the time of a timeout, so it is rare.
FAIR = [Fate.PASS] * 10 + [Fate.SWALLOW]
FOUL = (
    [Fate.PASS] * 8
    + [Fate.SWALLOW] * 6
    + [Fate.REFUSE] * 4
    + [Fate.RESET] * 3
    + [Fate.TRUNCATE] * 3
    + [Fate.HALF] * 2
    + [Fate.REPEAT] * 2
    + [Fate.STALL, Fate.LATE]
)
#: Requests until the weather may turn.
SPELL = 10


class HostileLine:
    """Listens at `url`, leads to `centre` (HOST:PORT). `met` counts what was drawn. `mend` ends a refusal."""

    def __init__(self, centre: str, seed: int) -> None:
        host, _, port = centre.removeprefix("http://").partition(":")
        self._there = (host, int(port))
        self._chance = Random(seed)
        self._held = _bound(("127.0.0.1", 0))  # keeps the port while nobody listens
        self._here = self._held.getsockname()
        self._listening: socket.socket | None = None
        self._threads: list[threading.Thread] = []
        self._over = threading.Event()
        self._drawn = 0
        self._decks: dict[bool, list[Fate]] = {True: [], False: []}
        self._is_fair = True
        self.met: Counter[Fate] = Counter()
        self.url = f"http://127.0.0.1:{self._here[1]}"
        self.mend()

    def mend(self) -> None:
        if self._listening is None:
            self._listening = _bound(self._here)
            self._listening.listen(16)
            self._begin(self._accept, self._listening)

    @property
    def is_down(self) -> bool:
        return self._listening is None

    def close(self) -> None:
        self._over.set()
        self._shut()
        for thread in self._threads:
            thread.join(timeout=20)
        self._held.close()

    def _begin(self, job: Any, *given: Any) -> None:
        thread = threading.Thread(target=job, args=given)
        self._threads.append(thread)
        thread.start()

    def _shut(self) -> None:
        listening, self._listening = self._listening, None
        if listening is not None:
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
            listening.close()

    def _accept(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                self._begin(self._carry, listening.accept()[0])

    def _draw(self) -> Fate:
        if self._drawn % SPELL == 0:
            self._is_fair = self._chance.random() < 0.5
        self._drawn += 1
        deck = self._decks[self._is_fair]
        if not deck:
            deck.extend(FAIR if self._is_fair else FOUL)
            self._chance.shuffle(deck)
        fate = deck.pop()
        self.met[fate] += 1
        return fate

    def _carry(self, near: socket.socket) -> None:
        """One connection of the kiosk: request after request, until a fate ends it."""
        near.settimeout(30)
        with near, contextlib.suppress(OSError):
            while (request := _message(near)) and self._meet(self._draw(), near, request):
                pass

    def _meet(self, fate: Fate, near: socket.socket, request: bytes) -> bool:
        """False: this connection is over."""
        match fate:
            case Fate.PASS:
                near.sendall(self._ask(request))
                return True
            case Fate.REPEAT:
                answer = self._ask(request)
                self._ask(request)
                near.sendall(answer)
                return True
            case Fate.REFUSE:
                self._shut()
                _abort(near)
            case Fate.RESET:
                _abort(near)
            case Fate.HALF:
                with self._connected() as far:
                    far.sendall(request[: len(request) // 2])
                _abort(near)
            case Fate.SWALLOW:
                self._ask(request)
                _abort(near)
            case Fate.TRUNCATE:
                answer = self._ask(request)
                near.sendall(answer[: len(answer) // 2])
            case Fate.STALL:
                self._ask(request)
                _until_given_up(near)
            case Fate.LATE:
                _until_given_up(near)
                self._ask(request)
        return False

    def _connected(self) -> socket.socket:
        return socket.create_connection(self._there, timeout=30)

    def _ask(self, request: bytes) -> bytes:
        """The centre's whole answer, as it came."""
        with self._connected() as far:
            far.sendall(request)
            return _message(far)


def _bound(address: tuple[str, int]) -> socket.socket:
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    made.bind(address)
    return made


def _abort(near: socket.socket) -> None:
    near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
    near.close()


def _until_given_up(near: socket.socket) -> None:
    """Whoever waits at the other end hangs up."""
    near.recv(1)


def _message(source: socket.socket) -> bytes:
    """One request or answer by its Content-Length, headers and all; empty when the other end is done."""
    data = bytearray()
    while (end := data.find(b"\r\n\r\n")) < 0:
        if not (more := source.recv(65536)):
            return b""
        data += more
    whole = end + 4 + _length(bytes(data[:end]))
    while len(data) < whole:
        if not (more := source.recv(65536)):
            return b""
        data += more
    return bytes(data)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0
