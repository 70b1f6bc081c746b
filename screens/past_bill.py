"""One bill of the history with everything there is to know."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import states
from kiosk.domain.overview import PastBill
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Nav, Screen
from screens.widgets.rows import Pair

HIDDEN = "••••"


class PastBillScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    pairs = ObjectProperty(())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, states.PastBillShown)
        history = visit.overview.history if visit.overview else ()
        bill = next((each for each in history if each.id == state.bill), None)
        self.title = texts.get("past_bill.title", kind=texts.bill_kind(bill.kind if bill else ""))
        self.about = texts.month_range(bill.period_from, bill.period_to) if bill else ""
        self.pairs = _pairs(bill, visit, texts) if bill else ()
        self.nav = Nav(home=True, back=True)


def _pairs(bill: PastBill, visit: Visit, texts: Texts) -> tuple[Pair, ...]:
    standing = texts.bill_state(bill.state.value, bill.due, bill.paid_on, bill.paid_by)
    days = (bill.period_to - bill.period_from).days + 1
    pairs = [
        Pair(texts.get("past_bill.amount"), HIDDEN if visit.hide_amounts else texts.money(bill.amount)),
        Pair(texts.get("past_bill.state"), standing),
        Pair(texts.get("past_bill.due"), texts.date(bill.due)),
        Pair(texts.get("past_bill.account"), bill.account),
    ]
    if bill.used is not None:
        each_day = f"{bill.used / days:.1f}"
        pairs.append(
            Pair(texts.get("past_bill.used"), texts.get("history.used", used=bill.used, unit=bill.unit))
        )
        pairs.append(
            Pair(texts.get("past_bill.average"), texts.get("history.used", used=each_day, unit=bill.unit))
        )
    return (*pairs, Pair(texts.get("past_bill.number"), bill.id))
