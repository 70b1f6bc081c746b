"""How much of a bill to pay: whole units, by digits. The rules of the bill stand above the field."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events, states
from kiosk.domain.bill import RuleBroken
from kiosk.domain.flow.scanning import typed_amount
from kiosk.domain.money import Money
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.widgets.rows import Pair


class AmountScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    facts = ObjectProperty(())
    typed = StringProperty("")
    hint = StringProperty("")
    problem = StringProperty("")
    clear_words = StringProperty("")
    erase_spoken = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, states.AmountWanted)
        self.title, self.about = texts.get("amount.title"), texts.get("amount.about")
        self.facts = tuple(_facts(state, visit.house.cap, texts))
        self.typed = texts.money(typed_amount(state)) if state.digits else ""
        self.hint = texts.get("amount.hint")
        self.problem = "" if state.problem is None else _problem(state, visit.house.cap, texts)
        self.clear_words, self.erase_spoken = texts.get("action.clear"), texts.get("action.erase")
        self.nav = Nav(home=True, back=True, primary=Action(texts.get("action.next"), events.Confirmed()))


def _most(state: states.AmountWanted, cap: Money) -> Money:
    sums = [state.bill.amount, cap, *([state.bill.rules.maximum] if state.bill.rules.maximum else [])]
    return min(sums, key=lambda money: money.minor)


def _facts(state: states.AmountWanted, cap: Money, texts: Texts) -> list[Pair]:
    facts = [Pair(texts.get("amount.rest"), texts.money(state.bill.amount))]
    if state.bill.rules.minimum:
        facts.append(Pair(texts.get("amount.least"), texts.money(state.bill.rules.minimum)))
    if _most(state, cap) != state.bill.amount:
        facts.append(Pair(texts.get("amount.most"), texts.money(_most(state, cap))))
    return facts


def _problem(state: states.AmountWanted, cap: Money, texts: Texts) -> str:
    least = state.bill.rules.minimum
    if state.problem is RuleBroken.BELOW_MINIMUM and least is not None:
        return texts.get("amount.problem.below_minimum", amount=texts.money(least))
    return texts.get("amount.problem.not_between", amount=texts.money(_most(state, cap)))
