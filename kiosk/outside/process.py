"""AccessKit at arm's length: what breaks there, or hangs, takes no kiosk with it."""

from __future__ import annotations

import json
import logging
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "kiosk.outside")
#: For a tree to be taken; what takes longer hangs. And before what broke is tried again.
SECONDS, PAUSE = 5.0, 10.0
REASONS = {3: "the library accesskit is not installed", 4: "there is no D-Bus session"}


@dataclass(frozen=True, slots=True)
class Wish:
    """`act`: press or focus; the control called `tag`, on the screen and in the front that it was told of in."""

    act: str
    screen: str
    front: str
    tag: str


class OutsideReader:
    """`serve` blocks, in a lane; everything else never waits and may come from any thread.

    `wish` is called in the lane with what is asked of a control, `works` when it is known, or has changed, whether a
    screen reader could come. `attended`: one is there.
    """

    def __init__(
        self,
        wish: Callable[[Wish], None],
        works: Callable[[bool], None],
        command: Sequence[str] = COMMAND,
        pause: float = PAUSE,
        seconds: float = SECONDS,
    ) -> None:
        self.attended = False
        self._wish = wish
        self._works = works
        self._command = command
        self._pause = pause
        self._seconds = seconds
        self._wake = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        self._ending = False
        self._known: bool | None = None
        self._shown: dict[str, Any] | None = None
        self._due = False

    def show(self, snapshot: dict[str, Any] | None) -> None:
        """What stands on the panel now. Only what differs from the last one is handed on, and of several the newest.
        None: nobody is there to be told, and what was told is forgotten."""
        if snapshot != self._shown:
            self._shown, self._due = snapshot, snapshot is not None
            os.eventfd_write(self._wake, 1)

    def end(self) -> None:
        """`serve` comes back."""
        self._ending = True
        os.eventfd_write(self._wake, 1)

    def serve(self) -> None:
        """Until `end`. What has broken is started anew after a pause."""
        while not self._ending:
            try:
                with subprocess.Popen(
                    self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
                ) as process:
                    try:
                        self._attend(process)
                    finally:
                        process.kill()
            except (OSError, ValueError) as fault:
                self._tell(False, fault)
            self.attended = False
            self._shown, self._due = None, False  # it may be a customer's, and who was told of it has gone
            self._rest()

    def _attend(self, process: subprocess.Popen[bytes]) -> None:
        """Raises OSError when it ended, TimeoutError when it hangs, ValueError when it talks nonsense."""
        assert process.stdout
        output = process.stdout.fileno()
        rest, taken_by = b"", None
        while not self._ending:
            wait = None if taken_by is None else max(0.0, taken_by - time.monotonic())
            ready = select.select([output, self._wake], [], [], wait)[0]
            if not ready:
                raise TimeoutError("it takes no tree")
            self._calm()
            if output in ready:
                *whole, rest = (rest + _piece(process)).split(b"\n")
                for line in whole:
                    taken_by = None if self._heard(json.loads(line)) else taken_by
            if self._due and self.attended and taken_by is None:
                self._due = False  # before it is taken up: what comes meanwhile is due again
                if self._hand_on(process):
                    taken_by = time.monotonic() + self._seconds

    def _hand_on(self, process: subprocess.Popen[bytes]) -> bool:
        """False: nobody was there for a moment, and there is nothing to tell."""
        shown = self._shown
        if shown is None:
            return False
        assert process.stdin
        process.stdin.write(json.dumps(shown).encode() + b"\n")
        process.stdin.flush()
        return True

    def _heard(self, said: dict[str, Any]) -> bool:
        """Whether it says that the last tree was taken."""
        if "attended" in said:
            self._shown, self._due = None, False  # whoever comes is told all of it
            self.attended = said["attended"]
            self._tell(True)
        elif "act" in said:
            self._wish(Wish(**said))
        return "taken" in said

    def _tell(self, works: bool, fault: Exception | None = None) -> None:
        if works is not self._known:
            self._known = works
            if fault:
                log.warning("no screen reader from outside: %s", fault)
            self._works(works)

    def _rest(self) -> None:
        until = time.monotonic() + self._pause
        while not self._ending and (left := until - time.monotonic()) > 0:
            select.select([self._wake], [], [], left)
            self._calm()

    def _calm(self) -> None:
        with suppress(BlockingIOError):
            os.eventfd_read(self._wake)


def _piece(process: subprocess.Popen[bytes]) -> bytes:
    assert process.stdout
    piece = os.read(process.stdout.fileno(), 1 << 16)
    if not piece:
        raise OSError(REASONS.get(process.wait(SECONDS), "it ended"))
    return piece
