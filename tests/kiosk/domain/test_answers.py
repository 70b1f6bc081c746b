"""Searching, voting, and what goes on when nothing was found."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.callback import Topic
from kiosk.domain.effects import Effect
from kiosk.domain.faq import Article, Sheet, sheets_of, without_numbers
from kiosk.domain.flow.answers import listed
from kiosk.domain.language import Language
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.states import PaperState
from kiosk.domain.visit import Visit
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.domain.examples import ARTICLES, HOUSE, play, visit

ARTICLE = states.FaqArticle("article-1")


def typed(text: str) -> list[events.LetterTyped]:
    return [events.LetterTyped(letter) for letter in text]


def searched(text: str, *hits: str, **more: object) -> tuple[Visit, list[Effect]]:
    start = visit(states.FaqSearch(), **more)
    return play(start, *typed(text), events.AnswersFound(text, hits))


@pytest.mark.requirement("C1")
def test_each_letter_asks_and_only_the_answer_to_the_whole_text_counts() -> None:
    at, asked = play(visit(states.FaqList()), events.SearchAsked(), *typed("pay"))
    assert asked == [effects.SearchAnswers("p"), effects.SearchAnswers("pa"), effects.SearchAnswers("pay")]
    late, _ = play(at, events.AnswersFound("pa", ("article-2",)))
    assert late.state == at.state
    found, _ = play(at, events.AnswersFound("pay", ("nowhere", *(f"article-{n}" for n in range(7)))))
    assert isinstance(found.state, states.FaqSearch)
    assert found.state.hits == ("article-0", "article-1", "article-2")


def test_letters_can_be_taken_back_and_back_leads_to_the_list() -> None:
    at, _ = searched("pay", "article-1")
    assert play(at, events.LetterErased())[1] == [effects.SearchAnswers("pa")]
    assert play(at, events.DigitsCleared())[0].state == states.FaqSearch()
    assert play(at, events.WentBack())[0].state == states.FaqList()


def test_an_article_found_by_search_leads_back_to_what_was_found() -> None:
    at, _ = searched("pay", "article-1")
    read, _ = play(at, events.ArticleChosen("article-1"))
    assert isinstance(at.state, states.FaqSearch)
    assert read.state == replace(ARTICLE, before=at.state)
    assert (read.articles, read.question) == (("article-1",), "pay")
    assert play(read, events.WentBack())[0].state == at.state


@pytest.mark.requirement("C4")
def test_what_found_nothing_is_told_once_without_its_numbers() -> None:
    """C4: when the customer asks to know; the same question again is not counted twice."""
    at, asked = searched("call 0912 345-678 now")
    assert not any(isinstance(one, effects.SaveUnmetSearch) for one in asked)
    at, asked = play(at, events.Confirmed())
    assert isinstance(at.state, states.FaqSearch)
    assert at.state.found_nothing
    assert asked == [effects.SaveUnmetSearch("call … now", Language.ZH_HANT), effects.Push()]
    assert play(at, events.Confirmed())[1] == []
    assert play(at, events.CallbackAsked())[1] == []


@pytest.mark.requirement("C4")
def test_whoever_turns_to_a_person_did_not_find_it_either() -> None:
    at, _ = searched("parking")
    after, asked = play(at, events.CallbackAsked())
    assert asked == [effects.SaveUnmetSearch("parking", Language.ZH_HANT), effects.Push()]
    assert (after.state, after.question) == (states.TopicWanted(), "parking")
    after, asked = play(searched("pay", "article-1")[0], events.CallbackAsked())
    assert (asked, after.question) == ([], "pay")


@pytest.mark.requirement("C4")
def test_nothing_is_told_before_the_search_has_answered() -> None:
    at, asked = play(visit(states.FaqSearch()), *typed("q"), events.Confirmed())
    assert asked == [effects.SearchAnswers("q")]
    assert play(at, events.AnswersFound("q", ()))[1] == [
        effects.SaveUnmetSearch("q", Language.ZH_HANT),
        effects.Push(),
    ]


@pytest.mark.requirement("C5")
def test_a_callback_knows_what_was_searched_and_read() -> None:
    """C5: topic from the article's category, search text and articles in the context."""
    at, _ = searched("pay 12345678", "article-1")
    at, _ = play(at, events.ArticleChosen("article-1"), events.CallbackAsked())
    assert isinstance(at.state, states.WindowWanted)
    assert at.state.topic is Topic.BILLING
    at, _ = play(at, events.WindowChosen("soonest"), *(events.DigitTyped(d) for d in "0912345678"))
    at, _ = play(at, events.Confirmed())
    assert isinstance(at.state, states.CallbackReview)
    context = at.state.draft.context
    assert (context.articles, context.search) == (("article-1",), "pay …")
    assert "pay" not in repr(at.state.draft)
    assert play(at, events.Ended())[0].question == ""


def test_an_article_of_no_topic_asks_for_one() -> None:
    other = replace(ARTICLES[1], category="privacy")
    at = visit(ARTICLE, house=replace(HOUSE, articles=(other,)))
    assert play(at, events.CallbackAsked())[0].state == states.TopicWanted()


@pytest.mark.requirement("C4")
@pytest.mark.parametrize("useful", [True, False])
def test_a_vote_is_kept_once(useful: bool) -> None:
    at, asked = play(visit(ARTICLE), events.VoteCast(useful), events.VoteCast(not useful))
    assert asked == [effects.SaveVote("article-1", 1, useful, Language.ZH_HANT), effects.Push()]
    assert at.state == replace(ARTICLE, vote="useful" if useful else "useless")


@pytest.mark.requirement("C3")
@pytest.mark.parametrize(("days", "shown"), [(-1, False), (0, True), (1, True)])
def test_what_nobody_vouches_for_any_more_is_not_shown(days: int, shown: bool) -> None:
    """C3: past its review date it is neither listed nor opened nor found."""
    dated = replace(ARTICLES[1], review=(NOW.date() + timedelta(days)).isoformat())
    at = visit(states.FaqList(), house=replace(HOUSE, articles=(dated,)))
    assert (listed(at, "") == (dated,)) is shown
    assert isinstance(play(at, events.ArticleChosen("article-1"))[0].state, states.FaqArticle) is shown
    found, _ = play(replace(at, state=states.FaqSearch("pay")), events.AnswersFound("pay", ("article-1",)))
    assert isinstance(found.state, states.FaqSearch)
    assert (found.state.hits == ("article-1",)) is shown


def test_one_category_at_a_time() -> None:
    other = replace(ARTICLES[1], id="other", category="meter")
    house = replace(HOUSE, articles=(*ARTICLES, other))
    at, _ = play(visit(states.FaqList(1), house=house), events.CategoryChosen("meter"))
    assert at.state == states.FaqList(0, "meter")
    assert [one.id for one in listed(at, "meter")] == ["other"]
    assert play(at, events.CategoryChosen("meter"))[0].state == states.FaqList()


@pytest.mark.requirement("C5")
def test_an_article_is_printed() -> None:
    at, asked = play(visit(ARTICLE), events.PaperChosen(wanted=True))
    assert asked == [effects.PrintArticle(ARTICLES[1], Language.ZH_HANT)]
    assert play(at, events.WentBack())[0].state == at.state
    at, _ = play(at, events.PaperFinished("faq article-1", PrintOutcome.CONFIRMED))
    assert at.state == replace(ARTICLE, paper=PaperState.CONFIRMED)


def test_a_long_answer_is_cut_between_sentences() -> None:
    long = "一二三四五六七八九十。" * 30
    article = replace(ARTICLES[0], answer={Language.ZH_HANT: long}, steps={Language.ZH_HANT: ("做",)})
    sheets = sheets_of(article, Language.ZH_HANT)
    assert "".join(sheet.text for sheet in sheets) == long
    assert all(len(sheet.text) <= 190 and sheet.text[-1:] in ("", "。") for sheet in sheets)
    assert sheets[-1].steps == ("做",)
    at = visit(ARTICLE, house=replace(HOUSE, articles=(replace(article, id="article-1"),)))
    assert play(at, events.PageTurned(99))[0].state == replace(ARTICLE, sheet=len(sheets) - 1)


def test_a_short_answer_is_one_sheet() -> None:
    article = replace(ARTICLES[0], answer={Language.EN: "Yes. Of course"}, steps={})
    assert sheets_of(article, Language.EN) == (Sheet("Yes. Of course"),)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("my number is 0912-345-678", "my number is …"),
        ("4111 1111 1111 1111", "…"),
        ("(02) 2512.5512", "(…"),
        ("24 hours and 3 months", "24 hours and 3 months"),
        ("  two   spaces ", "two spaces"),
        ("x" * 99, "x" * 80),
    ],
)
def test_numbers_of_people_are_not_kept(said: str, kept: str) -> None:
    assert without_numbers(said) == kept


def test_an_article_without_a_review_date_is_current() -> None:
    article: Article = ARTICLES[0]
    assert article.is_current(date.max)
