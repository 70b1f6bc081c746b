"""Where the house is and when: hours today, the next closed day, the counters, and the telephone."""

from __future__ import annotations

from datetime import date, timedelta

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain.calendar import Calendar, Closing, Counter, distance_km, nearest, next_closing
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Nav, Screen
from screens.case_words import closing_words
from screens.site_words import hours_today, wait_line, wait_words
from screens.widgets.review import Checked
from screens.widgets.rows import Way

#: How many counters are told beside this one, beside how many lines there is room for them, or for them and how long one
#: waits there; and how far ahead a closed day is worth telling.
MOST_COUNTERS = 2
ROOMY, ROOMY_WITH_WAITS = 4, 3
WORTH_TELLING = timedelta(days=31)


class SiteScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    lines = ObjectProperty(())
    counters_title = StringProperty("")
    counters = ObjectProperty(())

    def show(self, visit: Visit, texts: Texts) -> None:
        house, calendar = visit.house, visit.house.calendar
        here = calendar.counter(house.site) if calendar else None
        self.title, self.about = texts.get("site.title"), house.site[visit.language]
        self.lines = _lines(visit, calendar, here, texts)
        self.counters = _counters(visit, here, len(self.lines), texts) if calendar else ()
        self.counters_title = texts.get("site.counters") if self.counters else ""
        self.nav = Nav(home=True, back=True)


def _lines(
    visit: Visit, calendar: Calendar | None, here: Counter | None, texts: Texts
) -> tuple[Checked, ...]:
    today = visit.now.date()
    closings = here.closings if here else calendar.closings if calendar else ()
    told = (
        ("clock", "today", hours_today(here, today, texts)),
        ("hourglass", "wait", wait_words(visit, here, texts)),
        ("calendar-clock", "closing", _next_closing(next_closing(closings, today), today, texts)),
        ("map-pin", "counter", visit.house.counter[visit.language]),
        ("headset", "hotline", (here.hotline if here else "") or visit.house.hotline),
    )
    return tuple(
        Checked(f"site.{name}", icon, texts.get(f"site.{name}"), value) for icon, name, value in told if value
    )


def _next_closing(closing: Closing | None, today: date, texts: Texts) -> str:
    if closing is None or closing.day > today + WORTH_TELLING:
        return ""
    day = texts.weekday_date(closing.day)
    return texts.get("site.closing.on", day=day, why=closing_words(closing, texts))


def _counters(visit: Visit, here: Counter | None, beside: int, texts: Texts) -> tuple[Way, ...]:
    """The nearest ones first, where it is known how far they are; one alone where there is no room for more."""
    assert visit.house.calendar is not None
    others = [each for each in nearest(visit.house.calendar, here) if each is not here][:MOST_COUNTERS]
    waits = any(wait_words(visit, each, texts) for each in others)
    room = MOST_COUNTERS if beside <= (ROOMY_WITH_WAITS if waits else ROOMY) else 1
    return tuple(_way(visit, each, here, texts) for each in others[:room])


def _way(visit: Visit, counter: Counter, here: Counter | None, texts: Texts) -> Way:
    km = distance_km(here, counter)
    far = "" if km is None else texts.get("site.km", km=f"{km:.1f}")
    name = counter.names.get(texts.language, counter.name)
    where = (counter.address.get(texts.language, ""), counter.directions.get(texts.language, ""))
    about = [*where, hours_today(counter, visit.now.date(), texts), wait_line(visit, counter, texts)]
    return Way("", "map-pin", f"{name} {far}".strip(), "\n".join(each for each in about if each))
