"""Ask to be called, step one: what it is about. Six tiles; a touch goes on."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.callback import Topic
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Nav, Screen
from screens.widgets.choices import Choice

ICONS = {
    Topic.BILLING: "receipt-text",
    Topic.PAYMENT: "banknote",
    Topic.SUPPLY: "zap",
    Topic.METER: "gauge",
    Topic.MOVING: "house",
    Topic.OTHER: "message-square",
}


class TopicScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    entries = ObjectProperty(())

    def show(self, visit: Visit, texts: Texts) -> None:
        self.title, self.about = texts.get("topic.title"), texts.get("topic.hint")
        self.entries = tuple(_choice(topic, texts) for topic in Topic)
        self.nav = Nav(home=True, back=True)

    def choose(self, tag: str) -> None:
        self.tap(events.TopicChosen(Topic(tag.removeprefix("topic."))))


def _choice(topic: Topic, texts: Texts) -> Choice:
    key = f"topic.{topic.value}"
    return Choice(key, texts.get(key), texts.get(f"{key}.hint"), ICONS[topic])
