"""There is an open request about the same thing: keep it, move it, or ask all the same.

Who is not signed in reads of it only what it is about and when; a number that was typed proves little.
"""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.lookup import CaseStanding
from kiosk.domain.states import AskedAlready
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.case_words import window_words, word
from screens.widgets.review import Checked
from screens.widgets.rows import Way

ANYWAY, MOVE = "asked.anyway", "asked.move"


class AskedAlreadyScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    lines = ObjectProperty(())
    ways = ObjectProperty(())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, AskedAlready)
        self.title, self.about = texts.get("asked.title"), texts.get("asked.about")
        self.lines = _lines(state.standing, visit, texts)
        self.ways = _ways(state, visit, texts)
        keep = Action(texts.get("asked.keep"), events.Confirmed(), icon="check")
        self.nav = Nav(home=True, back=True, primary=keep)

    def choose(self, tag: str) -> None:
        self.tap(events.AskedAnyway() if tag == ANYWAY else events.OtherTimeAsked())


def _lines(standing: CaseStanding, visit: Visit, texts: Texts) -> tuple[Checked, ...]:
    told = (
        ("message-square-text", "topic", word("topic", standing.topic, texts) if standing.topic else ""),
        ("clock", "window", window_words(standing, visit, texts)),
        ("file-text", "reference", standing.reference),
        ("info", "status", word("case.status", standing.status, texts) if standing.reference else ""),
    )
    return tuple(
        Checked(f"asked.{name}", icon, texts.get(f"case.line.{name}"), value)
        for icon, name, value in told
        if value
    )


def _ways(state: AskedAlready, visit: Visit, texts: Texts) -> tuple[Way, ...]:
    anyway = Way(ANYWAY, "plus", texts.get("asked.anyway"), texts.get("asked.anyway.about"))
    if not (state.standing.may_move and state.standing.reference):
        return (anyway,)
    window = texts.window(state.review.draft.window, visit.now)
    return (
        Way(
            MOVE, "calendar-clock", texts.get("case.rearrange"), texts.get("asked.move.about", window=window)
        ),
        anyway,
    )
