"""The recorder of one device: its tape, and where what was recorded goes. Used on the device's lane.

Until it is redacted a recording is nowhere but in memory.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from devices.trace.file import SUFFIX, Line, Trace, trace_of, write
from devices.trace.tape import Tape

#: How many traces of one device are kept in a folder.
KEPT = 5


class Deck:
    """`line`: whose wire it is, for the head of the file."""

    def __init__(self, tape: Tape, line: Line, now: Callable[[], float] = time.monotonic) -> None:
        self._tape, self._line, self._now = tape, line, now
        self._at = ""

    @property
    def running(self) -> bool:
        return self._tape.running

    def start(self, seconds: float) -> None:
        self._at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._tape.start(self._now(), seconds)

    def drop(self) -> None:
        """What was recorded is forgotten."""
        self._tape.stop(self._now())

    def take(self) -> Trace | None:
        """What was recorded, without card numbers; None where nothing was started."""
        recording = self._tape.stop(self._now())
        return trace_of(recording, self._line, self._at) if recording else None

    def keep(self, folder: Path) -> tuple[Path, Trace] | None:
        """Writes it into `folder`, of which the oldest then go. Raises OSError."""
        trace = self.take()
        if trace is None:
            return None
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"{self._line.device}-{trace.at.translate({ord(c): None for c in '-:'})}{SUFFIX}"
        write(path, trace)
        for old in sorted(folder.glob(f"{self._line.device}-*{SUFFIX}"))[:-KEPT]:
            old.unlink(missing_ok=True)
        return path, trace
