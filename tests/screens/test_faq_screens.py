"""Answers, as they are seen and touched."""

from __future__ import annotations

import pytest

from kiosk.domain import events, states
from kiosk.domain.language import Language
from kiosk.domain.visit import Visit
from tests.screens.callback_visits import ARTICLES, HOUSE
from tests.screens.conftest import Pilot
from tests.screens.reading import told
from tests.screens.visits import NO_LINE, visit


def browsing(state: states.State, language: Language = Language.ZH_HANT) -> Visit:
    return visit(state, language, house=HOUSE, customer=None, health=NO_LINE)


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("language", Language)
def test_all_articles_are_found_by_turning_pages_without_a_line(pilot: Pilot, language: Language) -> None:
    """C1: five a page, every title to be read, with the line down."""
    seen: list[str] = []
    for page in range(2):
        pilot.show(browsing(states.FaqList(page), language))
        rows = [node for node in pilot.tree() if node["id"].startswith("faq.article.")]
        assert len(rows) == 5
        seen += [row["name"] for row in rows]
    assert all(any(one.title[language] in name for name in seen) for one in ARTICLES)


def test_article_is_one_touch(pilot: Pilot) -> None:
    pilot.show(browsing(states.FaqList()))
    pilot.tap(f"faq.article.{ARTICLES[3].id}")
    assert pilot.sent == [events.ArticleChosen(ARTICLES[3].id)]


def test_pages_turn_both_ways_and_end(pilot: Pilot) -> None:
    pilot.show(browsing(states.FaqList(0)))
    pilot.tap("faq.previous")
    assert pilot.sent == []
    pilot.tap("faq.next")
    pilot.show(browsing(states.FaqList(1)))
    pilot.tap("faq.next")
    pilot.tap("faq.previous")
    assert pilot.sent == [events.PageTurned(1), events.PageTurned(0)]


@pytest.mark.parametrize("language", Language)
def test_article_shows_answer_and_every_step(pilot: Pilot, language: Language) -> None:
    article = ARTICLES[0]
    pilot.show(browsing(states.FaqArticle(article.id), language))
    for words in (article.title[language], article.answer[language], *article.steps[language]):
        assert words in told(pilot)


@pytest.mark.requirement("A3")
@pytest.mark.parametrize("state", [states.FaqList(), states.FaqArticle(ARTICLES[0].id)])
def test_person_is_one_touch_from_every_answer(pilot: Pilot, state: states.State) -> None:
    """A3: whom the answer does not help asks for a call."""
    pilot.show(browsing(state))
    pilot.tap("nav.primary")
    assert pilot.sent == [events.CallbackAsked()]
