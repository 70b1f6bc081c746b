"""What is owed, as of when. Amounts can be hidden from people behind."""

from __future__ import annotations

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from kiosk.domain import events, states
from kiosk.domain.house import Task
from kiosk.domain.money import total
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.bill_words import bill_entry
from screens.card import callback_way
from screens.condition import listing
from screens.widgets.rows import Way

HIDDEN = "••••"
#: Bills that fit; the rest is on the pay screen, page by page.
ROWS = 3


class AccountScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    waiting = StringProperty("")
    trouble_about = StringProperty("")
    nothing = StringProperty("")
    owner = StringProperty("")
    total_words = StringProperty("")
    amount = StringProperty("")
    counted = StringProperty("")
    bills = ObjectProperty(())
    more = StringProperty("")
    why = StringProperty("")
    ways = ObjectProperty(())
    doors = ObjectProperty(())
    hidden = BooleanProperty(False)
    hide_words = StringProperty("")
    show_words = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, states.AccountShown)
        self.hidden = visit.hide_amounts
        self.title = texts.get("account.trouble" if state.problem else "account.title")
        self.about = texts.get("account.as_of", time=texts.moment(state.as_of)) if state.as_of else ""
        self.waiting = texts.get("account.waiting") if state.waiting else ""
        self.hide_words, self.show_words = texts.get("account.hide"), texts.get("account.show")
        self._show_trouble(visit, state, texts)
        self.doors = _doors(visit, texts) if not state.waiting and not state.problem else ()
        self._show_bills(visit, state, texts)
        pays = bool(state.bills) and Task.PAY in visit.house.tasks
        pay = Action(texts.get("account.pay"), events.Confirmed()) if pays else None
        self.nav = Nav(home=True, back=True, primary=pay)

    def _show_trouble(self, visit: Visit, state: states.AccountShown, texts: Texts) -> None:
        self.trouble_about = trouble_words(visit, state.problem, texts)
        offers_call = bool(state.problem) and Task.CALLBACK in visit.house.tasks
        self.ways = (callback_way("account.callback", texts),) if offers_call else ()

    def _show_bills(self, visit: Visit, state: states.AccountShown, texts: Texts) -> None:
        ready = not state.waiting and not state.problem
        self.nothing = texts.get("account.nothing") if ready and not state.bills else ""
        customer = visit.customer
        self.owner = f"{customer.name}  {customer.account}" if ready and customer else ""
        self.why = texts.get("account.why") if ready else ""
        self.total_words = texts.get("account.total") if state.bills else ""
        self.amount = (
            self._money(texts.money(total(bill.amount for bill in state.bills))) if state.bills else ""
        )
        today = visit.now.date()
        overdue = sum(1 for bill in state.bills if bill.days_overdue(today))
        self.counted = bills_words(len(state.bills), overdue, texts) if state.bills else ""
        shown = state.bills[: ROWS - max(0, len(self.doors) - 1)]
        self.bills = tuple(
            bill_entry(bill, texts, today, amount=HIDDEN if self.hidden else "") for bill in shown
        )
        rest = len(state.bills) - len(shown)
        self.more = texts.get("account.more", count=rest) if rest else ""

    def _money(self, words: str) -> str:
        return HIDDEN if self.hidden else words

    def toggle(self) -> None:
        self.tap(events.AmountsSwitched())

    def way_chosen(self, _tag: str) -> None:
        self.tap(events.CallbackAsked())

    def door_chosen(self, tag: str) -> None:
        self.tap(events.HistoryChosen() if tag == "account.history" else events.MattersChosen())


def _doors(visit: Visit, texts: Texts) -> tuple[Way, ...]:
    """To what is open, if anything is, and to the periods before."""
    overview = visit.overview
    if overview is None:
        return ()
    count, ways = len(overview.matters) + len(overview.notices), []
    if count:
        about = texts.get("account.matters.about", count=count)
        ways.append(Way("account.matters", "bell", texts.get("account.matters"), about))
    if overview.history:
        about = texts.get("account.history.about")
        ways.append(Way("account.history", "activity", texts.get("account.history"), about))
    return tuple(ways)


def trouble_words(visit: Visit, problem: states.Problem, texts: Texts) -> str:
    """Why not, and how old the newest knowledge is."""
    if not problem:
        return ""
    words = texts.get(f"problem.{problem.value}")
    if visit.health.line_up_at is not None:
        words += "\n" + texts.get("account.last_line", time=texts.moment(visit.health.line_up_at))
    return words


def bills_words(count: int, overdue: int, texts: Texts) -> str:
    """`3 張帳單，1 張已逾期`."""
    words = texts.get("account.count.one" if count == 1 else "account.count", count=count)
    return listing([words, texts.get("account.overdue", count=overdue)], texts) if overdue else words
