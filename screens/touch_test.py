"""The touch test: every place of the panel is to be reached by a finger."""

from __future__ import annotations

from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.states import TouchTest
from kiosk.domain.upkeep import TOUCH_CELLS
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Screen


class TouchTestScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    count = NumericProperty(TOUCH_CELLS)
    reached = ObjectProperty(frozenset())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, TouchTest)
        self.backdrop, self.banner, self.row = "night", False, False
        left = max(0, round((state.until - visit.now).total_seconds()))
        self.title = texts.get("touch_test.title")
        self.about = texts.get("touch_test.about", left=TOUCH_CELLS - len(state.touched), seconds=left)
        self.reached = state.touched

    def reach(self, number: int) -> None:
        self.tap(events.CellTouched(number))
