"""The request is on disk: the case number, the promise, how to know the caller, and paper or not."""

from __future__ import annotations

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.masks import mask_phone
from kiosk.domain.states import CallbackDone, PaperState
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.paper import PaperWords, paper_words


class CallbackDoneScreen(Screen):
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
        assert isinstance(state, CallbackDone)
        self.title, self.case_name = texts.get("callback_done.title"), texts.get("callback_done.case")
        self.reference = state.reference
        self.promise = _promise(state, visit, texts)
        self._show_standing(state, texts)
        self.fraud_title = texts.get("fraud.title")
        self.fraud_text = texts.get("fraud.text", calls_from=visit.house.calls_from)
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


def _promise(state: CallbackDone, visit: Visit, texts: Texts) -> str:
    on_file = visit.customer.phone if visit.customer else None
    phone = mask_phone(state.draft.phone) if state.draft.phone else on_file
    key = "callback_done.promise.soonest" if state.draft.window.soonest else "callback_done.promise"
    return texts.get(key, phone=phone, window=texts.window(state.draft.window, visit.now))
