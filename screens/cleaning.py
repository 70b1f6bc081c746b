"""The panel is being wiped: no touch means anything until the time is up."""

from __future__ import annotations

from kivy.properties import NumericProperty, StringProperty

from kiosk.domain.states import Cleaning
from kiosk.domain.upkeep import CLEANING_TIME
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Screen


class CleaningScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    seconds = NumericProperty(0)
    share = NumericProperty(1.0)

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, Cleaning)
        self.backdrop, self.banner, self.row = "night", False, False
        left = max(0.0, (state.until - visit.now).total_seconds())
        self.title, self.about = texts.get("cleaning.title"), texts.get("cleaning.about")
        self.seconds, self.share = round(left), left / CLEANING_TIME.total_seconds()
