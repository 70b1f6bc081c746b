"""A customer's thumb on the keypad: presses the workbench's keys, and sees on the panel where that led."""

from __future__ import annotations

import time

from kiosk.domain.keypad import NavKey
from tests.e2e.panel import Panel
from tests.e2e.system import System


class Thumb:
    """`presses` counts every key. Whoever presses here looks first which way round is the shorter one."""

    def __init__(self, system: System, panel: Panel, seconds: float = 10.0) -> None:
        self._bench = system.bench
        self._panel = panel
        self._seconds = seconds
        self.presses = 0

    def press(self, key: NavKey) -> None:
        self._bench.post("/keypad/press", {"key": key.value})
        self.presses += 1

    def go_to(self, tag: str) -> None:
        """Until `tag` has the focus; one press after another, each waited for."""
        self._panel.see(tag)
        while not self._panel.node(tag)["focus"]:
            before = self._place()
            self.press(self._way(tag, before))
            self._moved(before)

    def choose(self, tag: str) -> None:
        self.go_to(tag)
        self.press(NavKey.SELECT)

    def read(self, text: str, seconds: float) -> None:
        self._panel.read(text, seconds)

    def _place(self) -> int | None:
        """What has the focus, by its number in reading order; None: nothing has."""
        nodes = self._panel.tree()["children"]
        return next((number for number, node in enumerate(nodes) if node["focus"]), None)

    def _way(self, tag: str, place: int | None) -> NavKey:
        nodes = self._panel.tree()["children"]
        wanted = next(number for number, node in enumerate(nodes) if node["id"] == tag)
        ahead = (wanted - (place or 0)) % len(nodes)
        return NavKey.NEXT if ahead <= len(nodes) // 2 else NavKey.PREVIOUS

    def _moved(self, before: int | None) -> None:
        end = time.monotonic() + self._seconds
        while self._place() == before:
            assert time.monotonic() < end, "the focus does not move"
            time.sleep(0.01)
