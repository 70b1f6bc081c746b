"""A person: at the counter, on the telephone, or by a call back."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.flow.assisting import may_assist
from kiosk.domain.flow.calling import may_call
from kiosk.domain.flow.touch import is_committing
from kiosk.domain.health import Line
from kiosk.domain.house import Task
from kiosk.domain.states import Closed, OutOfOrder
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.calling import call_way
from screens.card import callback_way
from screens.closed import person_ways
from screens.overlay import Overlay


class HelpOverlay(Overlay):
    title = StringProperty("")
    about = StringProperty("")
    ways = ObjectProperty(())
    close_words = StringProperty("")
    staff_words = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        self.title = texts.get("help.title")
        self.about = _about(visit, texts)
        ways = person_ways(visit, texts)
        if may_call(visit):
            ways = (call_way("help.call", texts), *ways)
        if _can_ask_for_call(visit):
            ways = (*ways, callback_way("help.callback", texts))
        self.ways = ways
        self.close_words = texts.get("help.close")
        self.staff_words = texts.get("help.staff") if may_assist(visit) else ""

    def way_chosen(self, tag: str) -> None:
        self.tap(events.StaffCalled() if tag == "help.call" else events.CallbackAsked())


def _about(visit: Visit, texts: Texts) -> str:
    """What becomes of the screen below; and where a call from here would reach nobody, that."""
    about = texts.get("help.about.paying" if is_committing(visit) else "help.about")
    cut_off = visit.house.calls and visit.health.line is Line.DOWN
    return texts.get("help.alone", about=about) if cut_off else about


def _can_ask_for_call(visit: Visit) -> bool:
    """Not while money is under way, and not where the kiosk can keep no request."""
    shut = isinstance(visit.state, Closed | OutOfOrder)
    return Task.CALLBACK in visit.house.tasks and not shut and not is_committing(visit)
