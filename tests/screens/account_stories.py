"""Stories of the account, by ear: coming in by card, number or code; what is owed, what was, what waits; the card."""

from __future__ import annotations

from kiosk.domain import events, states
from kiosk.domain.account import Factor
from kiosk.domain.card import CardMove
from kiosk.domain.house import Task
from kiosk.domain.keypad import NavKey
from kiosk.domain.lookup import CaseStanding
from kiosk.texts import Texts
from tests.kiosk.domain.examples import CARD, CODE, MATTER, NUMBER, OVERVIEW, PIN
from tests.screens.blind import Blind
from tests.screens.story import by_ear, signed_in


@by_ear(states.AccountShown, Task.ACCOUNT)
def looks_into_the_account(blind: Blind, say: Texts) -> None:
    assert say.get("account.title") in signed_in(blind, say, "account")


@by_ear(
    states.HistoryShown,
    states.PastBillShown,
    events.AmountsSwitched,
    events.HistoryChosen,
    events.SeriesChosen,
    events.PageTurned,
    events.PastBillChosen,
    events.StatementAsked,
)
def looks_back(blind: Blind, say: Texts) -> None:
    """Over the periods, into one of them, and has them all on paper."""
    signed_in(blind, say, "account")
    blind.chooses(say.get("account.hide"))
    blind.chooses(say.get("account.show"))
    assert say.get("history.title") in blind.chooses(say.get("account.history"))
    blind.chooses(say.get("pager.next"))
    oldest = OVERVIEW.history[4]
    period = say.month_range(oldest.period_from, oldest.period_to)
    assert say.money(oldest.amount) in blind.chooses(period)
    blind.press(NavKey.BACK)
    other = OVERVIEW.history[-1].account
    assert other in blind.chooses(say.get("history.next_series"))
    assert say.get("history.printed") in blind.chooses(say.get("history.print"))
    assert len(blind.kiosk.printer.printed) == 1


@by_ear(events.MattersChosen, events.MatterChosen, events.NoticeDismissed)
def looks_at_what_is_open(blind: Blind, say: Texts) -> None:
    blind.chooses(say.get("task.account"))
    blind.shows_card()
    blind.types(PIN)
    blind.chooses(say.get("pin.confirm"))
    blind.chooses(say.get("notice.you.overdue", kind=say.bill_kind("electricity")))
    blind.chooses(say.get("for_you.go_on"))
    assert say.get("for_you.title") in blind.chooses(say.get("account.matters"))
    blind.kiosk.crm.cases[MATTER.reference] = CaseStanding(MATTER.reference, "callback", "confirmed", "meter")
    assert say.get("case.status.confirmed") in blind.chooses(MATTER.reference)


@by_ear(
    states.AccountNumberWanted,
    states.FactorWanted,
    states.SecretWanted,
    events.NumberInsteadChosen,
    events.FactorChosen,
    Factor.PIN,
)
def signs_in_by_number(blind: Blind, say: Texts) -> None:
    blind.chooses(say.get("task.account"))
    assert say.get("account_number.title") in blind.chooses(say.get("card.number"))
    blind.types(NUMBER)
    assert say.get("factor.title") in blind.chooses(say.get("action.next"))
    assert say.get("secret.pin.title") in blind.chooses(say.get("factor.pin"))
    blind.types(PIN)
    assert say.get("for_you.title") in blind.chooses(say.get("pin.confirm"))


@by_ear(Factor.CODE, events.DigitErased, events.DigitsCleared)
def signs_in_by_a_code(blind: Blind, say: Texts) -> None:
    """That the phone said; two digits go wrong on the way."""
    blind.chooses(say.get("task.account"))
    blind.chooses(say.get("card.number"))
    blind.types("99")
    blind.chooses(say.get("action.clear"))
    blind.types(NUMBER)
    blind.chooses(say.get("action.next"))
    assert say.get("secret.code.title") in blind.chooses(say.get("factor.code"))
    blind.types(f"{CODE[0]}9")
    blind.chooses(say.get("action.erase"))
    blind.types(CODE[1:])
    assert say.get("for_you.title") in blind.chooses(say.get("pin.confirm"))


@by_ear(states.CardToTake, states.CardTold, events.Ended, events.CardMoved)
def has_the_card_back(blind: Blind, say: Texts) -> None:
    """From a reader that holds it; and hears it where the card was left too long."""
    blind.chooses(say.get("task.account"))
    blind.meets(events.CardMoved(CardMove.HELD), events.CardPresented(CARD))
    blind.types(PIN)
    blind.chooses(say.get("pin.confirm"))
    assert say.get("card_to_take.title") in blind.chooses(say.get("action.end"))
    assert say.get("card_told.retained.title") in blind.meets(events.CardMoved(CardMove.RETAINED))


ACCOUNT = (
    looks_into_the_account,
    looks_back,
    looks_at_what_is_open,
    signs_in_by_number,
    signs_in_by_a_code,
    has_the_card_back,
)
