"""It is on disk: first a word of regret or thanks, then the case number, the promise, and paper or not."""

from __future__ import annotations

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.case import Booking
from kiosk.domain.states import CaseDone, PaperState
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.case_words import moved_words
from screens.paper import PaperWords, paper_words


class CaseDoneScreen(Screen):
    title = StringProperty("")
    case_name = StringProperty("")
    reference = StringProperty("")
    promise = StringProperty("")
    standing_title = StringProperty("")
    standing = StringProperty("")
    provisional = BooleanProperty(False)
    moved = BooleanProperty(False)
    fraud_title = StringProperty("")
    fraud_text = StringProperty("")
    paper: PaperWords = ObjectProperty(PaperWords())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, CaseDone)
        kind = state.draft.kind.value
        self.title, self.case_name = texts.get(f"case_done.{kind}.title"), texts.get("case_done.case")
        self.reference, self.promise = state.reference, _promise(state, visit, texts)
        self.provisional = state.provisional
        self.moved = bool(state.standing and state.standing.moved)
        self.standing_title, self.standing = _standing(state, texts)
        called, way = state.draft.contact.given, state.draft.contact.way
        self.fraud_title = texts.get("fraud.title") if called else ""
        self.fraud_text = texts.fraud(visit.house.calls_from, way) if called else ""
        self.paper = paper_words("case_done", state.paper, texts, can_print=visit.health.can_print)
        printing = state.paper is PaperState.PRINTING
        done = Action(texts.get("case_done.finish"), events.Confirmed(), icon="check", enabled=not printing)
        self.nav = Nav(primary=done)

    def paper_chosen(self, wanted: bool) -> None:
        self.tap(events.PaperChosen(wanted))


def _promise(state: CaseDone, visit: Visit, texts: Texts) -> str:
    draft = state.draft
    if not isinstance(draft, Booking) or not draft.window or not draft.service:
        return texts.get(f"case_done.{draft.kind.value}.promise")
    given = state.standing.window if state.standing else None
    window = given.by_clock_of(visit.now) if given else draft.window
    place = draft.names.get(texts.language, draft.place)
    return texts.get(f"case_done.booking.{draft.service.value}", when=texts.appointment(window), place=place)


def _standing(state: CaseDone, texts: Texts) -> tuple[str, str]:
    """Title and text. An appointment is provisional, then confirmed or moved."""
    which = "provisional" if state.provisional else "registered"
    if not isinstance(state.draft, Booking):
        title = texts.get("case_done.provisional.title") if state.provisional else ""
        return title, texts.get(f"case_done.{which}")
    if state.standing is None:
        title = texts.get("callback_done.provisional.title") if state.provisional else ""
        return title, texts.get(f"case_done.booking.{which}")
    if state.standing.moved:
        return texts.get("callback_done.moved.title"), moved_words(state.standing, texts)
    return "", texts.get("callback_done.confirmed")
