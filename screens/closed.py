"""The service is closed: said plainly, with the people who are there."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Screen
from screens.site_words import house_ways
from screens.widgets.rows import Way


class ClosedScreen(Screen):
    icon = StringProperty("door-open")
    title = StringProperty("")
    other_title = StringProperty("")
    about = StringProperty("")
    tone = StringProperty("success")
    calm = StringProperty("")
    calm_about = StringProperty("")
    ways_title = StringProperty("")
    ways = ObjectProperty(())

    def show(self, visit: Visit, texts: Texts) -> None:
        self.tell("closed", visit, texts)

    def tell(self, prefix: str, visit: Visit, texts: Texts) -> None:
        """Texts under `PREFIX.*`, and the title in the next language as well: nobody has chosen one yet."""
        told = _reasoned(prefix, visit)
        self.title = texts.get(f"{told}.title")
        others = [language for language in visit.house.languages if language is not visit.language]
        self.other_title = self.catalogue(others[0]).get(f"{told}.title") if others else ""
        written = dict(visit.health.notice).get(texts.language.value, "") if prefix == "closed" else ""
        self.about = written or texts.get(f"{told}.about")
        self.calm, self.calm_about = texts.get(f"{prefix}.calm"), texts.get(f"{prefix}.calm.about")
        self.ways_title = texts.get("closed.ways")
        self.ways = house_ways(visit, texts)


def _reasoned(prefix: str, visit: Visit) -> str:
    """Where the site said why it closed, customers read that."""
    reason = visit.health.closed_for
    return f"closed.{reason.value}" if prefix == "closed" and reason else prefix


def person_ways(visit: Visit, texts: Texts) -> tuple[Way, ...]:
    """Counter and telephone: what is there when the kiosk is not."""
    counter = visit.house.counter[visit.language]
    return (
        Way("", "map-pin", texts.get("way.counter"), texts.get("way.counter.about", counter=counter)),
        Way("", "phone", texts.get("way.hotline"), visit.house.hotline),
    )
