"""The engines at arm's length: what breaks there, or hangs, takes no kiosk with it."""

from __future__ import annotations

import json
import logging
import select
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kiosk.domain.writing import Layout, Word

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "kiosk.writing")
#: Whoever types waits no longer than that for an answer; starting may take as long too.
SECONDS = 3.0


class WritingProcess:
    """Fulfils the port `InputMethod`. The process is started at the first question, and anew after it has broken."""

    def __init__(self, command: Sequence[str] = COMMAND, seconds: float = SECONDS) -> None:
        self._command = command
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._layouts: tuple[Layout, ...] = ()

    def layouts(self) -> tuple[Layout, ...]:
        try:
            self._started()
        except (OSError, ValueError) as fault:
            self._broke(fault)
        return self._layouts

    def words(self, layout: Layout, sounds: str) -> tuple[Word, ...]:
        try:
            process = self._started()
            if layout not in self._layouts:
                return ()
            assert process.stdin is not None
            process.stdin.write(json.dumps([layout, sounds]).encode() + b"\n")
            process.stdin.flush()
            return tuple(Word(text, takes, tuple(like)) for text, takes, like in self._answer(process))
        except (OSError, ValueError) as fault:
            self._broke(fault)
            return ()

    def forget(self) -> None:
        """A process that is gone remembers nothing; another one waits for whoever comes next."""
        self.close()
        self.layouts()

    def close(self) -> None:
        """End it."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
            )
            self._layouts = tuple(map(Layout, self._answer(self._process)))
        return self._process

    def _answer(self, process: subprocess.Popen[bytes]) -> list[Any]:
        """Raises TimeoutError, and ValueError where it ended in the middle."""
        assert process.stdout is not None
        if not select.select([process.stdout], [], [], self._seconds)[0]:
            raise TimeoutError("no answer")
        answer = json.loads(process.stdout.readline())
        assert isinstance(answer, list)
        return answer

    def _broke(self, fault: Exception) -> None:
        """What was typed stays out of the log."""
        log.warning("the engines for writing broke: %s", type(fault).__name__)
        self.close()
