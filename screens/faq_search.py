"""Type a question: what is found stands between the question and the keys, with every letter."""

from __future__ import annotations

from typing import Any

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.flow.answers import HITS, article_of
from kiosk.domain.states import FaqSearch
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.faq import way_to
from screens.sheet import sheet


class FaqSearchScreen(Screen):
    title = StringProperty("")
    typed = StringProperty("")
    hint = StringProperty("")
    above = StringProperty("")
    found = ObjectProperty(())
    nothing = StringProperty("")
    nothing_about = StringProperty("")
    space_words = StringProperty("")
    clear_words = StringProperty("")
    erase_spoken = StringProperty("")

    def __init__(self, **wishes: Any) -> None:
        super().__init__(**wishes)
        if not sheet.roomy:  # what is found on a further leaf: the field and its keys belong on one
            letters = self.ids.letters.__self__
            self.remove_widget(letters)
            self.add_widget(letters, index=self.children.index(self.ids.field.__self__))

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, FaqSearch)
        self.banner = False  # searching works without a line
        self.title, self.hint = texts.get("faq.search.title"), texts.get("faq.search.hint")
        self.typed = state.text
        self._show_found(visit, state, texts)
        self.space_words = texts.get("keyboard.space")
        self.clear_words, self.erase_spoken = texts.get("action.clear"), texts.get("action.erase")
        call = Action(texts.get("faq.call"), events.CallbackAsked(), icon="phone-call")
        find = Action(texts.get("faq.search.find"), events.Confirmed(), icon="search")
        asking = bool(state.text.strip()) and not state.asked
        self.nav = Nav(home=True, back=True, primary=find if asking else call)

    def _show_found(self, visit: Visit, state: FaqSearch, texts: Texts) -> None:
        nothing = state.found_nothing
        self.nothing = texts.get("faq.search.nothing") if nothing else ""
        self.nothing_about = texts.get("faq.search.nothing.about") if nothing else ""
        typed = bool(state.text.strip())
        shown = state.hits if typed else tuple(article.id for article in visit.answers[:HITS])
        articles = [article for article in (article_of(visit, hit) for hit in shown) if article]
        self.above = "" if typed else texts.get("faq.search.popular")
        self.found = tuple(way_to(article, texts) for article in articles)

    def choose(self, tag: str) -> None:
        self.tap(events.ArticleChosen(tag.removeprefix("faq.article.")))

    def type_letter(self, letter: str) -> None:
        self.tap(events.LetterTyped(letter))

    def erase(self) -> None:
        self.tap(events.LetterErased())

    def clear(self) -> None:
        self.tap(events.DigitsCleared())
