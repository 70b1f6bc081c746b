"""Hold the bill before the scanner. Says what was read, what is missing, and what to do when a code does not lead on."""

from __future__ import annotations

from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from kiosk.domain import events, states
from kiosk.domain.health import Device
from kiosk.domain.house import Task
from kiosk.domain.scanned import ScanProblem
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens import condition
from screens.base import Nav, Screen
from screens.card import callback_way
from screens.widgets.rows import Way

BARCODES = 3


class ScanScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    read = NumericProperty(0)
    progress = StringProperty("")
    trouble = StringProperty("")
    trouble_about = StringProperty("")
    ways = ObjectProperty(())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, states.ScanWanted)
        self.title, self.about = texts.get("scan.title"), texts.get("scan.about")
        self.read = _read(state)
        self._tell_trouble(visit, state, texts)
        self.progress = "" if self.trouble else _progress(state, texts)
        counter = visit.house.counter[visit.language]
        ways = [Way("", "map-pin", texts.get("way.counter"), texts.get("way.counter.about", counter=counter))]
        if Task.CALLBACK in visit.house.tasks:
            ways.append(callback_way("scan.callback", texts))
        self.ways = tuple(ways)
        self.nav = Nav(home=True, back=True)

    def _tell_trouble(self, visit: Visit, state: states.ScanWanted, texts: Texts) -> None:
        if condition.is_down(visit.health, Device.CODE_SCANNER):
            self.trouble, self.trouble_about = texts.get("scan.broken"), texts.get("scan.broken.about")
        elif state.problem is ScanProblem.ALREADY_PAID and state.paid_on is not None:
            self.trouble = texts.get("scan.problem.already_paid")
            self.trouble_about = texts.get("scan.paid_on", date=texts.date(state.paid_on))
        elif state.problem:
            self.trouble = texts.get(f"scan.problem.{state.problem.value}")
            self.trouble_about = texts.get(f"scan.problem.{state.problem.value}.about")
        else:
            self.trouble = self.trouble_about = ""

    def way_chosen(self, _tag: str) -> None:
        self.tap(events.CallbackAsked())


def _read(state: states.ScanWanted) -> int:
    """How many of the three barcodes are lit."""
    if state.code is not None:
        return BARCODES
    return BARCODES - state.wanted if state.wanted else 0


def _progress(state: states.ScanWanted, texts: Texts) -> str:
    if state.code is not None:
        return texts.get("scan.asking")
    if state.wanted:
        return texts.get("scan.more" if state.wanted > 1 else "scan.more.one", count=state.wanted)
    return texts.get("scan.any_order")
