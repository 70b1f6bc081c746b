"""One last look before money moves. What will not work afterwards is said here, before."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events, states
from kiosk.domain.flow.counter_slip import may_have_slip
from kiosk.domain.health import Line
from kiosk.domain.house import NoPrinter
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.bill_words import line_pair
from screens.not_paid import SLIP, slip_way
from screens.widgets.rows import Way

#: Lines shown one by one; with more, the rest is summed up.
ROWS = 4


def _policy(visit: Visit, state: states.Review) -> str:
    """How the missing paper is spoken of."""
    policy = visit.house.no_printer
    if policy is NoPrinter.REFUSE:
        return "refuse"
    return "ask" if policy is NoPrinter.ASK and state.paperless else "about"


class ReviewScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    lines = ObjectProperty(())
    more = StringProperty("")
    total_words = StringProperty("")
    amount = StringProperty("")
    card_words = StringProperty("")
    card_about = StringProperty("")
    paper = StringProperty("")
    paper_about = StringProperty("")
    offline = StringProperty("")
    offline_about = StringProperty("")
    ways = ObjectProperty(())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, states.Review)
        self.title = texts.get("pay_review.title")
        self.lines = tuple(line_pair(line, texts) for line in state.lines[:ROWS])
        rest = len(state.lines) - ROWS
        self.more = texts.get("pay_review.more", count=rest) if rest > 0 else ""
        self.total_words = texts.get("pay_review.total")
        self.amount = texts.money(state.amount)
        self.card_words, self.card_about = texts.get("pay_review.card"), texts.get("pay_review.card.about")
        self._warn(visit, state, texts)
        time = texts.moment(state.as_of) if state.as_of else ""
        self.about = texts.get("pay_review.as_of", time=time) if time else texts.get("pay_review.about")
        bill = state.bill
        part = Way(
            "review.part", "banknote", texts.get("pay_review.part"), texts.get("pay_review.part.about")
        )
        parts = (part,) if bill and bill.rules.allow_partial else ()
        counter, roomy = visit.house.counter[visit.language], len(state.lines) < ROWS
        self.ways = (*parts, slip_way(texts, counter)) if roomy and may_have_slip(visit) else parts
        self.nav = Nav(home=True, back=True, primary=self._pay(visit, state, texts))

    def _pay(self, visit: Visit, state: states.Review, texts: Texts) -> Action:
        """Asked whether it may be without paper, the button says what one agrees to."""
        refused = not visit.health.can_print and visit.house.no_printer is NoPrinter.REFUSE
        asked = state.paperless and not visit.health.can_print
        words = texts.get("pay_review.pay_paperless" if asked else "pay_review.pay", amount=self.amount)
        return Action(words, events.Confirmed(), "credit-card", enabled=not refused)

    def way_chosen(self, tag: str) -> None:
        self.tap(events.SlipAsked() if tag == SLIP else events.PartialChosen())

    def _warn(self, visit: Visit, state: states.Review, texts: Texts) -> None:
        """No answer from the printer is no paper: only a printer that reports itself ready is promised."""
        prints = visit.health.can_print
        self.paper = "" if prints else texts.get("pay_review.no_paper")
        self.paper_about = "" if prints else texts.get(f"pay_review.no_paper.{_policy(visit, state)}")
        offline = visit.health.line is Line.DOWN and visit.house.offline.allowed
        self.offline = texts.get("pay_review.offline") if offline else ""
        self.offline_about = texts.get("pay_review.offline.about") if offline else ""
