"""Paying without signing in: a bill is held before the scanner, and that says enough. Paying a part of a bill.

A scan at the attract screen or at home goes straight to the last look. Nothing personal is shown, and a code that nobody
knows says no more than that.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import codes, events, states
from kiosk.domain.bill import RuleBroken
from kiosk.domain.codes import Code, CodeFault, More
from kiosk.domain.counter_slip import reference_in
from kiosk.domain.effects import FindScanned, FindSlip
from kiosk.domain.events import Event
from kiosk.domain.flow.bills import last_look
from kiosk.domain.flow.touch import is_open
from kiosk.domain.house import Task
from kiosk.domain.money import EXPONENTS, Money
from kiosk.domain.scanned import ScanAnswer, ScanFound, ScanProblem, ScanRefused, ScanUnanswered, line_of
from kiosk.domain.visit import Step, Visit

#: Where a scan says what somebody wants. Elsewhere something else is under way, and a bill in the hand is just that.
_HEARS = (
    states.Attract,
    states.Recovered,
    states.CardToTake,
    states.CardTold,
    states.Home,
    states.CardWanted,
    states.ScanWanted,
    states.NotPaid,
)
LONGEST_AMOUNT = 7


def step(visit: Visit, event: Event) -> Step | None:
    match visit.state, event:
        case (_, events.ScanAnswered(answer, code)):
            return _answered(visit, answer, code), ()
        case (_, events.CodeScanned(text)) if _hears(visit):
            return _scanned(visit, text)
        case (states.ScanWanted() as state, events.CodeUnreadable()) if state.code is None:
            return visit.at(replace(state, problem=ScanProblem.UNREADABLE, paid_on=None)), ()
        case (states.CardWanted(task=Task.PAY), events.ScanChosen()):
            return visit.at(states.ScanWanted()), ()
        case (states.ScanWanted(), events.WentBack()):
            return visit.at(states.Home()), ()
        case (states.Review(bill=bill) as state, events.PartialChosen()) if bill and bill.rules.allow_partial:
            return visit.at(states.AmountWanted(bill, state)), ()
        case (states.AmountWanted() as state, _):
            return _amount_wanted(visit, state, event)
        case _:
            return None


def _hears(visit: Visit) -> bool:
    asking = isinstance(visit.state, states.ScanWanted) and visit.state.code is not None
    return isinstance(visit.state, _HEARS) and is_open(visit) and Task.PAY in visit.house.tasks and not asking


def _scanned(visit: Visit, text: str) -> Step:
    before = visit.state.texts if isinstance(visit.state, states.ScanWanted) else ()
    match codes.read((*before, text), visit.now.date()):
        case More(texts, wanted):
            return visit.at(states.ScanWanted(texts, wanted)), ()
        case CodeFault() as fault:
            kept = before if fault is CodeFault.UNKNOWN else ()
            wanted = visit.state.wanted if kept and isinstance(visit.state, states.ScanWanted) else 0
            return visit.at(states.ScanWanted(kept, wanted, problem=ScanProblem(fault.value))), ()
        case code if reference_in(code):
            return visit.at(states.ScanWanted(code=code)), (FindSlip(code),)
        case code:
            visit = visit.noted("task:pay").noted("scan")
            return visit.at(states.ScanWanted(code=code)), (FindScanned(code),)


def _answered(visit: Visit, answer: ScanAnswer, code: Code) -> Visit:
    """An answer belongs to the code that still waits on the screen."""
    if not isinstance(visit.state, states.ScanWanted) or visit.state.code != code:
        return visit
    match answer:
        case ScanFound():
            return _found(replace(visit, error=""), answer)
        case ScanRefused(why, paid_on):
            return _refused(visit, why).at(states.ScanWanted(problem=why, paid_on=paid_on))
        case ScanUnanswered():
            return _by_itself(visit, code)


def _refused(visit: Visit, why: ScanProblem) -> Visit:
    return replace(visit, error=why.value).noted(f"scan:{why.value}")


def _found(visit: Visit, found: ScanFound) -> Visit:
    visit = replace(visit, guest=found.guest, touched_at=visit.now)
    as_of = found.as_of.astimezone(visit.now.tzinfo)
    if found.earlier or len(found.bills) != 1:
        shown = states.BillsShown(found.bills, frozenset(), as_of, waiting=False, earlier=found.earlier)
        return visit.at(shown).noted("bills:shown")
    chosen = frozenset(bill.id for bill in found.bills)
    return last_look(visit, states.BillsShown(found.bills, chosen, as_of, waiting=False))


def _by_itself(visit: Visit, code: Code) -> Visit:
    """No centre: only a code with its own amount and deadline, and only where the house allows it, within its cap."""
    if not visit.house.offline.allowed or code.amount is None or code.deadline is None:
        return _refused(visit, ScanProblem.LINE_DOWN).at(states.ScanWanted(problem=ScanProblem.LINE_DOWN))
    if code.deadline < visit.now.date():
        return _refused(visit, ScanProblem.EXPIRED).at(states.ScanWanted(problem=ScanProblem.EXPIRED))
    line = line_of(code, code.amount)
    if code.amount.minor <= 0 or code.amount.exceeds(visit.house.offline.cap):
        return visit.at(states.NotPaid((line,), code.amount, states.Refusal.LINE_DOWN.value))
    return visit.at(states.Review((line,), code.amount, None, as_of=visit.now)).noted("review")


# --- a part of a bill -------------------------------------------------------------------------------


def _amount_wanted(visit: Visit, state: states.AmountWanted, event: Event) -> Step | None:
    match event:
        case events.DigitTyped(digit) if digit.isdecimal() and len(state.digits) < LONGEST_AMOUNT:
            return visit.at(replace(state, digits=(state.digits + digit).lstrip("0"), problem=None)), ()
        case events.DigitErased():
            return visit.at(replace(state, digits=state.digits[:-1], problem=None)), ()
        case events.DigitsCleared():
            return visit.at(replace(state, digits="", problem=None)), ()
        case events.WentBack():
            return visit.at(state.before), ()
        case events.Confirmed():
            return _part(visit, state), ()
        case _:
            return None


def _part(visit: Visit, state: states.AmountWanted) -> Visit:
    amount = typed_amount(state)
    broken = state.bill.rules.broken_by(amount, state.bill.amount)
    if not broken and amount.exceeds(visit.house.cap):
        broken = RuleBroken.ABOVE_MAXIMUM
    if broken:
        return visit.at(replace(state, problem=broken))
    line = replace(state.before.lines[0], amount=amount)
    return visit.at(replace(state.before, lines=(line,), amount=amount)).noted("pay:part")


def typed_amount(state: states.AmountWanted) -> Money:
    """The keypad has no point: whole units of the bill's currency."""
    currency = state.bill.amount.currency
    return Money(int(state.digits or "0") * 10 ** EXPONENTS[currency], currency)
