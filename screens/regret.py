"""After a low rating: an apology, and a call or a complaint at once, prepared."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.case import CaseKind
from kiosk.domain.house import Task
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.widgets.rows import Way


class RegretScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    entries = ObjectProperty(())

    def show(self, visit: Visit, texts: Texts) -> None:
        self.title, self.about = texts.get("regret.title"), texts.get("regret.hint")
        self.entries = tuple(_ways(visit, texts))
        self.nav = Nav(primary=Action(texts.get("regret.no"), events.Confirmed()))

    def choose(self, tag: str) -> None:
        call = tag == "regret.call"
        self.tap(events.CallbackAsked() if call else events.KindChosen(CaseKind.COMPLAINT))


def _ways(visit: Visit, texts: Texts) -> list[Way]:
    ways = []
    if Task.CALLBACK in visit.house.tasks:
        about = texts.get("regret.call.about")
        ways.append(Way("regret.call", "phone-call", texts.get("regret.call"), about, main=True))
    if Task.FEEDBACK in visit.house.tasks:
        about = texts.get("regret.complaint.about")
        ways.append(Way("regret.complaint", "frown", texts.get("regret.complaint"), about))
    return ways
