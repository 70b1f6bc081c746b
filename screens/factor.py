"""How to prove that the number is one's own: the PIN, or a code to the phone on file."""

from __future__ import annotations

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from kiosk.domain import events, states
from kiosk.domain.account import Factor
from kiosk.domain.house import Task
from kiosk.domain.states import Problem
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Nav, Screen
from screens.card import callback_way
from screens.widgets.rows import Way

ICONS = {Factor.PIN: "key-round", Factor.CODE: "smartphone"}


class FactorScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    steps = NumericProperty(0)
    trouble = StringProperty("")
    asking = BooleanProperty(False)
    waiting = StringProperty("")
    ways = ObjectProperty(())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, states.FactorWanted)
        self.steps = 4 if state.task is Task.PAY else 0
        self.title, self.about = texts.get("factor.title"), texts.get("factor.about")
        self.trouble = texts.get(f"problem.{state.problem.value}") if state.problem else ""
        self.asking = state.asking
        self.waiting = texts.get("factor.asking") if state.asking else ""
        self.ways = () if state.asking else _ways(visit, state, texts)
        self.nav = Nav(home=True, back=True)

    def way_chosen(self, tag: str) -> None:
        if tag == "factor.callback":
            self.tap(events.CallbackAsked())
        else:
            self.tap(events.FactorChosen(Factor(tag.removeprefix("factor."))))


def _ways(visit: Visit, state: states.FactorWanted, texts: Texts) -> tuple[Way, ...]:
    proofs = () if state.problem is Problem.SIGN_IN_LOCKED else tuple(_proof(one, texts) for one in Factor)
    calls = (callback_way("factor.callback", texts),) if Task.CALLBACK in visit.house.tasks else ()
    return (*proofs, *calls)


def _proof(factor: Factor, texts: Texts) -> Way:
    key = f"factor.{factor.value}"
    return Way(key, ICONS[factor], texts.get(key), texts.get(f"{key}.about"), main=True)
