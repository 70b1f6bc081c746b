"""Answers, as they are seen and touched."""

from __future__ import annotations

import pytest

from kiosk.domain import events, states
from kiosk.domain.flow.answers import PAGE, pages
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
    """C1: four a page, every title to be read, with the line down."""
    seen: list[str] = []
    for page in range(pages(len(ARTICLES))):
        pilot.show(browsing(states.FaqList(page), language))
        rows = [node for node in pilot.tree() if node["id"].startswith("faq.article.")]
        assert 0 < len(rows) <= PAGE
        seen += [row["name"] for row in rows]
    assert all(any(one.title[language] in name for name in seen) for one in ARTICLES)


def test_article_is_one_touch(pilot: Pilot) -> None:
    pilot.show(browsing(states.FaqList()))
    pilot.tap(f"faq.article.{ARTICLES[3].id}")
    assert pilot.sent == [events.ArticleChosen(ARTICLES[3].id)]


def test_pages_turn_both_ways_and_end(pilot: Pilot) -> None:
    pilot.show(browsing(states.FaqList(0)))
    pilot.tap("pager.back")
    assert pilot.sent == []
    pilot.tap("pager.next")
    last = pages(len(ARTICLES)) - 1
    pilot.show(browsing(states.FaqList(last)))
    pilot.tap("pager.next")
    pilot.tap("pager.back")
    assert pilot.sent == [events.PageTurned(1), events.PageTurned(last - 1)]


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


@pytest.mark.requirement("C1")
def test_a_question_is_typed_with_our_own_keys(pilot: Pilot) -> None:
    """C1: letters, space, erase, clear; what is found stands above the keys."""
    pilot.show(browsing(states.FaqSearch()))
    for key in ("p", "space", "7", "erase", "clear"):
        pilot.tap(f"key.{key}")
    assert pilot.sent == [
        events.LetterTyped("p"),
        events.LetterTyped(" "),
        events.LetterTyped("7"),
        events.LetterErased(),
        events.DigitsCleared(),
    ]
    pilot.show(browsing(states.FaqSearch("pay", (ARTICLES[4].id,))))
    pilot.tap(f"faq.article.{ARTICLES[4].id}")
    pilot.tap("nav.primary")
    assert pilot.sent[-2:] == [events.ArticleChosen(ARTICLES[4].id), events.Confirmed()]


@pytest.mark.requirement("C5")
def test_whoever_finds_nothing_is_led_to_a_person(pilot: Pilot) -> None:
    pilot.show(browsing(states.FaqSearch("parking", asked=True)))
    pilot.tap("nav.primary")
    assert pilot.sent == [events.CallbackAsked()]


@pytest.mark.requirement("C4")
@pytest.mark.parametrize(("key", "useful"), [("yes", True), ("no", False)])
def test_a_vote_is_one_touch_and_cast_once(pilot: Pilot, key: str, useful: bool) -> None:
    pilot.show(browsing(states.FaqArticle(ARTICLES[0].id)))
    pilot.tap(f"faq.vote.{key}")
    assert pilot.sent == [events.VoteCast(useful)]
    pilot.show(browsing(states.FaqArticle(ARTICLES[0].id, vote="useful")))
    assert not [node for node in pilot.tree() if node["id"].startswith("faq.vote.")]


def test_categories_and_search_are_one_touch(pilot: Pilot) -> None:
    pilot.show(browsing(states.FaqList()))
    pilot.tap("faq.category.meter")
    pilot.tap("faq.search")
    assert pilot.sent == [events.CategoryChosen("meter"), events.SearchAsked()]


@pytest.mark.requirement("C5")
def test_an_article_can_be_printed(pilot: Pilot) -> None:
    pilot.show(visit(states.FaqArticle(ARTICLES[0].id), Language.ZH_HANT, house=HOUSE))
    pilot.tap("faq.print")
    assert pilot.sent == [events.PaperChosen(wanted=True)]
