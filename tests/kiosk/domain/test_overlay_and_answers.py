"""Articles to browse, and what lies over a screen."""

from dataclasses import replace

import pytest

from kiosk.domain import events, states
from kiosk.domain.account import Granted, Refused
from kiosk.domain.flow.answers import pages
from kiosk.domain.house import Task
from kiosk.domain.language import Language
from tests.kiosk.domain.examples import AMOUNT, CUSTOMER, HOUSE, LINES, a_payment, play, visit

AT_TERMINAL = states.Paying(LINES, AMOUNT, states.Stage.INSERT_CARD, a_payment())


@pytest.mark.requirement("B2")
def test_articles_are_read_without_signing_in_or_a_line() -> None:
    """B2: browse, open, back to the page one came from."""
    at, asked = play(
        visit(states.Home()),
        events.TaskChosen(Task.FAQ),
        events.PageTurned(1),
        events.ArticleChosen("article-6"),
    )
    assert (at.state, at.articles, asked) == (
        states.FaqArticle("article-6", states.FaqList(1)),
        ("article-6",),
        [],
    )
    assert play(at, events.WentBack())[0].state == states.FaqList(1)
    assert play(at, events.WentBack(), events.WentBack())[0].state == states.Home()


@pytest.mark.parametrize(("asked", "shown"), [(-3, 0), (0, 0), (1, 1), (2, 1), (99, 1)])
def test_there_is_no_page_beyond_the_last(asked: int, shown: int) -> None:
    assert play(visit(states.FaqList()), events.PageTurned(asked))[0].state == states.FaqList(shown)


def test_an_article_that_is_not_there() -> None:
    assert play(visit(states.FaqList()), events.ArticleChosen("nowhere"))[0].state == states.FaqList()


@pytest.mark.parametrize(("count", "fill"), [(0, 1), (1, 1), (4, 1), (5, 2), (8, 2), (9, 3)])
def test_five_articles_a_page(count: int, fill: int) -> None:
    assert pages(count) == fill


@pytest.mark.accessibility("FLW-02")
@pytest.mark.requirement("O1")
@pytest.mark.parametrize(
    "state",
    [
        states.PinWanted(Task.PAY, "x", "1234"),
        states.BillsShown(chosen=frozenset({"E1"})),
        states.Paying(LINES, LINES[0].amount, states.Stage.ENTER_PIN),
        states.Attract(),
        states.Closed(),
    ],
    ids=lambda state: type(state).__name__,
)
def test_switching_the_language_loses_nothing(state: states.State) -> None:
    """O1: at any moment, in mid-form and in mid-payment."""
    at, asked = play(visit(state), events.LanguagesAsked())
    assert at.overlay == states.Languages()
    at, asked = play(at, events.LanguageChosen(Language.EN))
    assert (at.state, at.language, at.overlay, asked) == (state, Language.EN, None, [])


def test_a_language_that_the_house_does_not_speak() -> None:
    one = visit(states.Home(), house=replace(HOUSE, languages=(Language.ZH_HANT,)))
    assert play(one, events.LanguageChosen(Language.EN))[0].language is Language.ZH_HANT


def test_help_rides_along_and_closes() -> None:
    at, _ = play(visit(states.Home()), events.HelpAsked())
    assert [mark.what for mark in at.trail] == ["help"]
    assert play(at, events.OverlayClosed())[0].overlay is None


@pytest.mark.requirement("O1", "A3")
@pytest.mark.parametrize("overlay", [states.Help(), states.Languages()])
@pytest.mark.parametrize(
    ("state", "news"),
    [
        (AT_TERMINAL, events.TerminalProgressed(states.Stage.ENTER_PIN)),
        (states.PinWanted(Task.PAY, "x", asking=True), events.SignInAnswered(Refused(), "x")),
        (states.BillsShown(), events.BillsFetched((), None)),
    ],
    ids=["terminal", "sign-in", "bills"],
)
def test_news_for_the_screen_below_does_not_close_what_lies_over_it(
    overlay: states.Overlay, state: states.State, news: events.Event
) -> None:
    """O1, A3: a dialog that goes away under a finger would let it press what lies below, like "do not pay"."""
    before = visit(state, overlay=overlay)
    after, _ = play(before, news)
    assert after.state != before.state
    assert after.overlay == overlay


def test_a_new_screen_has_nothing_over_it() -> None:
    answer = events.SignInAnswered(Granted(CUSTOMER), "x")
    at, _ = play(visit(states.PinWanted(Task.PAY, "x", asking=True), overlay=states.Help()), answer)
    assert (type(at.state), at.overlay) == (states.BillsShown, None)
    again, _ = play(visit(states.TopicWanted(), overlay=states.Help()), events.CallbackAsked())
    assert (again.state, again.overlay) == (states.TopicWanted(), None)
