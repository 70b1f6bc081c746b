"""Searching in the lane of answers; votes and unmet questions kept on disk."""

from __future__ import annotations

from typing import assert_never

from kiosk.domain import effects, events
from kiosk.domain.faq import Article
from kiosk.domain.visit import Visit
from kiosk.ports import Clock, Feedback, Lane, Search
from kiosk.services.effects.errands import Errands

#: A few more than a screen shows, because some may not be shown to this visit.
LIMIT = 10


class Answering:
    def __init__(
        self, search: Search, feedback: Feedback, clock: Clock, lane: Lane, errands: Errands
    ) -> None:
        self._search = search
        self._feedback = feedback
        self._clock = clock
        self._lane = lane
        self._errands = errands

    def carry_out(self, visit: Visit, effect: effects.AnswersEffect) -> None:
        feedback = self._feedback
        match effect:
            case effects.SearchAnswers(text):
                self._errands.submit(
                    self._lane, visit, lambda: events.AnswersFound(text, self._search.find(text, LIMIT))
                )
            case effects.LearnAnswers(articles):
                self._learn(articles)
            case effects.SaveVote(article, version, useful, language):
                now = self._clock.now()
                self._errands.write(lambda: feedback.vote(article, version, useful, language, now))
            case effects.SaveUnmetSearch(text, language):
                now = self._clock.now()
                self._errands.write(lambda: feedback.unmet_search(text, language, now))
            case _:
                assert_never(effect)

    def _learn(self, articles: tuple[Article, ...]) -> None:
        if not self._lane.submit(lambda: self._search.learn(articles)):
            self._errands.fact(events.Broke("inbox full"))
