"""Hold your membership card to the reader."""

from __future__ import annotations

from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from kiosk.domain import events, states
from kiosk.domain.health import Device
from kiosk.domain.house import Task
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens import condition
from screens.base import Nav, Screen
from screens.widgets.rows import Way


class CardScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    steps = NumericProperty(0)
    trouble = StringProperty("")
    trouble_about = StringProperty("")
    ways = ObjectProperty(())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, states.CardWanted)
        self.steps = 4 if state.task is Task.PAY else 0
        self.title = texts.get("card.title")
        self.about = texts.get("card.about")
        self._tell_trouble(visit, state, texts)
        ways = [Way("card.number", "keyboard", texts.get("card.number"), texts.get("card.number.about"))]
        if Task.CALLBACK in visit.house.tasks:
            ways.append(callback_way("card.callback", texts))
        self.ways = tuple(ways)
        self.nav = Nav(home=True, back=True)

    def _tell_trouble(self, visit: Visit, state: states.CardWanted, texts: Texts) -> None:
        if condition.is_down(visit.health, Device.CARD_READER):
            self.trouble, self.trouble_about = texts.get("card.broken"), texts.get("card.broken.about")
        elif state.problem:
            self.trouble, self.trouble_about = "", texts.get(f"problem.{state.problem.value}")
        else:
            self.trouble = self.trouble_about = ""

    def way_chosen(self, tag: str) -> None:
        self.tap(events.NumberInsteadChosen() if tag == "card.number" else events.CallbackAsked())


def callback_way(tag: str, texts: Texts, *, main: bool = False) -> Way:
    """Ask for a call: a person is always one choice away."""
    return Way(tag, "phone-incoming", texts.get("way.callback"), texts.get("way.callback.about"), main)
