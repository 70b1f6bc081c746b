"""The languages, each under its own name."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.language import Language
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.overlay import Overlay
from screens.widgets.rows import Way


class LanguagesOverlay(Overlay):
    title = StringProperty("")
    choices = ObjectProperty(())
    close_words = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        self.title = texts.get("action.language")
        self.choices = tuple(self._choice(visit, language) for language in visit.house.languages)
        self.close_words = texts.get("help.close")

    def _choice(self, visit: Visit, language: Language) -> Way:
        current = language is visit.language
        return Way(
            f"language.{language.value}",
            "globe",
            self.catalogue(language).get("language.name"),
            main=current,
            state_text="checked" if current else "",
        )

    def choose(self, tag: str) -> None:
        self.tap(events.LanguageChosen(Language(tag.removeprefix("language."))))
