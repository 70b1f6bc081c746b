"""Nobody is here: what can be done at this kiosk, in every language at once. A touch anywhere starts."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.domain import events
from kiosk.domain.house import House, Task
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Screen
from screens.home import TASK_ICONS
from screens.widgets.rows import Rows

#: Characters a headline line holds at full size.
_LONGEST = {"zh": 7, "en": 22}

#: As many as can be read in passing.
MOST = 4


class Offer(BoxLayout):
    """One thing that can be done here: `(icon, words)`."""

    entry = ObjectProperty(("", ""))


class Offers(Rows):
    def make(self, entry: tuple[str, str]) -> Widget:
        return Offer(entry=entry)


class AttractScreen(Screen):
    headline = StringProperty("")
    other_headline = StringProperty("")
    start = StringProperty("")
    other_start = StringProperty("")
    offers = ObjectProperty(())
    news = StringProperty("")
    other_news = StringProperty("")
    important = BooleanProperty(False)
    slot = StringProperty("")
    other_slot = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        tasks = _announced(visit.house)
        other = visit.language.beside(visit.house.languages)
        self.headline = "\n".join(_lines(_phrases(tasks, texts), texts))
        self.start = texts.get("attract.start")
        if other:
            second = self.catalogue(other)
            phrases = _phrases(tasks, second)
            self.other_headline = _gap(phrases).join(phrases)
            self.other_start = second.get("attract.start")
        self.slot = texts.get("attract.slot") if visit.slot else ""
        self.other_slot = self.catalogue(other).get("attract.slot") if visit.slot and other else ""
        news = next(iter(visit.announcements), None)
        self.important = bool(news and news.important)
        self.news = news.text(visit.language) if news else ""
        self.other_news = news.text(other) if news and other else ""
        self.offers = tuple((TASK_ICONS[task], texts.get(f"task.{task.value}")) for task in tasks)

    def on_touch_down(self, touch: Any) -> bool:
        if super().on_touch_down(touch):
            return True
        if not self.collide_point(*touch.pos):
            return False
        touch.grab(self)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return bool(super().on_touch_up(touch))
        touch.ungrab(self)
        self.tap(events.Started())
        return True


def _announced(house: House) -> tuple[Task, ...]:
    """What is called out to people who pass by: the first few tiles."""
    return tuple(task for task in house.home_tiles if task is not Task.SERVICES)[:MOST]


def _phrases(tasks: tuple[Task, ...], texts: Texts) -> list[str]:
    """`繳費、` ... `請人回電。`; `Pay a bill.` ... `Ask for a call.` Lines break between them only."""
    words = [texts.get(f"attract.{task.value}").replace(" ", "\u00a0") for task in tasks]
    comma, stop = texts.get("attract.comma").strip(), texts.get("attract.stop")
    return [word + (comma if word is not words[-1] else stop) for word in words]


def _gap(phrases: list[str]) -> str:
    return " " if all(phrase.isascii() or "\u00a0" in phrase for phrase in phrases) else ""


def _lines(phrases: list[str], texts: Texts) -> list[str]:
    longest, gap = _LONGEST[texts.language.value[:2]], _gap(phrases)
    lines = [""]
    for phrase in phrases:
        if lines[-1] and len(lines[-1] + phrase) > longest:
            lines.append("")
        lines[-1] += (gap if lines[-1] else "") + phrase
    return lines
