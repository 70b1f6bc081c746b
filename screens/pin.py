"""The second factor: the card's PIN, as dots."""

from __future__ import annotations

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from kiosk.domain import events, states
from kiosk.domain.flow.entrance import PIN_LENGTHS
from kiosk.domain.house import Task
from kiosk.domain.states import Problem
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.card import callback_way
from screens.widgets.rows import Way


class PinScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    steps = NumericProperty(0)
    typed = NumericProperty(0)
    hint = StringProperty("")
    trouble = StringProperty("")
    asking = BooleanProperty(False)
    locked = BooleanProperty(False)
    clear_words = StringProperty("")
    erase_spoken = StringProperty("")
    ways = ObjectProperty(())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, states.PinWanted)
        self.steps = 4 if state.task is Task.PAY else 0
        self.title = texts.get("pin.title")
        self.about = texts.get("pin.about")
        self.typed = len(state.digits)
        self.asking = state.asking
        self.hint = texts.get("pin.asking" if state.asking else "pin.hint")
        self.locked = state.problem is Problem.SIGN_IN_LOCKED
        self.trouble = texts.get(f"problem.{state.problem.value}") if state.problem else ""
        self.clear_words, self.erase_spoken = texts.get("action.clear"), texts.get("action.erase")
        self.ways = lock_ways(visit, texts) if self.locked else ()
        enough = len(state.digits) in PIN_LENGTHS and not state.asking
        confirm = Action(texts.get("pin.confirm"), events.Confirmed(), enabled=enough)
        self.nav = Nav(home=True, back=True, primary=None if self.locked else confirm)

    def way_chosen(self, _tag: str) -> None:
        self.tap(events.CallbackAsked())


def lock_ways(visit: Visit, texts: Texts) -> tuple[Way, ...]:
    """Where to go while the door is locked."""
    counter = visit.house.counter[visit.language]
    ways = (
        Way("", "map-pin", texts.get("way.counter"), texts.get("way.counter.about", counter=counter)),
        Way("", "phone", texts.get("way.hotline"), visit.house.hotline),
    )
    return (*ways, callback_way("pin.callback", texts)) if Task.CALLBACK in visit.house.tasks else ways
