"""The PIN or the one-time code that goes with the number, as dots. Made like the card's PIN."""

from __future__ import annotations

from kivy.properties import StringProperty

from kiosk.domain import events, states
from kiosk.domain.account import Factor
from kiosk.domain.flow.by_number import SECRET_LENGTHS
from kiosk.domain.house import Task
from kiosk.domain.states import Problem
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav
from screens.pin import PinScreen, lock_ways


class SecretScreen(PinScreen):
    again_words = StringProperty("")
    again_about = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, states.SecretWanted)
        key = f"secret.{state.factor.value}"
        self.steps = 4 if state.task is Task.PAY else 0
        self.title, self.about = texts.get(f"{key}.title"), texts.get(f"{key}.about")
        self.typed, self.asking = len(state.digits), state.asking
        self.hint = texts.get("pin.asking" if state.asking else "pin.hint")
        self.locked = state.problem is Problem.SIGN_IN_LOCKED
        self.trouble = texts.get(f"problem.{state.problem.value}") if state.problem else ""
        self.clear_words, self.erase_spoken = texts.get("action.clear"), texts.get("action.erase")
        self.ways = lock_ways(visit, texts) if self.locked else ()
        self._offer_again(visit, state, texts)
        enough = len(state.digits) in SECRET_LENGTHS[state.factor] and not state.asking
        confirm = Action(texts.get("pin.confirm"), events.Confirmed(), enabled=enough)
        self.nav = Nav(home=True, back=True, primary=None if self.locked else confirm)

    def _offer_again(self, visit: Visit, state: states.SecretWanted, texts: Texts) -> None:
        """Before `again_at` the time is told; from then on there is a button."""
        self.again_words = self.again_about = ""
        if state.factor is not Factor.CODE or self.locked or state.again_at is None:
            return
        if visit.now >= state.again_at:
            self.again_words = texts.get("secret.code.again")
        else:
            self.again_about = texts.get("secret.code.again_at", time=texts.time(state.again_at))

    def send_again(self) -> None:
        self.tap(events.FactorChosen(Factor.CODE))
