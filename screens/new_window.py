"""Another time for what was asked before: the windows of the call back, under another headline."""

from __future__ import annotations

from kiosk.domain.states import NewWindowWanted
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Nav
from screens.time_window import TimeWindowScreen, choice


class NewWindowScreen(TimeWindowScreen):
    """Looks like the screen of the call back's window."""

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, NewWindowWanted)
        self.steps = 0
        self.title, self.about = texts.get("new_window.title"), texts.get("window.hint")
        self.entries = tuple(choice(window, visit, texts) for window in state.windows)
        self.nav = Nav(home=True, back=True)
