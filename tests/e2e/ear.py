"""A customer who only hears: knows what was said, and nothing of the screen; presses keys by that."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import Any

from kiosk.domain.keypad import NavKey
from kiosk.texts import Texts
from tests.e2e.system import System

#: Seconds to an answer on a busy machine, and how often somebody presses who gets none.
PATIENCE, AGAIN = 6.0, 3


class Ear:
    """`lines` is everything said since this ear was there; `presses` counts keys."""

    def __init__(self, system: System, texts: Texts, seconds: float = 20.0) -> None:
        assert system.transcript
        self._place = texts.get("speech.place", place="#", all="#").split("#")
        self._file = system.transcript
        self._bench = system.bench
        self._seconds = seconds
        self._begins = len(self._all())
        self._heard = self._begins
        self.presses = 0

    @property
    def lines(self) -> list[dict[str, Any]]:
        return self._all()[self._begins :]

    def hear(self, *texts: str, seconds: float | None = None) -> str:
        """Waits until all of `texts` are said in one utterance, after whatever was heard before; that utterance."""
        end = time.monotonic() + (seconds or self._seconds)
        while True:
            for number, line in enumerate(self._all()[self._heard :], self._heard):
                if all(text in line["text"] for text in texts):
                    self._heard = number + 1
                    return str(line["text"])
            assert time.monotonic() < end, f"{texts} was not said; since then: {self._all()[self._heard :]}"
            time.sleep(0.02)

    def press(self, key: NavKey) -> None:
        self._bench.post("/keypad/press", {"key": key.value})
        self.presses += 1

    def next(self) -> str:
        """What is said at the next one: which of how many it is, so that no news is taken for it. Who is told news
        instead, of a screen that has just come, presses again."""
        for _ in range(AGAIN):
            before = self._heard = len(self._all())
            self.press(NavKey.NEXT)
            with suppress(AssertionError):
                return self.hear(*self._place, seconds=PATIENCE)
            assert len(self._all()) > before, "the key was answered by silence"
        raise AssertionError(f"no place was said: {[line['text'] for line in self.lines]}")

    def choose(self, *texts: str) -> None:
        """Goes on until something is said with all of `texts` in it, at most once around, selects that, and listens."""
        first, said = "", self.next()
        while not all(text in said for text in texts):
            assert said != first, f"nothing here is called {texts}: {[line['text'] for line in self.lines]}"
            first = first or said
            said = self.next()
        self._heard = len(self._all())
        self.press(NavKey.SELECT)
        self.hear("")
        self._heard -= 1  # whoever wants to know what that was hears it again

    def _all(self) -> list[dict[str, Any]]:
        text = self._file.read_text(encoding="utf-8") if self._file.exists() else ""
        return [json.loads(line) for line in text.splitlines()]
