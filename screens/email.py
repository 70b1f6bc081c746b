"""The address for an answer by e-mail, by our own keys; large, and below the third that people behind can read."""

from __future__ import annotations

from collections.abc import Mapping

from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.states import ContactWanted, EmailWanted, Problem
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen

#: Signs that a voice cannot say, and their names in the catalogue.
NAMES = {"@": "at", ".": "dot", "-": "hyphen", "_": "underscore", "+": "plus"}


class EmailScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    steps = NumericProperty(4)
    problem = StringProperty("")
    typed = StringProperty("")
    hint = StringProperty("")
    endings = ObjectProperty(())
    names: Mapping[str, str] = ObjectProperty({})
    clear_words = StringProperty("")
    erase_spoken = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, EmailWanted)
        self.banner = False  # an address can be left without a line, and the keys need the room
        self.steps = 0 if isinstance(state.before, ContactWanted) else 4
        self.title, self.about = texts.get("email.title"), texts.get("email.about")
        self.typed, self.hint = state.typed, texts.get("email.empty")
        self.problem = "" if state.problem is Problem.NONE else texts.get(f"problem.{state.problem.value}")
        self.endings = visit.house.email_endings
        self.names = {sign: texts.get(f"sign.{name}") for sign, name in NAMES.items()}
        self.clear_words, self.erase_spoken = texts.get("action.clear"), texts.get("action.erase")
        self.nav = Nav(home=True, back=True, primary=Action(texts.get("action.next"), events.Confirmed()))

    def type_letter(self, letter: str) -> None:
        self.tap(events.LetterTyped(letter))

    def type_ending(self, ending: str) -> None:
        self.tap(events.EndingTyped(ending))

    def erase(self) -> None:
        self.tap(events.LetterErased())

    def clear(self) -> None:
        self.tap(events.DigitsCleared())
