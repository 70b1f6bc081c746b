"""Looking words up by their sound, in the lane of writing."""

from __future__ import annotations

from typing import assert_never

from kiosk.domain import effects, events
from kiosk.domain.visit import Visit
from kiosk.ports import InputMethod, Lane
from kiosk.services.effects.errands import Errands


class WordFinding:
    def __init__(self, method: InputMethod, lane: Lane, errands: Errands) -> None:
        self._method = method
        self._lane = lane
        self._errands = errands
        self._asked = False

    def carry_out(self, visit: Visit, effect: effects.WritingEffect) -> None:
        method = self._method
        match effect:
            case effects.FindWords(layout, sounds):
                self._asked = True
                self._errands.submit(
                    self._lane, visit, lambda: events.WordsFound(sounds, method.words(layout, sounds))
                )
            case effects.LearnLayouts():
                self._learn()
            case _:
                assert_never(effect)

    def forget(self, visit: Visit) -> None:
        """The visit is over."""
        self._lane.forget(visit.id)
        if self._asked and self._lane.submit(self._method.forget):
            self._asked = False

    def _learn(self) -> None:
        if not self._lane.submit(lambda: self._errands.fact(events.LayoutsFound(self._method.layouts()))):
            self._errands.fact(events.Broke("inbox full"))
