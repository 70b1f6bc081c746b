"""Common questions, five a page. Browsing needs no network and no typing."""

from __future__ import annotations

from dataclasses import dataclass

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.faq import Article
from kiosk.domain.flow.answers import PAGE, listed
from kiosk.domain.states import FaqList
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.widgets.forgetting import empty
from screens.widgets.pages import Pages, pages_of
from screens.widgets.push import Push
from screens.widgets.rows import Way
from screens.widgets.sides import GridLayout

ICONS = {
    "payment": "banknote",
    "billing": "receipt-text",
    "supply": "zap",
    "meter": "gauge",
    "moving": "house",
    "plans": "layout-grid",
    "safety": "flame",
    "kiosk": "printer",
    "accessibility": "accessibility",
    "privacy": "lock",
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category to narrow the list to."""

    tag: str
    words: str
    chosen: bool = False


class Shelves(GridLayout):
    """Fires `on_choice(tag)`. Takes no room without `entries`."""

    entries = ObjectProperty(())

    __events__ = ("on_choice",)

    def on_choice(self, tag: str) -> None: ...

    def on_entries(self, _shelves: Shelves, entries: tuple[Shelf, ...]) -> None:
        empty(self)
        for entry in entries:
            push = Push(tag=entry.tag, words=entry.words, rank="primary" if entry.chosen else "quiet")
            push.type_size = 28
            push.state_text = "checked" if entry.chosen else ""
            push.bind(on_release=lambda push: self.dispatch("on_choice", push.tag))
            self.add_widget(push)


class FaqScreen(Screen):
    title = StringProperty("")
    articles = ObjectProperty(())
    pages = ObjectProperty(Pages())
    search_words = StringProperty("")
    categories = ObjectProperty(())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, FaqList)
        articles = listed(visit, state.category)
        self.title = texts.get("faq.title")
        here, self.pages = pages_of(articles, state.page, PAGE, texts)
        self.articles = tuple(way_to(one, texts) for one in here)
        self.search_words = texts.get("faq.search")
        self.categories = _categories(visit, state.category, texts)
        call = Action(texts.get("faq.call"), events.CallbackAsked(), icon="phone-call")
        self.nav = Nav(home=True, back=True, primary=call)

    def search(self) -> None:
        self.tap(events.SearchAsked())

    def narrow(self, tag: str) -> None:
        self.tap(events.CategoryChosen(tag.removeprefix("faq.category.")))

    def choose(self, tag: str) -> None:
        self.tap(events.ArticleChosen(tag.removeprefix("faq.article.")))

    def turn(self, page: int) -> None:
        self.tap(events.PageTurned(page))


def _categories(visit: Visit, chosen: str, texts: Texts) -> tuple[Shelf, ...]:
    """Those that hold something, in the order of the articles."""
    here = dict.fromkeys(article.category for article in visit.answers if article.category in ICONS)
    return tuple(
        Shelf(f"faq.category.{name}", texts.get(f"category.{name}"), name == chosen) for name in here
    )


def way_to(article: Article, texts: Texts) -> Way:
    icon = ICONS.get(article.category, "circle-question-mark")
    known = article.category if article.category in ICONS else "other"
    about = texts.get(f"category.{known}")
    return Way(f"faq.article.{article.id}", icon, article.title[texts.language], about)
