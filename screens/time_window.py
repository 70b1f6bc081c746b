"""Ask to be called, step two: when. Only windows that the house keeps; a touch goes on.

No number of free places and no average wait stands here: a full window is not offered, and that is enough.
"""

from __future__ import annotations

from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.calendar import closing_on
from kiosk.domain.callback import Window
from kiosk.domain.states import WindowWanted
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Nav, Screen
from screens.case_words import closing_words
from screens.widgets.choices import Choice


class TimeWindowScreen(Screen):
    steps = NumericProperty(4)
    title = StringProperty("")
    about = StringProperty("")
    fraud_title = StringProperty("")
    fraud_text = StringProperty("")
    entries = ObjectProperty(())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, WindowWanted)
        self.title, self.about = texts.get("window.title"), _about(visit, texts)
        self.entries = tuple(choice(window, visit, texts) for window in state.windows)
        self.fraud_title = texts.get("fraud.title")
        self.fraud_text = texts.get("fraud.text", calls_from=visit.house.calls_from)
        self.nav = Nav(home=True, back=True)

    def choose(self, tag: str) -> None:
        self.tap(events.WindowChosen(tag.removeprefix("window.")))


def _about(visit: Visit, texts: Texts) -> str:
    """Why nobody calls today, where the calendar says so."""
    calendar = visit.house.calendar
    closing = closing_on(calendar.closings, visit.now.date()) if calendar else None
    if closing is None:
        return texts.get("window.hint")
    return texts.get("window.closed_today", why=closing_words(closing, texts))


def choice(window: Window, visit: Visit, texts: Texts) -> Choice:
    about = _soonest(window, visit, texts) if window.soonest else texts.weekday_date(window.begins.date())
    return Choice(f"window.{window.key}", texts.window(window, visit.now), about)


def _soonest(window: Window, visit: Visit, texts: Texts) -> str:
    """Now if somebody is there; else from the next opening."""
    if window.begins <= visit.now:
        return texts.get("window.soonest.now")
    day = texts.day(window.begins.date(), visit.now.date())
    return texts.get("window.soonest.later", day=day, hour=texts.hour(window.begins.time()))
