"""Twelve periods of one kind on one account: a chart of the last six, every number as text, and all of it on paper."""

from __future__ import annotations

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from kiosk.domain import events, states
from kiosk.domain.flow.account import ROWS
from kiosk.domain.health import Device
from kiosk.domain.overview import PastBill, Series
from kiosk.domain.states import PaperState
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens import condition
from screens.base import Action, Nav, Screen
from screens.bill_words import ICONS
from screens.widgets.chart import Column
from screens.widgets.pages import Pages, pages_of
from screens.widgets.rows import Way

HIDDEN = "••••"
COLUMNS = 6
_TONES = {PaperState.CONFIRMED: "success", PaperState.TAKEN: "success"}


_PAPER = {
    PaperState.CONFIRMED: "history.printed",
    PaperState.UNKNOWN: "faq.paper.unknown",
    PaperState.SENT: "faq.paper.sent",
    PaperState.TAKEN: "paper.taken",
    PaperState.RETRACTED: "paper.retracted",
}


class HistoryScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    chart_title = StringProperty("")
    change = StringProperty("")
    columns = ObjectProperty(())
    rows = ObjectProperty(())
    pages = ObjectProperty(Pages())
    other_words = StringProperty("")
    other_spoken = StringProperty("")
    paper_words = StringProperty("")
    paper_tone = StringProperty("attention")
    busy = BooleanProperty(False)
    following = NumericProperty(0)

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, states.HistoryShown)
        series = visit.overview.series if visit.overview else ()
        shown = series[min(state.series, len(series) - 1)] if series else Series("", "", "", ())
        self.title = texts.get("history.title")
        self.about = texts.bill_kind(shown.kind)
        self.following = (state.series + 1) % len(series) if series else 0
        self.other_words = texts.get("history.next_series") if len(series) > 1 else ""
        now_here = ", ".join(
            part for part in (texts.bill_kind(shown.kind), shown.label, shown.account) if part
        )
        self.other_spoken = texts.get("history.next_series.spoken", shown=now_here) if len(series) > 1 else ""
        self._show_chart(shown, visit, texts)
        self._show_rows(shown, state, visit, texts)
        self._show_paper(state, texts)
        busy = state.paper is PaperState.PRINTING
        can_print = not condition.is_down(visit.health, Device.RECEIPT_PRINTER) and not busy
        words = texts.get("history.printing" if busy else "history.print")
        job = Action(words, events.StatementAsked(), icon="printer", enabled=can_print)
        self.nav = Nav(home=True, back=True, primary=job)

    def _show_chart(self, shown: Series, visit: Visit, texts: Texts) -> None:
        newest = shown.bills[:COLUMNS]
        metered = all(bill.used is not None for bill in newest)
        values = [(bill.used or 0) if metered else bill.amount.minor for bill in newest]
        unit = newest[0].unit if newest else ""
        self.chart_title = (
            texts.get("history.chart.used", unit=unit) if metered else texts.get("history.chart.amount")
        )
        self.change = _change(values, texts)
        highest = max(values, default=0) or 1
        self.columns = tuple(
            Column(value / highest, self._value(bill, metered, visit, texts), _months(bill), place == 0)
            for place, (bill, value) in enumerate(zip(newest, values, strict=True))
        )[::-1]

    def _value(self, bill: PastBill, metered: bool, visit: Visit, texts: Texts) -> str:
        if metered:
            return str(bill.used)
        return HIDDEN if visit.hide_amounts else texts.digits(bill.amount)

    def _show_rows(self, shown: Series, state: states.HistoryShown, visit: Visit, texts: Texts) -> None:
        here, self.pages = pages_of(shown.bills, state.page, ROWS, texts)
        self.rows = tuple(_row(bill, shown.account, visit, texts) for bill in here)

    def _show_paper(self, state: states.HistoryShown, texts: Texts) -> None:
        decided = state.paper not in (PaperState.OFFERED, PaperState.PRINTING)
        self.paper_words = texts.get(_PAPER.get(state.paper, "history.not_printed")) if decided else ""
        if decided:
            self.other_words = ""  # the room is the notice's
        self.paper_tone = _TONES.get(state.paper, "attention")

    def turn(self, page: int) -> None:
        self.tap(events.PageTurned(page))

    def chosen(self, tag: str) -> None:
        self.tap(events.PastBillChosen(tag.removeprefix("past.")))

    def other(self) -> None:
        self.tap(events.SeriesChosen(int(self.following)))


def _change(values: list[int], texts: Texts) -> str:
    if len(values) < 2 or not values[1]:
        return ""
    percent = round(100 * (values[0] - values[1]) / values[1])
    if percent == 0:
        return texts.get("history.chart.same")
    key = "history.chart.more" if percent > 0 else "history.chart.less"
    return texts.get(key, percent=abs(percent))


def _months(bill: PastBill) -> str:
    begins, ends = bill.period_from.month, bill.period_to.month
    return f"{begins}" if begins == ends else f"{begins}–{ends}"


def _row(bill: PastBill, account: str, visit: Visit, texts: Texts) -> Way:
    amount = HIDDEN if visit.hide_amounts else texts.money(bill.amount)
    period = texts.month_range(bill.period_from, bill.period_to)
    standing = texts.bill_state(bill.state.value, bill.due, bill.paid_on, bill.paid_by)
    about = f"{account}　{standing}"  # down here: people behind read the heading
    return Way(f"past.{bill.id}", ICONS.get(bill.kind, "receipt-text"), f"{period}　{amount}", about)
