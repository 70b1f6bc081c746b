"""No card: an account or phone number, by keypad. It opens nothing by itself, and the screen says so."""

from __future__ import annotations

from kivy.properties import NumericProperty, StringProperty

from kiosk.domain import events, states
from kiosk.domain.flow.by_number import NUMBER_LENGTHS
from kiosk.domain.house import Task
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen


class AccountNumberScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    steps = NumericProperty(0)
    typed = StringProperty("")
    hint = StringProperty("")
    remark = StringProperty("")
    problem = StringProperty("")
    clear_words = StringProperty("")
    erase_spoken = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, states.AccountNumberWanted)
        self.steps = 4 if state.task is Task.PAY else 0
        self.title, self.about = texts.get("account_number.title"), texts.get("account_number.about")
        self.typed, self.hint = _grouped(state.digits, texts), texts.get("account_number.hint")
        self.remark = texts.get("account_number.phone") if _is_mobile(state.digits) else ""
        self.problem = texts.get(f"problem.{state.problem.value}") if state.problem else ""
        self.clear_words, self.erase_spoken = texts.get("action.clear"), texts.get("action.erase")
        enough = len(state.digits) in NUMBER_LENGTHS
        self.nav = Nav(
            home=True, back=True, primary=Action(texts.get("action.next"), events.Confirmed(), enabled=enough)
        )


def _is_mobile(digits: str) -> bool:
    return digits.startswith("09")


def _grouped(digits: str, texts: Texts) -> str:
    """Phones as phones; an account in fours, as it stands on the bill."""
    if _is_mobile(digits):
        return texts.phone(digits)
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
