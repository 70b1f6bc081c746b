"""After a break in mid-payment: what became of the last payment, without naming anybody."""

from __future__ import annotations

from kivy.properties import NumericProperty, StringProperty

from kiosk.domain import events, states
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen

_ICONS = {"approved": "circle-check", "not_charged": "shield-check", "in_doubt": "clock"}
_TONES = {"approved": "success", "not_charged": "success", "in_doubt": "attention"}


class RecoveredScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    icon = StringProperty("info")
    tone = StringProperty("info")
    settled = StringProperty("")
    settled_about = StringProperty("")
    amount = StringProperty("")
    code_words = StringProperty("")
    code = StringProperty("")
    person = StringProperty("")
    person_about = StringProperty("")
    closes = StringProperty("")
    seconds = StringProperty("")
    fraction = NumericProperty(1.0)

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, states.Recovered)
        self.title = texts.get("recovered.title")
        self.about = texts.get("recovered.about")
        self.icon, self.tone = _ICONS[state.settled], _TONES[state.settled]
        self.settled = texts.get(f"recovered.{state.settled}")
        self.settled_about = texts.get(f"recovered.{state.settled}.about")
        self.code_words, self.code = texts.get("paid.reference"), state.reference
        self.amount = texts.money(state.amount)
        self.person = texts.get("recovered.person")
        counter = visit.house.counter[visit.language]
        self.person_about = texts.get("recovered.person.about", hotline=visit.house.hotline, counter=counter)
        self.closes = texts.get("recovered.closes")
        left = max((state.until - visit.now).total_seconds(), 0)
        self._whole = max(getattr(self, "_whole", 1.0), left)
        self.fraction = left / self._whole
        self.seconds = str(int(left + 0.999))
        self.nav = Nav(primary=Action(texts.get("recovered.go_on"), events.Started()))
