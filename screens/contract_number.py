"""Whose contract a guest applies for: the number on the bill, by digits."""

from __future__ import annotations

from kivy.properties import StringProperty

from kiosk.domain import events
from kiosk.domain.states import ContractNumberWanted, Problem
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen


class ContractNumberScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    typed = StringProperty("")
    hint = StringProperty("")
    problem = StringProperty("")
    clear_words = StringProperty("")
    erase_spoken = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, ContractNumberWanted)
        self.title, self.about = texts.get("contract_number.title"), texts.get("contract_number.about")
        self.hint, self.typed = texts.get("contract_number.empty"), state.digits
        self.clear_words, self.erase_spoken = texts.get("action.clear"), texts.get("action.erase")
        self.problem = "" if state.problem is Problem.NONE else texts.get(f"problem.{state.problem.value}")
        self.nav = Nav(home=True, back=True, primary=Action(texts.get("action.next"), events.Confirmed()))
