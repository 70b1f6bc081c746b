"""Nobody is here: what can be done at this kiosk, in two languages at once; after a while one thing at a time
(screens/slides.py). A touch anywhere starts.
"""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.domain import events
from kiosk.domain.house import Task
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Screen
from screens.home import TASK_ICONS
from screens.slides import announced, slides, turn
from screens.widgets.rows import Rows
from screens.widgets.sides import BoxLayout
from screens.widgets.surface import Surface

#: Characters a headline line holds at full size.
_LONGEST = {"zh": 7, "en": 22}


class Offer(Surface, BoxLayout):
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
    icon = StringProperty("")
    about = StringProperty("")
    news = StringProperty("")
    other_news = StringProperty("")
    important = BooleanProperty(False)
    slot = StringProperty("")
    other_slot = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        beside = visit.language.beside(visit.house.languages)
        other = self.catalogue(beside) if beside else None
        at = self._turn(visit)
        if at:
            self._show_slide(at - 1, visit, texts, other)
        else:
            self._show_overview(visit, texts, other)
        self.start = texts.get("attract.start")
        self.other_start = other.get("attract.start") if other else ""
        self.slot = texts.get("attract.slot") if visit.slot else ""
        self.other_slot = other.get("attract.slot") if visit.slot and other else ""
        told = visit.announcements
        news = told[at % len(told)] if told else None
        self.important = bool(news and news.important)
        self.news = news.text(visit.language) if news else ""
        self.other_news = news.text(beside) if news and beside else ""

    def _turn(self, visit: Visit) -> int:
        """0 while somebody listens, has opened a dialog, or shall take a paper: nothing changes under them."""
        busy = visit.channel is not None or visit.overlay is not None or visit.slot
        return 0 if busy else turn(visit.untouched, visit.house)

    def _show_overview(self, visit: Visit, texts: Texts, other: Texts | None) -> None:
        tasks = announced(visit.house)
        self.icon, self.about = "", ""
        self.headline = "\n".join(_lines(_phrases(tasks, texts), texts))
        phrases = _phrases(tasks, other) if other else []
        self.other_headline = _gap(phrases).join(phrases)
        self.offers = tuple((TASK_ICONS[task], texts.get(f"task.{task.value}")) for task in tasks)

    def _show_slide(self, at: int, visit: Visit, texts: Texts, other: Texts | None) -> None:
        slide = slides(visit.house)[at]
        self.icon, self.headline, self.about = slide.icon, texts.get(slide.words), texts.get(slide.about)
        self.other_headline = f"{other.get(slide.words)}\n{other.get(slide.about)}" if other else ""
        self.offers = ()

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
