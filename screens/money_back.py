"""Paid, but no bill took it: the money on its way back, and in the end where it is. Nothing is owed for this try."""

from __future__ import annotations

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from kiosk.domain import events, states
from kiosk.domain.flow.touch import is_committing
from kiosk.domain.states import Back
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.paper import PaperWords, paper_words

ICONS = {Back.REVERSING: "rotate-ccw", Back.GIVEN_BACK: "check", Back.CHECKING: "clock", Back.STAFF: "hand"}


class MoneyBackScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    icon = StringProperty("rotate-ccw")
    given_back = BooleanProperty(False)
    under_way = BooleanProperty(True)
    code_words = StringProperty("")
    code = StringProperty("")
    amount = StringProperty("")
    following = StringProperty("")
    person = StringProperty("")
    paper: PaperWords = ObjectProperty(PaperWords())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, states.MoneyBack)
        back = state.back
        self.title = texts.get(f"back.{back.value}.title")
        self.about = texts.get(f"back.{back.value}.about")
        self.icon = ICONS[back]
        self.given_back, self.under_way = back is Back.GIVEN_BACK, back is Back.REVERSING
        self.code_words, self.code = texts.get("paid.reference"), state.payment.reference
        self.amount = f"{texts.money(state.payment.amount)}  {texts.moment(state.payment.asked_at)}"
        self.following = texts.get(f"back.{back.value}.next")
        counter = visit.house.counter[visit.language]
        self.person = texts.get("unsettled.person", hotline=visit.house.hotline, counter=counter)
        words = paper_words(
            "unsettled", state.paper, texts, can_print=visit.health.can_print, may_decline=False
        )
        self.paper = PaperWords() if self.under_way else words
        free = not is_committing(visit)
        self.nav = Nav(
            second=Action(texts.get("paid.more"), events.Confirmed(), enabled=free),
            primary=Action(texts.get("paid.end"), events.Ended(), enabled=free),
        )

    def paper_chosen(self, wanted: bool) -> None:
        self.tap(events.PaperChosen(wanted))
