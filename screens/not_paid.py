"""No money moved. What happened, without blame and without a reason that is nobody's business, and the ways on."""

from __future__ import annotations

from datetime import date

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events, states
from kiosk.domain.events import Event
from kiosk.domain.flow.bills import is_scanned
from kiosk.domain.flow.counter_slip import may_have_slip
from kiosk.domain.house import Task
from kiosk.domain.states import Refusal
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Nav, Screen
from screens.card import callback_way
from screens.widgets.rows import Way

_ICONS = {
    "cancelled": "circle-x",
    Refusal.LINE_DOWN.value: "cloud-off",
    Refusal.ALREADY_PAID.value: "circle-check",
    Refusal.BEING_CHECKED.value: "clock",
    Refusal.SIGNED_OUT.value: "id-card",
    Refusal.CASH_ONLY.value: "banknote",
    Refusal.STALE.value: "clock",
    Refusal.NO_PAPER.value: "printer",
    Refusal.TAMPERED.value: "wrench",
    Refusal.ON_BATTERY.value: "battery-low",
}

_AGAIN = {
    Refusal.ALREADY_PAID.value: "not_paid.look",
    Refusal.BEING_CHECKED.value: "not_paid.look",
    Refusal.OVER_CAP.value: "not_paid.look",
    Refusal.CASH_ONLY.value: "not_paid.look",
    Refusal.OTHER_AMOUNT.value: "not_paid.look",
    Refusal.BELOW_MINIMUM.value: "not_paid.look",
    Refusal.ABOVE_MAXIMUM.value: "not_paid.look",
    Refusal.STALE.value: "not_paid.look",
    Refusal.SIGNED_OUT.value: "not_paid.sign_in",
}


SLIP = "slip.ask"


def slip_way(texts: Texts, counter: str) -> Way:
    """In cash, with a slip for the counter."""
    return Way(SLIP, "banknote", texts.get("way.slip"), texts.get("way.slip.about", counter=counter))


class NotPaidScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    icon = StringProperty("info")
    money = StringProperty("")
    money_about = StringProperty("")
    ways_title = StringProperty("")
    ways = ObjectProperty(())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, states.NotPaid)
        self.icon = _ICONS.get(state.why, "credit-card")
        self.title = texts.get(f"not_paid.{state.why}")
        self.about = _about(state, texts)
        self.money = texts.get("not_paid.money")
        self.money_about = texts.get("not_paid.money.about", amount=texts.money(state.amount))
        self.ways_title = texts.get("not_paid.ways")
        self.ways = tuple(_ways(visit, state, texts))
        self.nav = Nav(home=True, back=True)

    def way_chosen(self, tag: str) -> None:
        taps: dict[str, Event] = {"not_paid.again": events.Confirmed(), SLIP: events.SlipAsked()}
        self.tap(taps.get(tag, events.CallbackAsked()))


def _about(state: states.NotPaid, texts: Texts) -> str:
    if state.paid_on:
        return texts.get("not_paid.already_paid.on", date=texts.date(date.fromisoformat(state.paid_on)))
    return texts.get(f"not_paid.{state.why}.about")


def _ways(visit: Visit, state: states.NotPaid, texts: Texts) -> list[Way]:
    """Another try, the counter, a call: the same three for every decline."""
    again = _AGAIN.get(state.why, "not_paid.again")
    again = "not_paid.scan" if is_scanned(visit, state.lines) else again
    counter = visit.house.counter[visit.language]
    ways = [
        Way("not_paid.again", "rotate-ccw", texts.get(again), texts.get(f"{again}.about"), main=True),
        slip_way(texts, counter)
        if may_have_slip(visit)
        else Way("", "map-pin", texts.get("way.counter"), texts.get("way.counter.about", counter=counter)),
    ]
    if Task.CALLBACK in visit.house.tasks:
        ways.append(callback_way("not_paid.callback", texts))
    return ways
