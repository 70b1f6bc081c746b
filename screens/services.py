"""What else can be done here: the tasks behind the last tile of the home screen. A task is an icon and its words."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain.events import TaskChosen
from kiosk.domain.house import Task
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Nav, Screen
from screens.widgets.rows import Way

ICONS = {
    Task.BOOKING: "calendar-check",
    Task.CASES: "search",
    Task.SITE: "map-pin",
    Task.APPLICATION: "clipboard-list",
}


class ServicesScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    entries = ObjectProperty(())

    def show(self, visit: Visit, texts: Texts) -> None:
        self.title, self.about = texts.get("services.title"), texts.get("services.hint")
        self.entries = tuple(_way(task, texts) for task in visit.house.more_services)
        self.nav = Nav(home=True, back=True)

    def choose(self, tag: str) -> None:
        self.tap(TaskChosen(Task(tag.removeprefix("services."))))


def _way(task: Task, texts: Texts) -> Way:
    about = texts.get(f"task.{task.value}.about")
    return Way(f"services.{task.value}", ICONS[task], texts.get(f"task.{task.value}"), about)
