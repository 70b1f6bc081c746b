"""It is on disk: first a word of regret or thanks, then the case number, the promise, and paper or not."""

from __future__ import annotations

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.states import CaseDone, PaperState
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.paper import PaperWords, paper_words


class CaseDoneScreen(Screen):
    title = StringProperty("")
    case_name = StringProperty("")
    reference = StringProperty("")
    promise = StringProperty("")
    standing_title = StringProperty("")
    standing = StringProperty("")
    provisional = BooleanProperty(False)
    fraud_title = StringProperty("")
    fraud_text = StringProperty("")
    paper: PaperWords = ObjectProperty(PaperWords())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, CaseDone)
        kind = state.draft.kind.value
        self.title, self.case_name = texts.get(f"case_done.{kind}.title"), texts.get("case_done.case")
        self.reference, self.promise = state.reference, texts.get(f"case_done.{kind}.promise")
        self.provisional = state.provisional
        self.standing_title = texts.get("case_done.provisional.title") if state.provisional else ""
        self.standing = texts.get(f"case_done.{'provisional' if state.provisional else 'registered'}")
        called = state.draft.contact.given
        self.fraud_title = texts.get("fraud.title") if called else ""
        self.fraud_text = texts.get("fraud.text", calls_from=visit.house.calls_from) if called else ""
        self.paper = paper_words("case_done", state.paper, texts, can_print=visit.health.can_print)
        printing = state.paper is PaperState.PRINTING
        done = Action(texts.get("case_done.finish"), events.Confirmed(), icon="check", enabled=not printing)
        self.nav = Nav(primary=done)

    def paper_chosen(self, wanted: bool) -> None:
        self.tap(events.PaperChosen(wanted))
