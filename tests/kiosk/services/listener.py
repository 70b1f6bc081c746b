"""A visit that is read out: the real rules and the real speaker, a spy for a voice, scenes by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk.domain import events, states
from kiosk.domain.events import Event
from kiosk.domain.language import Language
from kiosk.domain.preferences import Preferences
from kiosk.domain.scene import Node, Scene
from kiosk.domain.speech import Channel, Speech, Utterance
from kiosk.domain.visit import Visit
from kiosk.ports import DeviceError
from kiosk.services.controller import Controller, Envelope
from kiosk.services.speaker import Speaker
from kiosk.texts import load_texts
from tests.kiosk.domain.examples import visit
from tests.kiosk.fakes import FrozenClock, InlineLane

TEXTS = load_texts(Path(__file__).resolve().parents[3] / "assets" / "locale")


class SpyVoice:
    """`log`: what was said and stopped, in order. `during` runs while something is being said; `fault`: no engine."""

    def __init__(self) -> None:
        self.log: list[Utterance | str] = []
        self.during: Callable[[], None] = lambda: None
        self.fault: DeviceError | None = None

    def warm(self) -> None:
        if self.fault:
            raise self.fault

    def say(self, utterance: Utterance, still: Callable[[], bool]) -> None:
        if not still():
            return
        self.warm()
        self.log.append(utterance)
        self.during()

    def stop(self) -> None:
        self.log.append("stop")

    def close(self) -> None:
        self.log.append("closed")

    @property
    def said(self) -> list[Utterance]:
        return [each for each in self.log if isinstance(each, Utterance)]


class Listener:
    """`plugged`: with headphones; else aloud, as somebody asked for who touched the glass."""

    def __init__(
        self, at: Visit | None = None, *, plugged: bool = True, language: Language = Language.EN
    ) -> None:
        begins = replace(at or visit(states.Home()), language=language)
        begins = replace(begins, touched_at=begins.now)
        if plugged:
            begins = replace(begins, health=replace(begins.health, headphones=True))
        else:
            begins = replace(begins, preferences=Preferences(speech=Speech(aloud=True)))
        self.voice, self.told = SpyVoice(), list[object]()
        self.lane = InlineLane(FrozenClock(), self.told.append)
        post = self._post
        self.speaker = Speaker(
            self.voice, self.lane, lambda act: act(), post, TEXTS, lambda: self.controller.visit
        )
        self.controller = Controller(
            begins, lambda _visit, _effect: None, lambda _visit: None, self.speaker.heard
        )

    def does(self, *happened: Event) -> Listener:
        for event in happened:
            self.controller.tap(event)
        return self

    def sees(self, scene: Scene) -> str:
        """Until it stands, and was said; what of it was."""
        before = len(self.voice.said)
        for _ in range(3):
            self.speaker.see(scene)
        self.runs()
        return " | ".join(each.text for each in self.voice.said[before:])

    def runs(self) -> None:
        while self.lane.run():
            """Until nothing waits."""

    @property
    def last(self) -> Utterance:
        return self.voice.said[-1]

    @property
    def channel(self) -> Channel | None:
        return self.controller.visit.channel

    def _post(self, envelope: Envelope) -> None:
        self.told.append(envelope.event)
        if not isinstance(envelope.event, events.SpeechReported):
            self.controller.take(envelope)


def scene(*nodes: Node, screen: str = "HomeScreen", front: str = "") -> Scene:
    return Scene(screen, front or screen, nodes)


def heading(name: str, **more: Any) -> Node:
    return node("", "heading", name, **more)


def text(name: str, **more: Any) -> Node:
    return node("", "text", name, **more)


def node(
    tag: str,
    role: str,
    name: str,
    *states: str,
    focus: bool = False,
    inside: bool = True,
) -> Node:
    return Node(tag, role, name, states, focus, inside)
