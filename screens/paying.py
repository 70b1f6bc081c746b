"""While the terminal has the customer: what it is doing, how long there is, and whether money has moved."""

from __future__ import annotations

from datetime import datetime

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.domain import events, states
from kiosk.domain.states import Stage
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen

#: Until the card has answered, stopping is a matter of a tap. Afterwards the terminal has the last word.
CAN_CANCEL = frozenset(
    {Stage.CHECKING_BILLS, Stage.PREPARING, Stage.SAVING, Stage.INSERT_CARD, Stage.ENTER_PIN}
)
AT_TERMINAL = frozenset({Stage.INSERT_CARD, Stage.ENTER_PIN, Stage.REMOVE_CARD})
TIMED = frozenset({Stage.INSERT_CARD, Stage.ENTER_PIN})


class PayingScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    amount_words = StringProperty("")
    amount = StringProperty("")
    stage_words = StringProperty("")
    stage_about = StringProperty("")
    seconds = StringProperty("")
    fraction = NumericProperty(1.0)
    timed = BooleanProperty(False)
    at_terminal = BooleanProperty(False)

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, states.Paying)
        stage = state.stage
        self.at_terminal = stage in AT_TERMINAL
        self.title = texts.get("paying.title.terminal" if self.at_terminal else "paying.title.wait")
        self.about = texts.get("paying.about")
        self.amount_words = texts.get("paying.amount")
        self.amount = texts.money(state.amount)
        self.stage_words = texts.get(f"paying.stage.{stage.value}")
        self._count_down(state, visit.now)
        self.stage_about = texts.get(f"paying.about.{stage.value}", seconds=self.seconds)
        cancel = Action(texts.get("paying.cancel"), events.Cancelled(), "x", enabled=stage in CAN_CANCEL)
        self.nav = Nav(second=cancel)

    def _count_down(self, state: states.Paying, now: datetime) -> None:
        self.timed = state.until is not None and state.payment is not None and state.stage in TIMED
        if not self.timed or state.until is None or state.payment is None:
            self.seconds = ""
            return
        left = max((state.until - now).total_seconds(), 0)
        whole = max((state.until - state.payment.asked_at).total_seconds(), left, 1)
        self.fraction = left / whole
        self.seconds = str(int(left + 0.999))
