"""The technicians' door: a PIN by keypad. Only how many digits were typed is drawn, never which."""

from __future__ import annotations

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.states import Problem, TechnicianPin
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen


class TechnicianPinScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    hint = StringProperty("")
    filled = NumericProperty(0)
    checking = BooleanProperty(False)
    problem = StringProperty("")
    clear_words = StringProperty("")
    erase_spoken = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, TechnicianPin)
        self.backdrop, self.banner = "night", False
        self.title, self.about = texts.get("technician_pin.title"), texts.get("technician_pin.about")
        self.hint = texts.get("technician_pin.checking" if state.checking else "technician_pin.hint")
        self.filled, self.checking = len(state.digits), state.checking
        self.problem = _problem(state, texts)
        self.clear_words, self.erase_spoken = texts.get("action.clear"), texts.get("action.erase")
        enter = Action(
            texts.get("technician_pin.confirm"), events.Confirmed(), "lock-open", not state.checking
        )
        self.nav = Nav(back=not state.checking, primary=enter)

    def type_digit(self, digit: str) -> None:
        self.tap(events.DigitTyped(digit))

    def erase(self) -> None:
        self.tap(events.DigitErased())

    def clear(self) -> None:
        self.tap(events.DigitsCleared())


def _problem(state: TechnicianPin, texts: Texts) -> str:
    if state.problem is Problem.NONE:
        return ""
    until = texts.time(state.locked_until) if state.locked_until else ""
    return texts.get(f"problem.{state.problem.value}", time=until)
