"""The floor staff's door over a customer's step: a number, then a PIN of which only the length is drawn."""

from __future__ import annotations

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.domain import states
from kiosk.domain.assist import STAFF_LENGTHS
from kiosk.domain.flow.maintenance import PIN_LENGTHS
from kiosk.domain.states import Problem
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.overlay import Overlay


class AssistPinOverlay(Overlay):
    title = StringProperty("")
    about = StringProperty("")
    problem = StringProperty("")
    hint = StringProperty("")
    staff = StringProperty("")
    filled = NumericProperty(0)
    checking = BooleanProperty(False)
    enough = BooleanProperty(False)
    clear_words = StringProperty("")
    erase_spoken = StringProperty("")
    close_words = StringProperty("")
    next_words = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        door = visit.overlay
        assert isinstance(door, states.AssistPin)
        self.title, self.about = texts.get("assist_pin.title"), texts.get("assist_pin.about")
        self.problem = _problem(door, texts)
        self.hint = texts.get(_hint(door))
        self.staff, self.filled = "" if door.at_pin else door.staff, len(door.digits)
        self.checking = door.checking
        typed, lengths = (door.digits, PIN_LENGTHS) if door.at_pin else (door.staff, STAFF_LENGTHS)
        self.enough = len(typed) in lengths and not door.checking
        self.clear_words, self.erase_spoken = texts.get("action.clear"), texts.get("action.erase")
        self.close_words = texts.get("assist_pin.close")
        self.next_words = texts.get("assist_pin.enter" if door.at_pin else "assist_pin.next")


def _hint(door: states.AssistPin) -> str:
    if door.checking:
        return "technician_pin.checking"
    return "assist_pin.pin" if door.at_pin else "assist_pin.staff"


def _problem(door: states.AssistPin, texts: Texts) -> str:
    if door.problem is Problem.NONE:
        return ""
    until = texts.time(door.locked_until) if door.locked_until else ""
    return texts.get(f"problem.{door.problem.value}", time=until)
