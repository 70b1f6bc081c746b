"""A tape on one line: what went over it either way, and when. In memory only; bounded in time and in size.

Used on the lane that owns the line, like the line itself. It must not know any protocol.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

#: Bytes of both ways together, and pieces of them; whatever comes first ends a recording.
LARGEST, MOST_PIECES = 256 * 1024, 20_000
LONGEST_SECONDS = 600.0


class Way(StrEnum):
    """Words of the file."""

    TO_DEVICE = "to"
    FROM_DEVICE = "from"
    LOST = "lost"  # the line was gone: unplugged, or its device hung up
    OPENED = "opened"


class Ended(StrEnum):
    """Why a recording has no more."""

    ASKED = "asked"
    TIME = "time"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class Piece:
    """`at`: seconds from the beginning. `data` may hold anything until it is redacted, so it is shown to nobody."""

    at: float
    way: Way
    data: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Recording:
    """As it was heard: not for a disk."""

    pieces: tuple[Piece, ...]
    seconds: float
    ended: Ended


class Tape:
    """Hears its line always, keeps what it hears only between `start` and `stop`."""

    def __init__(self) -> None:
        self._pieces: list[Piece] | None = None
        self._began = self._last = 0.0
        self._room, self._until = 0, 0.0
        self._ended = Ended.ASKED

    @property
    def running(self) -> bool:
        return self._pieces is not None

    def start(self, now: float, seconds: float, largest: int = LARGEST) -> None:
        """Forgets what it kept, and keeps from now on: at most `seconds` (600 at most), at most `largest` bytes."""
        self._pieces = []
        self._began = self._last = now
        self._until = now + min(seconds, LONGEST_SECONDS)
        self._room, self._ended = min(largest, LARGEST), Ended.ASKED

    def heard(self, now: float, way: Way, data: bytes = b"") -> None:
        if self._pieces is None or self._ended is not Ended.ASKED:
            return
        if now > self._until:
            self._ended = Ended.TIME
            return
        kept = data[: self._room]
        if kept or not data:
            self._pieces.append(Piece(now - self._began, way, kept))
        self._room -= len(kept)
        self._last = now
        if len(kept) < len(data) or len(self._pieces) == MOST_PIECES:
            self._ended = Ended.SIZE

    def stop(self, now: float) -> Recording | None:
        """What was kept, which is then forgotten here; None where nothing was started."""
        pieces, self._pieces = self._pieces, None
        if pieces is None:
            return None
        if now > self._until and self._ended is Ended.ASKED:
            self._ended = Ended.TIME
        end = self._last if self._ended is Ended.SIZE else min(now, self._until)
        return Recording(tuple(pieces), end - self._began, self._ended)
