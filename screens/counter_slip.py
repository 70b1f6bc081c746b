"""A slip for the counter: its number large, what to pay and until when; and that no money has moved."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events, states
from kiosk.domain.states import PaperState
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.paper import PaperWords, paper_words


class CounterSlipScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    icon = StringProperty("banknote")
    code_words = StringProperty("")
    code = StringProperty("")
    amount = StringProperty("")
    money = StringProperty("")
    money_about = StringProperty("")
    where = StringProperty("")
    where_about = StringProperty("")
    paper: PaperWords = ObjectProperty(PaperWords())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, states.CounterSlipShown)
        self._tell(state, texts)
        self.money = texts.get("not_paid.money")
        self.money_about = texts.get("slip.money.about")
        counter = visit.house.counter[visit.language]
        self.where = texts.get("slip.where", counter=counter)
        self.where_about = texts.get("slip.where.about", hotline=visit.house.hotline)
        self.paper = _paper(visit, state, texts)
        free = not state.saving and state.paper is not PaperState.PRINTING
        self.nav = Nav(
            second=Action(texts.get("paid.more"), events.Confirmed(), enabled=free),
            primary=Action(texts.get("paid.end"), events.Ended(), enabled=free),
        )

    def _tell(self, state: states.CounterSlipShown, texts: Texts) -> None:
        slip, failed = state.slip, bool(state.problem)
        key = "slip.failed" if failed else "slip.scanned" if state.scanned else "slip.title"
        self.title = texts.get(key)
        self.about = texts.get("slip.failed.about" if failed else "slip.about")
        self.code_words = texts.get("slip_paper.number") if slip else ""
        self.code = slip.reference if slip else ""
        until = texts.get("slip.until", date=texts.date(slip.until)) if slip else ""
        self.amount = "\n".join(part for part in (texts.money(state.amount), until) if part)

    def paper_chosen(self, wanted: bool) -> None:
        self.tap(events.PaperChosen(wanted))


def _paper(visit: Visit, state: states.CounterSlipShown, texts: Texts) -> PaperWords:
    if state.problem:
        return PaperWords()
    if state.saving:
        return PaperWords(printing=texts.get("paper.printing"))
    can = visit.health.can_print
    if state.paper is PaperState.NOT_WANTED:
        return PaperWords(only=texts.get("slip.paper.again" if can else "paper.cannot"), can_print=can)
    return paper_words("slip", state.paper, texts, can_print=can, may_decline=False)
