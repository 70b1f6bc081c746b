"""Staff were called: how far that has come, no more than is known; and where people are, whoever comes or not."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.events import Event
from kiosk.domain.flow.assisting import may_assist
from kiosk.domain.health import Line
from kiosk.domain.staff_call import LONG, UNREACHED, Reached
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.closed import person_ways
from screens.overlay import Overlay
from screens.widgets.rows import Way

_WAITING = ("asked", "told", "unanswered", "cut_off")
_ICONS = {"coming": "user-check", "failed": "phone-off", "unreached": "phone-off"}


class CallingOverlay(Overlay):
    #: A touch beside the dialog does not take a call back.
    beside: Event = events.MoreTimeTaken()

    icon = StringProperty("bell")
    title = StringProperty("")
    about = StringProperty("")
    ways = ObjectProperty(())
    close_words = StringProperty("")
    close_rank = StringProperty("outlined")
    staff_words = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        word = _word(visit)
        self.icon = _ICONS.get(word, "bell")
        self.title, self.about = texts.get(f"calling.{word}"), texts.get(f"calling.{word}.about")
        self.ways = () if word == "coming" else person_ways(visit, texts)
        waits = word in _WAITING
        self.close_words = texts.get("calling.take_back" if waits else "help.close")
        self.close_rank = "outlined" if waits else "primary"
        self.staff_words = texts.get("help.staff") if may_assist(visit) else ""


def _word(visit: Visit) -> str:
    """`calling.*`: told is said only when the centre has it, coming when somebody said so."""
    call = visit.call
    assert call is not None
    waited, down = visit.now - call.at, visit.health.line is Line.DOWN
    match call.reached:
        case Reached.ASKED | Reached.KEPT:
            return "unreached" if down or waited >= UNREACHED else "asked"
        case Reached.TOLD if down:
            return "cut_off"
        case Reached.TOLD:
            return "unanswered" if waited >= LONG else "told"
        case reached:
            return reached.value


def call_way(tag: str, texts: Texts) -> Way:
    """Ask somebody to come here."""
    return Way(tag, "bell", texts.get("way.staff"), texts.get("way.staff.about"))
