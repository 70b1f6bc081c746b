"""The newest lines of the log, as they stand in it: redacted, the newest on top, from a chosen weight on."""

from __future__ import annotations

from kivy.properties import ListProperty, ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.flow.upkeep import LOG_PAGE
from kiosk.domain.states import LogsShown
from kiosk.domain.upkeep import LogLevel, LogLine, LogTopic
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Nav, Screen
from screens.widgets.pages import Pages, pages_of
from screens.widgets.upkeep import Note

TONES = {"warning": "attention", "error": "danger", "critical": "danger"}
SHOWN = (LogLevel.INFO, LogLevel.WARNING, LogLevel.ERROR)
#: A longer line is cut: a technician looks here, and reads in the file.
LONGEST = 150


class LogsShownScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    levels = ListProperty([])
    topics = ListProperty([])
    notes = ObjectProperty(())
    pages = ObjectProperty(Pages())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, LogsShown)
        self.backdrop, self.banner, self.row = "night", False, False
        lines = state.lines or ()
        self.title = texts.get("logs.title")
        empty = "logs.reading" if state.lines is None else "logs.none"
        self.about = texts.get("logs.about", level=texts.get(f"log_level.{state.level.value}"))
        if not lines:
            self.about = texts.get(empty)
        self.levels = [
            (
                f"level.{level.value}",
                "check" if level is state.level else "",
                texts.get(f"log_level.{level.value}"),
            )
            for level in SHOWN
        ]
        self.topics = [
            (
                f"topic.{topic.value}",
                "check" if topic is state.topic else "",
                texts.get(f"log_topic.{topic.value}"),
            )
            for topic in LogTopic
        ]
        here, self.pages = pages_of(lines, state.page, LOG_PAGE, texts)
        self.notes = tuple(map(_note, here))
        self.nav = Nav(back=True)

    def choose(self, tag: str) -> None:
        self.tap(events.LogLevelChosen(LogLevel(tag.removeprefix("level."))))

    def choose_topic(self, tag: str) -> None:
        self.tap(events.LogTopicChosen(LogTopic(tag.removeprefix("topic."))))

    def turn(self, page: int) -> None:
        self.tap(events.PageTurned(page))


def _note(line: LogLine) -> Note:
    says = line.says if len(line.says) <= LONGEST else line.says[: LONGEST - 1] + "…"
    head = f"{line.at[5:19].replace('T', ' ')} UTC · {line.level} · {line.where}"
    return Note(head, says, TONES.get(line.level, "plain"))
