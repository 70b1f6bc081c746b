"""What is owed, what to pay of it, and the last look before money moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kiosk.domain import events, states
from kiosk.domain.bill import Bill
from kiosk.domain.effects import CheckBills, FetchBills
from kiosk.domain.events import Event
from kiosk.domain.flow.leaving import leave
from kiosk.domain.house import Task
from kiosk.domain.payment import PaymentLine
from kiosk.domain.states import Problem, Refusal
from kiosk.domain.visit import Step, Visit


def step(visit: Visit, event: Event) -> Step | None:
    match visit.state:
        case states.AccountShown() as state:
            return _account(visit, state, event)
        case states.BillsShown() as state:
            return _bills(visit, state, event)
        case states.Review() as state:
            return _review(visit, state, event)
        case states.NotPaid() as state:
            return _not_paid(visit, state, event)
        case _:
            return None


def _account(visit: Visit, state: states.AccountShown, event: Event) -> Step | None:
    match event:
        case events.BillsFetched(None, reason="bad_grant") if state.waiting:
            return _sign_in_again(visit, Task.ACCOUNT)
        case events.BillsFetched(bills, as_of) if state.waiting:
            return _account_fetched(visit, bills, _at_site(visit, as_of)), ()
        case events.Confirmed() if state.bills and Task.PAY in visit.house.tasks:
            return visit.at(states.BillsShown(state.bills, frozenset(), state.as_of, waiting=False)), ()
        case events.WentBack():
            return visit.at(states.Home()), ()
        case _:
            return None


def _bills(visit: Visit, state: states.BillsShown, event: Event) -> Step | None:
    match event:
        case events.BillsFetched(None, reason="bad_grant") if state.waiting:
            return _sign_in_again(visit, Task.PAY)
        case events.BillsFetched(bills, as_of) if state.waiting:
            return _bills_fetched(visit, bills, _at_site(visit, as_of)), ()
        case events.BillToggled(bill) if any(b.id == bill for b in state.bills):
            chosen = state.chosen ^ {bill}
            return visit.at(replace(state, chosen=chosen, problem=Problem.NONE)), ()
        case events.Confirmed() if state.bills:
            return _confirm_choice(visit, state), ()
        case events.WentBack():
            return visit.at(states.Home()), ()
        case _:
            return None


def _at_site(visit: Visit, moment: datetime | None) -> datetime | None:
    """The centre speaks UTC; the customer reads the clock on the wall."""
    return moment.astimezone(visit.now.tzinfo) if moment else None


def _fetched(bills: tuple[Bill, ...] | None) -> tuple[tuple[Bill, ...], Problem]:
    return ((), Problem.LINE_DOWN) if bills is None else (bills, Problem.NONE)


def _account_fetched(visit: Visit, answer: tuple[Bill, ...] | None, as_of: datetime | None) -> Visit:
    bills, problem = _fetched(answer)
    visit = replace(visit, error=problem.value) if problem else visit
    return visit.at(states.AccountShown(bills, as_of, waiting=False, problem=problem)).noted("bills:shown")


def _bills_fetched(visit: Visit, answer: tuple[Bill, ...] | None, as_of: datetime | None) -> Visit:
    bills, problem = _fetched(answer)
    visit = replace(visit, error=problem.value) if problem else visit
    return visit.at(states.BillsShown(bills, frozenset(), as_of, waiting=False, problem=problem)).noted(
        "bills:shown"
    )


def _confirm_choice(visit: Visit, state: states.BillsShown) -> Visit:
    if not state.chosen:
        return visit.at(replace(state, problem=Problem.NOTHING_CHOSEN))
    lines = tuple(_line(bill) for bill in state.picked)
    if state.amount.exceeds(visit.house.cap):
        return visit.at(states.NotPaid(lines, state.amount, Refusal.OVER_CAP.value))
    return visit.at(states.Review(lines, state.amount, state)).noted("review")


def _line(bill: Bill) -> PaymentLine:
    return PaymentLine(
        bill=bill.id,
        kind=bill.kind,
        account=bill.account,
        period_from=bill.period_from.isoformat(),
        period_to=bill.period_to.isoformat(),
        due=bill.due.isoformat(),
        amount=bill.amount,
    )


def _review(visit: Visit, state: states.Review, event: Event) -> Step | None:
    match event:
        case events.Confirmed() if visit.health.recovering:
            return visit.at(states.NotPaid(state.lines, state.amount, Refusal.TERMINAL.value)), ()
        case events.Confirmed() if visit.customer:
            paying = states.Paying(state.lines, state.amount, states.Stage.CHECKING_BILLS)
            question = CheckBills(visit.customer.grant, tuple(line.bill for line in state.lines))
            return visit.at(paying), (question,)
        case events.WentBack():
            return visit.at(state.before), ()
        case _:
            return None


def _not_paid(visit: Visit, state: states.NotPaid, event: Event) -> Step | None:
    """Nothing was charged: look at the bills again, as they are now."""
    match event:
        case events.Confirmed() | events.WentBack() if visit.customer:
            return visit.at(states.BillsShown()), (FetchBills(visit.customer.grant),)
        case events.Confirmed() | events.WentBack():
            return _sign_in_again(visit, Task.PAY)
        case _:
            return None


def _sign_in_again(visit: Visit, task: Task) -> Step:
    """The grant ran out at the centre. Whoever holds a card up now begins a visit of their own."""
    fresh, effects = leave(visit)
    return replace(fresh, language=visit.language, touched_at=visit.now).at(states.CardWanted(task)), effects
