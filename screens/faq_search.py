"""Type a question: what is found stands between the question and the keys, with every letter."""

from __future__ import annotations

from typing import Any

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.flow.answers import HITS, article_of
from kiosk.domain.flow.writing import WORDS
from kiosk.domain.states import FaqSearch
from kiosk.domain.visit import Visit
from kiosk.domain.writing import Layout, next_layout
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.faq import way_to
from screens.sheet import sheet
from screens.widgets.keyboard import ROWS
from screens.widgets.pages import Pages, pages_of
from screens.writing_words import LETTERS, SPACE, offer_of, sound_names


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
    letters = ObjectProperty(ROWS)
    names = ObjectProperty({})
    words = ObjectProperty(())
    word_pages = ObjectProperty(Pages())
    layout_words = StringProperty("")
    layout_spoken = StringProperty("")

    def __init__(self, **wishes: Any) -> None:
        super().__init__(**wishes)
        if not sheet.roomy:  # what is found on a further leaf: the field and its keys belong on one
            board = self.ids.board.__self__
            self.remove_widget(board)
            self.add_widget(board, index=self.children.index(self.ids.field.__self__))

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, FaqSearch)
        self.banner = False  # searching works without a line
        self.title = texts.get("faq.search.title")
        self.typed = state.text + state.writing.sounds
        self._show_writing(visit, state, texts)
        self._show_found(visit, state, texts)
        self.space_words = texts.get(SPACE.get(state.writing.layout, "keyboard.space"))
        self.clear_words, self.erase_spoken = texts.get("action.clear"), texts.get("action.erase")
        call = Action(texts.get("faq.call"), events.CallbackAsked(), icon="phone-call")
        find = Action(texts.get("faq.search.find"), events.Confirmed(), icon="search")
        asking = bool(self.typed.strip()) and not state.asked
        self.nav = Nav(home=True, back=True, primary=find if asking else call)

    def _show_writing(self, visit: Visit, state: FaqSearch, texts: Texts) -> None:
        writing = state.writing
        offers = tuple(offer_of(word, place, texts) for place, word in enumerate(writing.words))
        self.words, self.word_pages = pages_of(offers, writing.page, WORDS, texts)
        latin = writing.layout is Layout.LATIN
        self.hint = texts.get("faq.search.hint" if latin else "faq.search.hint.words")
        self.letters = LETTERS.get(writing.layout, ROWS)
        self.names = sound_names(texts) if writing.layout is Layout.ZHUYIN else {}
        self._next = next_layout(writing.layout, visit.layouts)
        offered = self._next is not writing.layout
        self.layout_words = texts.get(f"writing.layout.{self._next.value}") if offered else ""
        self.layout_spoken = texts.get("writing.layout.spoken", layout=self.layout_words) if offered else ""

    def _show_found(self, visit: Visit, state: FaqSearch, texts: Texts) -> None:
        nothing = state.found_nothing and not state.writing.sounds
        self.nothing = texts.get("faq.search.nothing") if nothing else ""
        self.nothing_about = texts.get("faq.search.nothing.about") if nothing else ""
        typed = bool(state.text.strip())
        waiting = bool(state.writing.sounds)  # then words stand where the answers do
        found = state.hits if typed else tuple(article.id for article in visit.answers[:HITS])
        shown = () if waiting else found
        articles = [article for article in (article_of(visit, hit) for hit in shown) if article]
        self.above = "" if typed or waiting else texts.get("faq.search.popular")
        self.found = tuple(way_to(article, texts) for article in articles)

    def choose(self, tag: str) -> None:
        self.tap(events.ArticleChosen(tag.removeprefix("faq.article.")))

    def type_letter(self, letter: str) -> None:
        self.tap(events.LetterTyped(letter))

    def choose_word(self, place: int) -> None:
        self.tap(events.WordChosen(place))

    def turn_words(self, page: int) -> None:
        self.tap(events.PageTurned(page))

    def change_layout(self) -> None:
        self.tap(events.LayoutChosen(self._next))

    _next = Layout.LATIN

    def erase(self) -> None:
        self.tap(events.LetterErased())

    def clear(self) -> None:
        self.tap(events.DigitsCleared())
