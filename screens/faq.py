"""Common questions, five a page. Browsing needs no network and no typing."""

from __future__ import annotations

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.faq import Article
from kiosk.domain.flow.answers import PAGE, pages
from kiosk.domain.states import FaqList
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.widgets.rows import Way

ICONS = {
    "payment": "banknote",
    "billing": "receipt-text",
    "supply": "zap",
    "meter": "gauge",
    "moving": "house",
}


class FaqScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    articles = ObjectProperty(())
    page = NumericProperty(0)
    page_words = StringProperty("")
    previous_words = StringProperty("")
    next_words = StringProperty("")
    has_previous = BooleanProperty(False)
    has_next = BooleanProperty(False)

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, FaqList)
        articles, last = visit.house.articles, pages(len(visit.house.articles)) - 1
        self.page = state.page
        self.title, self.about = texts.get("faq.title"), texts.get("faq.hint")
        self.articles = tuple(
            _way(one, texts) for one in articles[state.page * PAGE : (state.page + 1) * PAGE]
        )
        self.page_words = texts.get("faq.page", page=state.page + 1, pages=last + 1)
        self.previous_words, self.next_words = texts.get("faq.previous"), texts.get("faq.next")
        self.has_previous, self.has_next = state.page > 0, state.page < last
        call = Action(texts.get("faq.call"), events.CallbackAsked(), icon="phone-call")
        self.nav = Nav(home=True, back=True, primary=call)

    def choose(self, tag: str) -> None:
        self.tap(events.ArticleChosen(tag.removeprefix("faq.article.")))

    def turn(self, pages: int) -> None:
        self.tap(events.PageTurned(int(self.page) + pages))


def _way(article: Article, texts: Texts) -> Way:
    icon = ICONS.get(article.category, "circle-question-mark")
    about = texts.get(f"category.{article.category}")
    return Way(f"faq.article.{article.id}", icon, article.title[texts.language], about)
