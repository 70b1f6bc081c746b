"""The number on the paper, sign by sign. A slip of the finger is told here, before anybody is asked."""

from __future__ import annotations

from kivy.properties import StringProperty

from kiosk.domain import events
from kiosk.domain.lookup import written
from kiosk.domain.states import CaseNumberWanted, Problem
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen


class CaseNumberScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    typed = StringProperty("")
    hint = StringProperty("")
    problem = StringProperty("")
    clear_words = StringProperty("")
    erase_spoken = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, CaseNumberWanted)
        self.title, self.about = texts.get("case_number.title"), texts.get("case_number.hint")
        self.typed, self.hint = written(state.typed), texts.get("case_number.empty")
        self.problem = "" if state.problem is Problem.NONE else texts.get(f"problem.{state.problem.value}")
        self.clear_words, self.erase_spoken = texts.get("action.clear"), texts.get("action.erase")
        words = texts.get("case_number.asking" if state.asking else "case_number.look")
        look = Action(words, events.Confirmed(), icon="search", enabled=not state.asking)
        self.nav = Nav(home=True, back=not state.asking, primary=look)

    def type_sign(self, sign: str) -> None:
        self.tap(events.SignTyped(sign))

    def erase(self) -> None:
        self.tap(events.DigitErased())

    def clear(self) -> None:
        self.tap(events.DigitsCleared())
