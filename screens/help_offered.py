"""Somebody erred in one field again and again: another way, a call, a person; nobody is blamed."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.flow.calling import may_call
from kiosk.domain.flow.stumbling import other_way
from kiosk.domain.house import Task
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.calling import call_way
from screens.card import callback_way
from screens.closed import person_ways
from screens.overlay import Overlay
from screens.widgets.rows import Way


class HelpOfferedOverlay(Overlay):
    title = StringProperty("")
    about = StringProperty("")
    ways = ObjectProperty(())
    close_words = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        self._other = other_way(visit.state)
        self.title, self.about = texts.get("offer.title"), texts.get("offer.about")
        ways: tuple[Way, ...] = ()
        if self._other is not None:
            number = "number" if isinstance(self._other, events.NumberInsteadChosen) else "back"
            ways = (Way("offer.other", "rotate-ccw", texts.get(f"offer.{number}")),)
        calls = may_call(visit)
        if calls:
            ways = (*ways, call_way("offer.call", texts))
        if Task.CALLBACK in visit.house.tasks:
            ways = (*ways, callback_way("offer.callback", texts))
        # Whoever can be called here need not be looked for elsewhere.
        self.ways = ways if calls else (*ways, *person_ways(visit, texts))
        self.close_words = texts.get("offer.again")

    def way_chosen(self, tag: str) -> None:
        match tag:
            case "offer.other" if self._other:
                self.tap(self._other)
            case "offer.call":
                self.tap(events.StaffCalled())
            case _:
                self.tap(events.CallbackAsked())
