"""One answer: what it is, what to do, whether it helped, a paper of it, and a person for whom that is not enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.domain import events
from kiosk.domain.faq import Article, sheets_of
from kiosk.domain.flow.answers import article_of
from kiosk.domain.states import FaqArticle, PaperState
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.paper import paper_key
from screens.widgets.pages import Pages, pages_of
from screens.widgets.pane import Whole
from screens.widgets.rows import Rows
from screens.widgets.sides import BoxLayout


@dataclass(frozen=True, slots=True)
class Step:
    number: str
    words: str


class StepRow(Whole, BoxLayout):
    entry = ObjectProperty(Step("", ""))


class StepRows(Rows):
    def make(self, entry: Step) -> Widget:
        return StepRow(entry=entry)


class FaqArticleScreen(Screen):
    """Shows its article to the end, though it may expire at midnight while somebody reads."""

    title = StringProperty("")
    answer = StringProperty("")
    steps_title = StringProperty("")
    steps = ObjectProperty(())
    updated = StringProperty("")
    paper = StringProperty("")
    print_words = StringProperty("")
    can_print = BooleanProperty(False)
    helped = StringProperty("")
    yes_words = StringProperty("")
    no_words = StringProperty("")
    may_vote = BooleanProperty(False)
    pages = ObjectProperty(Pages())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, FaqArticle)
        article = article_of(visit, state.article)
        if article:
            self._show_article(article, state, texts)
        self._show_vote(state, texts)
        self.paper = "" if state.paper is PaperState.OFFERED else texts.get(paper_key("faq", state.paper))
        can_print = visit.health.can_print and state.paper is not PaperState.PRINTING
        call = Action(texts.get("faq.call"), events.CallbackAsked(), icon="phone-call")
        self.print_words, self.can_print = texts.get("faq.print"), can_print
        self.nav = Nav(home=True, back=True, primary=call)

    def _show_article(self, article: Article, state: FaqArticle, texts: Texts) -> None:
        language = texts.language
        (sheet,), self.pages = pages_of(sheets_of(article, language), state.sheet, 1, texts)
        self.title, self.answer = article.title[language], sheet.text
        self.steps_title = texts.get("faq.steps") if sheet.steps else ""
        self.steps = tuple(Step(str(number), words) for number, words in enumerate(sheet.steps, start=1))
        self.updated = texts.get("faq.updated", date=texts.date(date.fromisoformat(article.updated)))

    def _show_vote(self, state: FaqArticle, texts: Texts) -> None:
        self.may_vote = not state.vote
        self.helped = texts.get(f"faq.vote.{state.vote}" if state.vote else "faq.vote")
        self.yes_words, self.no_words = texts.get("faq.vote.yes"), texts.get("faq.vote.no")

    def vote(self, useful: bool) -> None:
        self.tap(events.VoteCast(useful))

    def print(self) -> None:
        self.tap(events.PaperChosen(wanted=True))

    def turn(self, sheet: int) -> None:
        self.tap(events.PageTurned(sheet))
