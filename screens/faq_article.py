"""One answer: what it is, what to do, and a person for whom that is not enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.domain import events
from kiosk.domain.faq import Article
from kiosk.domain.states import FaqArticle
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.widgets.rows import Rows


@dataclass(frozen=True, slots=True)
class Step:
    number: str
    words: str


class StepRow(BoxLayout):
    entry = ObjectProperty(Step("", ""))


class StepRows(Rows):
    def make(self, entry: Step) -> Widget:
        return StepRow(entry=entry)


class FaqArticleScreen(Screen):
    title = StringProperty("")
    answer = StringProperty("")
    steps_title = StringProperty("")
    steps = ObjectProperty(())
    updated = StringProperty("")
    still = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        article, language = _article(visit), texts.language
        self.title, self.answer = article.title[language], article.answer[language]
        self.steps_title = texts.get("faq.steps") if article.steps[language] else ""
        self.steps = tuple(
            Step(str(number), words) for number, words in enumerate(article.steps[language], start=1)
        )
        self.updated = texts.get("faq.updated", date=texts.date(date.fromisoformat(article.updated)))
        self.still = texts.get("faq.still")
        call = Action(texts.get("faq.call"), events.CallbackAsked(), icon="phone-call")
        self.nav = Nav(home=True, back=True, primary=call)


def _article(visit: Visit) -> Article:
    state = visit.state
    assert isinstance(state, FaqArticle)
    return next(article for article in visit.house.articles if article.id == state.article)
