"""Nobody knows yet whether money moved: the claim code, large, and what to do. Above all: do not pay again."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events, states
from kiosk.domain.states import PaperState
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.paper import PaperWords, paper_words


class UnsettledScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    code_words = StringProperty("")
    code = StringProperty("")
    amount = StringProperty("")
    not_again = StringProperty("")
    not_again_about = StringProperty("")
    promise = StringProperty("")
    person = StringProperty("")
    paper: PaperWords = ObjectProperty(PaperWords())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, states.Unsettled)
        self.title = texts.get("unsettled.title")
        self.about = texts.get("unsettled.about")
        self.code_words, self.code = texts.get("claim.code"), state.payment.reference
        self.amount = f"{texts.money(state.payment.amount)}  {texts.moment(state.payment.asked_at)}"
        self.not_again = texts.get("unsettled.not_again")
        self.not_again_about = texts.get("unsettled.not_again.about")
        self.promise = texts.get("claim.promise")
        counter = visit.house.counter[visit.language]
        self.person = texts.get("unsettled.person", hotline=visit.house.hotline, counter=counter)
        self.paper = paper_words(
            "unsettled", state.paper, texts, can_print=visit.health.can_print, may_decline=False
        )
        free = state.paper is not PaperState.PRINTING
        self.nav = Nav(
            second=Action(texts.get("paid.more"), events.Confirmed(), enabled=free),
            primary=Action(texts.get("paid.end"), events.Ended(), enabled=free),
        )

    def paper_chosen(self, wanted: bool) -> None:
        self.tap(events.PaperChosen(wanted))
