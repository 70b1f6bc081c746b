"""A customer's hand on two switches: presses the workbench's, and sees on the panel what the ring is around."""

from __future__ import annotations

import time

from kiosk.domain.keypad import SWITCHES, NavKey
from tests.e2e.panel import Panel
from tests.e2e.system import System
from tests.screens import switches

MOVE, CHOOSE = SWITCHES


class Hand:
    """`presses` counts both switches."""

    def __init__(self, system: System, panel: Panel, seconds: float = 10.0) -> None:
        self._bench = system.bench
        self._panel = panel
        self._seconds = seconds
        self.presses = 0

    def begin(self) -> None:
        """The first press of a visit."""
        self._post(MOVE)

    def choose(self, tag: str) -> None:
        self._panel.see(tag)
        if not self._moves([], 2.0):  # what the ring was at went away: one press brings it back
            self._post(MOVE)
            assert self._moves([], self._seconds), "nothing is scanned"
        switches.choose(tag, self._scanned, self._press)

    def read(self, text: str, seconds: float) -> None:
        self._panel.read(text, seconds)

    def _press(self, key: NavKey) -> None:
        """And waits for the ring to go on. From the only control of the first row it goes nowhere when that is chosen."""
        before = self._scanned()
        self._post(key)
        if key is CHOOSE and len(before) == 1:
            self._moves(before, 1.0)
        else:
            assert self._moves(before, self._seconds), f"the ring stays at {before}"

    def _post(self, key: NavKey) -> None:
        self._bench.post("/keypad/press", {"key": key.value})
        self.presses += 1

    def _moves(self, before: list[str], seconds: float) -> bool:
        end = time.monotonic() + seconds
        while self._scanned() == before:
            if time.monotonic() > end:
                return False
            time.sleep(0.01)
        return True

    def _scanned(self) -> list[str]:
        return [node["id"] for node in self._panel.nodes() if "scanned" in node["state"]]
