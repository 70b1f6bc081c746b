"""Where every task begins: at most six tiles, and a person."""

from __future__ import annotations

from dataclasses import dataclass

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.domain.events import AnnouncementDismissed, TaskChosen
from kiosk.domain.house import Task
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens import condition
from screens.base import Screen
from screens.widgets.forgetting import empty
from screens.widgets.sides import GridLayout
from screens.widgets.tile import Tile

TASK_ICONS = {
    Task.PAY: "receipt-text",
    Task.ACCOUNT: "user",
    Task.FAQ: "circle-question-mark",
    Task.CALLBACK: "phone-incoming",
    Task.FEEDBACK: "message-square-text",
    Task.SERVICES: "layout-grid",
}


@dataclass(frozen=True, slots=True)
class TaskEntry:
    task: Task
    title: str
    about: str
    flag: str
    main: bool


class TaskTiles(GridLayout):
    """Fires `on_choice(task)`. `crowded`: lower tiles, where more than they stands on the screen."""

    entries = ObjectProperty(())
    crowded = BooleanProperty(False)

    __events__ = ("on_choice",)

    def on_choice(self, task: Task) -> None: ...

    def on_entries(self, _tiles: Widget, entries: tuple[TaskEntry, ...]) -> None:
        """Another language, or a task that does not work now, is no reason for other tiles."""
        tiles = list(reversed(self.children))
        if [tile.tag for tile in tiles] != [_tag(entry.task) for entry in entries]:
            empty(self)
            tiles = [self._tile(entry.task) for entry in entries]
            for tile in tiles:
                self.add_widget(tile)
        for tile, entry in zip(tiles, entries, strict=True):
            tile.title, tile.about, tile.flag, tile.main = entry.title, entry.about, entry.flag, entry.main

    def _tile(self, task: Task) -> Tile:
        tile = Tile(tag=_tag(task), icon=TASK_ICONS[task])
        tile.bind(on_release=lambda _tile: self.dispatch("on_choice", task))
        return tile


def _tag(task: Task) -> str:
    return f"home.{task.value}"


class HomeScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    tiles = ObjectProperty(())
    signed_in = StringProperty("")
    person = StringProperty("")
    person_about = StringProperty("")
    news = StringProperty("")
    news_seen = StringProperty("")
    important = BooleanProperty(False)

    def show(self, visit: Visit, texts: Texts) -> None:
        self.title = texts.get("home.title")
        self.about = texts.get("home.about")
        self.tiles = tuple(_entry(visit, task, texts) for task in visit.house.home_tiles)
        self.signed_in = texts.get("home.signed_in") if visit.customer else ""
        self.person = texts.get("home.person")
        counter = visit.house.counter[visit.language]
        self.person_about = texts.get("home.person.about", hotline=visit.house.hotline, counter=counter)

        self._announce(visit, texts)

    def _announce(self, visit: Visit, texts: Texts) -> None:
        """One at a time: the next one shows when the first was put away. None where it would push the tiles down too far:
        who has signed in meets what does not work first."""
        crowded = visit.customer and condition.banner(visit, texts)[0]
        first = None if crowded else next(iter(visit.announcements), None)
        self._announced = first.id if first else ""
        self.important = bool(first and first.important)
        self.news = first.text(visit.language) if first else ""
        self.news_seen = texts.get("announcement.seen") if first else ""

    def put_away(self) -> None:
        self.tap(AnnouncementDismissed(self._announced))

    def chosen(self, task: Task) -> None:
        self.tap(TaskChosen(task))


def _entry(visit: Visit, task: Task, texts: Texts) -> TaskEntry:
    works = condition.works(visit, task)
    return TaskEntry(
        task=task,
        title=texts.get(f"task.{task.value}"),
        about=texts.get(f"task.{task.value}.about"),
        flag="" if works else texts.get("home.paused"),
        main=works and task is visit.house.home_tiles[0],
    )
