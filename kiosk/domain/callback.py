"""A request to be called back: topic, window, number, and what rides along for the agent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum


class Reply(StrEnum):
    """How the customer wants to hear from us."""

    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    COUNTER = "counter"


class Topic(StrEnum):
    BILLING = "billing"
    PAYMENT = "payment"
    SUPPLY = "supply"
    METER = "meter"
    MOVING = "moving"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Hours:
    """When agents call: `windows` are local (from, to); `weekdays` as in date.weekday(); `soonest`: how soon that is."""

    windows: tuple[tuple[time, time], ...]
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    soonest: timedelta = timedelta(hours=2)

    def open_at(self, moment: datetime) -> bool:
        return moment.weekday() in self.weekdays and any(
            begin <= moment.time() < end for begin, end in self.windows
        )


@dataclass(frozen=True, slots=True)
class Window:
    """`soonest`: as soon as somebody is free, counted from the next opening."""

    begins: datetime
    ends: datetime
    soonest: bool = False

    @property
    def key(self) -> str:
        return "soonest" if self.soonest else self.begins.isoformat()

    def by_clock_of(self, moment: datetime) -> Window:
        """The same, in the zone of `moment`: the centre speaks UTC; the customer reads the clock on the wall."""
        zone = moment.tzinfo
        return Window(self.begins.astimezone(zone), self.ends.astimezone(zone), self.soonest)


def offered_windows(
    now: datetime, hours: Hours, count: int = 6, closed: Collection[date] = ()
) -> tuple[Window, ...]:
    """`count` windows from `now` (aware, local): the soonest, then whole windows still ahead, day by day.

    There are none on days that are `closed`.
    """
    ahead: list[Window] = []
    day = now.date()
    while len(ahead) < count:
        if day not in closed:
            ahead.extend(w for w in _windows_of(day, hours, now) if w.begins > now)
        day += timedelta(days=1)
    if hours.open_at(now) and now.date() not in closed:
        soonest = Window(now, now + hours.soonest, soonest=True)
    else:
        soonest = Window(ahead[0].begins, ahead[0].ends, soonest=True)
    return (soonest, *ahead[: count - 1])


def _windows_of(day: date, hours: Hours, now: datetime) -> list[Window]:
    if day.weekday() not in hours.weekdays:
        return []
    return [
        Window(datetime.combine(day, begin, now.tzinfo), datetime.combine(day, end, now.tzinfo))
        for begin, end in hours.windows
    ]


@dataclass(frozen=True, slots=True)
class Context:
    """What the agent should not have to ask: tile path, bill, articles read, what was searched for (without numbers), the
    error met."""

    path: tuple[str, ...] = ()
    bill: str = ""
    articles: tuple[str, ...] = ()
    error: str = ""
    search: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class CallbackDraft:
    """`phone` empty means: the number on file of who signed in during `visit` (empty: a guest), or none, where there is
    an `email`.

    `notice` is the version of the notice that was on the screen when the number was given.
    """

    topic: Topic
    window: Window
    phone: str = field(repr=False)
    visit: str = ""
    notice: str = ""
    promotional_consent: bool = False
    reply: Reply = Reply.PHONE
    context: Context = field(default_factory=Context)
    email: str = field(default="", repr=False)
