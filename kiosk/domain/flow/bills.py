"""What is owed, what to pay of it, and the last look before money moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kiosk.domain import events, states
from kiosk.domain.bill import Bill, RuleBroken
from kiosk.domain.effects import CheckBills, FetchBills
from kiosk.domain.events import Event
from kiosk.domain.flow import paperless
from kiosk.domain.flow.leaving import leave
from kiosk.domain.flow.paying import refused, unchecked
from kiosk.domain.house import Task
from kiosk.domain.payment import PaymentLine
from kiosk.domain.scanned import is_by_code
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
            return last_look(visit, state), ()
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


def last_look(visit: Visit, state: states.BillsShown) -> Visit:
    """The chosen bills once more, or why they cannot be paid here."""
    if not state.chosen:
        return visit.at(replace(state, problem=Problem.NOTHING_CHOSEN))
    lines = tuple(_line(bill) for bill in state.picked)
    why = _forbidden(visit, state)
    if why:
        return visit.at(states.NotPaid(lines, state.amount, why.value))
    return visit.at(states.Review(lines, state.amount, state, state.as_of)).noted("review")


def _forbidden(visit: Visit, state: states.BillsShown) -> Refusal | None:
    """A bill that may be paid in parts is not refused for its whole: its part is chosen at the last look."""
    for bill in state.picked:
        broken = bill.rules.broken_by(bill.amount, bill.amount)
        if broken and not (broken is RuleBroken.ABOVE_MAXIMUM and _in_parts(state)):
            return Refusal(broken.value)
    over = state.amount.exceeds(visit.house.cap)
    return Refusal.OVER_CAP if over and not _in_parts(state) else None


def _in_parts(state: states.BillsShown) -> bool:
    return len(state.picked) == 1 and state.picked[0].rules.allow_partial


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
        case events.Confirmed() if visit.health.barred:
            return refused(visit, state, Refusal(visit.health.barred.value)), ()
        case events.Confirmed() if (why := _outlived(visit, state)) is not None:
            return visit.at(states.NotPaid(state.lines, state.amount, why.value)), ()
        case events.Confirmed() if (answer := paperless.stopped(visit, state)) is not None:
            return answer
        case events.Confirmed() if any(is_by_code(line) for line in state.lines):
            return unchecked(visit, _paying(state))
        case events.Confirmed() if grant := visit.grant_for(state.lines):
            paying = _paying(state)
            ids = tuple(line.bill for line in state.lines)
            amounts = tuple(line.amount for line in state.lines)
            return visit.at(paying), (CheckBills(grant, ids, amounts),)
        case events.WentBack():
            return visit.at(state.before or states.Home()), ()
        case _:
            return None


def _paying(state: states.Review) -> states.Paying:
    return states.Paying(state.lines, state.amount, states.Stage.CHECKING_BILLS, paperless=state.paperless)


def _outlived(visit: Visit, state: states.Review) -> Refusal | None:
    """Amounts that are too old are not charged, and a part must be chosen where the whole is too much."""
    if state.as_of is not None and visit.now - state.as_of > visit.house.fresh:
        return Refusal.STALE
    if state.amount.exceeds(visit.house.cap):
        return Refusal.OVER_CAP
    bill = state.bill
    broken = bill.rules.broken_by(state.amount, bill.amount) if bill else None
    return Refusal(broken.value) if broken else None


def _not_paid(visit: Visit, state: states.NotPaid, event: Event) -> Step | None:
    """Nothing was charged: look at the bills again, as they are now."""
    match event:
        case events.Confirmed() | events.WentBack() if is_scanned(visit, state.lines):
            return visit.at(states.ScanWanted()), ()
        case events.Confirmed() | events.WentBack() if visit.customer:
            return visit.at(states.BillsShown()), (FetchBills(visit.customer.grant),)
        case events.Confirmed() | events.WentBack():
            return _sign_in_again(visit, Task.PAY)
        case _:
            return None


def is_scanned(visit: Visit, lines: tuple[PaymentLine, ...]) -> bool:
    """Whether these bills were held before the scanner, not chosen by somebody who signed in."""
    guests = visit.guest.bills if visit.guest else frozenset()
    return bool(lines) and all(is_by_code(line) or line.bill in guests for line in lines)


def _sign_in_again(visit: Visit, task: Task) -> Step:
    """The grant ran out at the centre. Whoever holds a card up now begins a visit of their own."""
    fresh, effects = leave(visit)
    return replace(fresh, language=visit.language, touched_at=visit.now).at(states.CardWanted(task)), effects
