"""What became of a card: kept, torn out, shown with another one, or stuck; and the ways on."""

from __future__ import annotations

from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from kiosk.domain import events, states
from kiosk.domain.card import CardMove
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.closed import person_ways

_ICONS = {
    CardMove.RETAINED: "shield-check",
    CardMove.PULLED: "id-card",
    CardMove.COLLIDED: "triangle-alert",
    CardMove.STUCK: "hand",
}


class CardToldScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    icon = StringProperty("info")
    calm = StringProperty("")
    calm_about = StringProperty("")
    ways_title = StringProperty("")
    ways = ObjectProperty(())
    closes = StringProperty("")
    seconds = StringProperty("")
    fraction = NumericProperty(1.0)

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, states.CardTold)
        key = f"card_told.{state.move.value}"
        self.title, self.about = texts.get(f"{key}.title"), texts.get(f"{key}.about")
        self.icon = _ICONS[state.move]
        self.calm, self.calm_about = texts.get(f"{key}.calm"), texts.get(f"{key}.calm.about")
        self.ways_title = texts.get("closed.ways")
        self.ways = person_ways(visit, texts)
        self.closes = texts.get("recovered.closes")
        left = max((state.until - visit.now).total_seconds(), 0)
        self._whole = max(getattr(self, "_whole", 1.0), left)
        self.fraction, self.seconds = left / self._whole, str(int(left + 0.999))
        self.nav = Nav(primary=Action(texts.get("recovered.go_on"), events.Started()))
