"""Choose what to pay."""

from __future__ import annotations

from dataclasses import replace

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events, states
from kiosk.domain.house import Task
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.account import trouble_words
from screens.base import Action, Nav, Screen
from screens.bill_words import bill_entry
from screens.card import callback_way
from screens.widgets.pages import Pages, pages_of

#: Rows on one page, alone and beside the pager.
ALONE, PAGED = 4, 3


class BillsScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    waiting = StringProperty("")
    trouble_about = StringProperty("")
    nothing = StringProperty("")
    bills = ObjectProperty(())
    chosen_words = StringProperty("")
    amount = StringProperty("")
    ways = ObjectProperty(())
    pages = ObjectProperty(Pages(), rebind=True)

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, states.BillsShown)
        self._last = (visit, texts)
        unreachable = state.problem is states.Problem.LINE_DOWN
        self.title = texts.get("bills.trouble" if unreachable else "bills.title")
        about = "bills.earlier" if state.earlier else "bills.about"
        self.about = texts.get(about, time=texts.moment(state.as_of)) if state.as_of else ""
        self.waiting = texts.get("account.waiting") if state.waiting else ""
        self._show_trouble(visit, state, texts)
        self._show_page(visit, state, texts)
        ready = not state.waiting and not state.problem
        self.nothing = texts.get("account.nothing") if ready and not state.bills else ""
        self.chosen_words = _chosen_words(len(state.chosen), texts) if state.bills else ""
        self.amount = texts.money(state.amount) if state.bills else ""
        confirm = Action(texts.get("bills.confirm"), events.Confirmed(), enabled=bool(state.chosen))
        self.nav = Nav(home=True, back=True, primary=confirm if state.bills else None)

    def _show_trouble(self, visit: Visit, state: states.BillsShown, texts: Texts) -> None:
        unreachable = state.problem is states.Problem.LINE_DOWN
        self.trouble_about = trouble_words(visit, state.problem, texts) if unreachable else ""
        offers_call = unreachable and Task.CALLBACK in visit.house.tasks
        self.ways = (callback_way("bills.callback", texts),) if offers_call else ()

    def _show_page(self, visit: Visit, state: states.BillsShown, texts: Texts) -> None:
        size = ALONE if len(state.bills) <= ALONE else PAGED
        here, self.pages = pages_of(state.bills, self.pages.page, size, texts)
        today = visit.now.date()
        self.bills = tuple(bill_entry(bill, texts, today, chosen=bill.id in state.chosen) for bill in here)

    def turn(self, page: int) -> None:
        self.pages = replace(self.pages, page=page)
        self.show(*self._last)

    def bill_chosen(self, tag: str) -> None:
        self.tap(events.BillToggled(tag.removeprefix("bill.")))

    def way_chosen(self, _tag: str) -> None:
        self.tap(events.CallbackAsked())

    def forget(self) -> None:
        super().forget()
        del self._last


def _chosen_words(count: int, texts: Texts) -> str:
    """`已選 2 張帳單`; with none chosen, what to do."""
    match count:
        case 0:
            return texts.get("bills.choose")
        case 1:
            return texts.get("bills.chosen.one")
        case _:
            return texts.get("bills.chosen", count=count)
