"""Hold your membership card to the reader."""

from __future__ import annotations

from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from kiosk.domain import events, states
from kiosk.domain.health import Device, DeviceState
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
        ways = [*_scan_ways(visit, state, texts), *ways]
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
        match tag:
            case "card.number":
                self.tap(events.NumberInsteadChosen())
            case "card.scan":
                self.tap(events.ScanChosen())
            case _:
                self.tap(events.CallbackAsked())


def _scan_ways(visit: Visit, state: states.CardWanted, texts: Texts) -> list[Way]:
    """A bill in the hand says enough to be paid: nobody need sign in for it."""
    scanner = visit.health.of(Device.CODE_SCANNER).state
    if state.task is not Task.PAY or scanner is DeviceState.NOT_FITTED:
        return []
    return [Way("card.scan", "scan-barcode", texts.get("card.scan"), texts.get("card.scan.about"), main=True)]


def callback_way(tag: str, texts: Texts, *, main: bool = False) -> Way:
    """Ask for a call: a person is always one choice away."""
    return Way(tag, "phone-incoming", texts.get("way.callback"), texts.get("way.callback.about"), main)
