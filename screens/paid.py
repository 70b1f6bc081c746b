"""Approved and on record. Then the paper: whether it is wanted, how it goes, what became of it."""

from __future__ import annotations

from dataclasses import replace

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from kiosk.domain import events, states
from kiosk.domain.flow.paying import COPIED
from kiosk.domain.states import PaperState
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.bill_words import line_pair
from screens.paper import PaperWords, paper_words
from screens.phone_receipt import PhoneWords, phone_words

#: Lines shown one by one.
ROWS = 4


class PaidScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    amount = StringProperty("")
    reference_words = StringProperty("")
    reference = StringProperty("")
    standing = StringProperty("")
    posted = BooleanProperty(False)
    lines = ObjectProperty(())
    more = StringProperty("")
    card = StringProperty("")
    moment = StringProperty("")
    paper: PaperWords = ObjectProperty(PaperWords())
    phone: PhoneWords = ObjectProperty(PhoneWords())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, states.Paid)
        payment = state.payment
        self.title = texts.get("paid.title")
        self.about = texts.get("paid.about")
        self.amount = texts.money(payment.amount)
        self.reference_words, self.reference = texts.get("paid.reference"), payment.reference
        self.posted = state.posted
        self.standing = texts.get(_standing(state))
        self.lines = tuple(line_pair(line, texts, brief=True) for line in payment.lines[:ROWS])
        rest = len(payment.lines) - ROWS
        self.more = texts.get("pay_review.more", count=rest) if rest > 0 else ""
        slip = state.approved.slip
        approval = texts.get("receipt.approval", code=slip.approval_code) if slip.approval_code else ""
        self.card = "  ".join(part for part in (slip.scheme, slip.card, approval) if part)
        self.moment = texts.moment(payment.asked_at)
        words = paper_words("paid", state.paper, texts, can_print=visit.health.can_print)
        self.phone = phone_words(visit, state, texts)
        # The code needs the room; paper comes back when it is put away.
        self.paper = PaperWords() if self.phone.shown else _with_copy(words, state, visit, texts)
        free = state.paper is not PaperState.PRINTING
        self.nav = Nav(
            second=Action(texts.get("paid.more"), events.Confirmed(), enabled=free),
            primary=Action(texts.get("paid.end"), events.Ended(), enabled=free),
        )

    def paper_chosen(self, wanted: bool) -> None:
        self.tap(events.PaperChosen(wanted))

    def copy_asked(self) -> None:
        self.tap(events.CopyAsked())

    def phone_asked(self, wanted: bool) -> None:
        self.tap(events.LinkAsked() if wanted else events.LinkClosed())


def _with_copy(words: PaperWords, state: states.Paid, visit: Visit, texts: Texts) -> PaperWords:
    if state.no_copy is not None:
        return replace(words, outcome_about=texts.get(f"copy.{state.no_copy.value}"))
    offered = state.paper in COPIED and visit.health.can_print
    return replace(words, copy=texts.get("paper.copy")) if offered else words


def _standing(state: states.Paid) -> str:
    if state.refund:
        return "paid.refund"
    if state.posted:
        return "paid.posted"
    return "paid.offline" if state.offline else "paid.accepted"
