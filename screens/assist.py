"""Floor staff beside the customer: what the step waits for, in counts and masks; more time; the screen handed back."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events, states
from kiosk.domain.assist import Assisted, need_of, typed_on
from kiosk.domain.events import Event
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens import condition
from screens.overlay import Overlay
from screens.widgets.rows import Pair, Way


class AssistOverlay(Overlay):
    #: A touch beside the panel is nobody's decision.
    beside: Event = events.MoreTimeTaken()

    title = StringProperty("")
    about = StringProperty("")
    need = StringProperty("")
    need_about = StringProperty("")
    facts = ObjectProperty(())
    trouble = StringProperty("")
    trouble_about = StringProperty("")
    time_words = StringProperty("")
    end_title = StringProperty("")
    ends = ObjectProperty(())

    def show(self, visit: Visit, texts: Texts) -> None:
        panel = visit.overlay
        assert isinstance(panel, states.Assist)
        self.title, self.about = texts.get("assist.title", staff=panel.staff), texts.get("assist.about")
        need = need_of(visit.state).value
        self.need, self.need_about = (
            texts.get(f"assist.need.{need}"),
            texts.get(f"assist.need.{need}.about"),
        )
        self.facts = _facts(visit, texts)
        self.trouble, self.trouble_about = condition.banner(visit, texts)
        self.time_words = _time(visit, texts)
        self.end_title = texts.get("assist.end")
        self.ends = tuple(_end(how, texts) for how in Assisted)

    def end(self, tag: str) -> None:
        self.tap(events.AssistEnded(Assisted(tag.removeprefix("assist.end."))))


_ICONS = {Assisted.EXPLAINED: "user-check", Assisted.COUNTER: "map-pin", Assisted.MACHINE: "wrench"}


def _end(how: Assisted, texts: Texts) -> Way:
    tag = f"assist.end.{how.value}"
    return Way(tag, _ICONS[how], texts.get(tag), main=how is Assisted.EXPLAINED)


def _facts(visit: Visit, texts: Texts) -> tuple[Pair, ...]:
    """Nothing that the customer has not on the screen anyway: a masked name, how many signs were typed, the error."""
    who = visit.customer.name if visit.customer else texts.get("assist.guest")
    facts = [Pair(texts.get("assist.who"), who)]
    typed = typed_on(visit.state)
    if typed is not None:
        facts.append(Pair(texts.get("assist.typed"), texts.get("assist.typed.count", count=typed)))
    return tuple(facts)


def _time(visit: Visit, texts: Texts) -> str:
    if visit.longer_until is not None and visit.now < visit.longer_until:
        return texts.get("assist.longer_until", time=texts.time(visit.longer_until))
    minutes = int(visit.house.assist_time.total_seconds() // 60)
    return texts.get("assist.longer", minutes=minutes)
