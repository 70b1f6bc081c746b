"""The request is on disk: the case number, the promise, how to know the caller, and paper or not."""

from __future__ import annotations

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.callback import Reply
from kiosk.domain.lookup import CaseStanding
from kiosk.domain.masks import mask_phone
from kiosk.domain.states import CallbackDone, PaperState
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.case_words import moved_words, place_words, window_words
from screens.paper import PaperWords, paper_words


class CallbackDoneScreen(Screen):
    title = StringProperty("")
    case_name = StringProperty("")
    reference = StringProperty("")
    promise = StringProperty("")
    place = StringProperty("")
    standing_title = StringProperty("")
    standing = StringProperty("")
    provisional = BooleanProperty(False)
    moved = BooleanProperty(False)
    fraud_title = StringProperty("")
    fraud_text = StringProperty("")
    paper: PaperWords = ObjectProperty(PaperWords())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, CallbackDone)
        reply = state.draft.reply
        self.title = texts.get(f"callback_done.title{way_of(reply)}")
        self.case_name = texts.get("callback_done.case")
        self.reference = state.reference
        self.promise = _promise(state, visit, texts)
        self.place = place_words(state.standing, visit, texts) if state.standing else ""
        self._show_standing(state, texts)
        self.fraud_title = texts.get("fraud.title")
        self.fraud_text = texts.fraud(visit.house.calls_from, reply.value)
        self.paper = paper_words("callback_done", state.paper, texts, can_print=visit.health.can_print)
        printing = state.paper is PaperState.PRINTING
        done = Action(
            texts.get("callback_done.finish"), events.Confirmed(), icon="check", enabled=not printing
        )
        self.nav = Nav(primary=done)

    def paper_chosen(self, wanted: bool) -> None:
        self.tap(events.PaperChosen(wanted))

    def _show_standing(self, state: CallbackDone, texts: Texts) -> None:
        self.provisional = state.provisional
        self.standing_title = texts.get("callback_done.provisional.title") if state.provisional else ""
        self.standing = texts.get(f"callback_done.{'provisional' if state.provisional else 'registered'}")
        self.moved = False
        if state.standing is not None:
            self._say_what_became(state.standing, state.reference, texts)

    def _say_what_became(self, standing: CaseStanding, reference: str, texts: Texts) -> None:
        """The centre has confirmed it, moved it, or knows an earlier request about the same thing."""
        if standing.reference != reference:
            self.standing_title = texts.get("callback_done.merged.title")
            self.standing = texts.get("callback_done.merged", reference=standing.reference)
        elif standing.moved:
            self.standing_title = texts.get("callback_done.moved.title")
            self.standing = moved_words(standing, texts)
        else:
            self.standing = texts.get("callback_done.confirmed")
        self.moved = bool(standing.moved) or standing.reference != reference


def _promise(state: CallbackDone, visit: Visit, texts: Texts) -> str:
    draft, way = state.draft, way_of(state.draft.reply)
    on_file = visit.customer.phone if visit.customer else None
    phone = mask_phone(draft.phone) if draft.phone else on_file
    if state.standing is not None and (state.standing.moved or state.standing.reference != state.reference):
        window = window_words(state.standing, visit, texts)
        return texts.get(f"callback_done.promise{way}", phone=phone, window=window)
    key = f"callback_done.promise{way}{'.soonest' if draft.window.soonest else ''}"
    return texts.get(key, phone=phone, window=texts.window(draft.window, visit.now))


def way_of(reply: Reply) -> str:
    """What is said otherwise than of a call has this behind its key."""
    return "" if reply is Reply.PHONE else f".{reply.value}"
