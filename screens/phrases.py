"""A message without typing: sentences to tick."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.case import Phrase
from kiosk.domain.states import PhrasesShown
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.widgets.rows import Way

ICONS = {
    Phrase.AGAIN: "rotate-ccw",
    Phrase.LONG: "hourglass",
    Phrase.TOLD: "message-square",
    Phrase.PAPERS: "file-text",
    Phrase.MORNING: "clock",
    Phrase.AFTERNOON: "clock",
}


class PhrasesScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    entries = ObjectProperty(())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, PhrasesShown)
        self.title, self.about = texts.get("phrases.title"), texts.get("phrases.hint")
        self.entries = tuple(_way(phrase, phrase in state.draft.message, texts) for phrase in Phrase)
        done = Action(texts.get("phrases.done"), events.Confirmed(), icon="check")
        self.nav = Nav(home=True, back=True, primary=done)

    def choose(self, tag: str) -> None:
        self.tap(events.PhraseToggled(Phrase(tag.removeprefix("phrase."))))


def _way(phrase: Phrase, ticked: bool, texts: Texts) -> Way:
    key = f"phrase.{phrase.value}"
    state = "checked" if ticked else "unchecked"
    return Way(key, ICONS[phrase], texts.get(key), main=ticked, state_text=state)
