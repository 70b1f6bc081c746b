"""Attract, home, and signing in by card and PIN."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.account import Customer, Granted, Locked, Refused, SignInAnswer, Unreachable
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.case import Application, Booking
from kiosk.domain.effects import FetchOverview, SignIn, SignOut, WriteAudit
from kiosk.domain.events import Event
from kiosk.domain.flow.account import open_task
from kiosk.domain.flow.callback import begin as begin_callback
from kiosk.domain.flow.case import begin as begin_case
from kiosk.domain.flow.lookup import begin as begin_lookup
from kiosk.domain.flow.touch import is_open
from kiosk.domain.health import Line
from kiosk.domain.house import Task
from kiosk.domain.states import Problem
from kiosk.domain.visit import Step, Visit, resting_state

PIN_LENGTHS = range(4, 9)


def step(visit: Visit, event: Event) -> Step | None:
    match visit.state, event:
        case (_, events.SignInAnswered(answer, card)):
            return _sign_in_answered(visit, answer, card)
        case (states.Recovered(), events.Started() | events.CardPresented()) if not is_open(visit):
            return visit.at(resting_state(visit.health)), ()
        case (states.Attract() | states.Recovered(), events.Started()):
            return visit.at(states.Home()), ()
        case (states.Attract(), events.KeyPressed() | events.HeadphonesPlugged()) if visit.overlay is None:
            return visit.at(states.Home()), ()
        case (
            states.Attract() | states.Home() | states.Recovered() | states.CardToTake() | states.CardTold(),
            events.CardPresented(card),
        ) if is_open(visit) or isinstance(visit.state, states.Home):
            return _unasked_card(visit, card)
        case (states.Home(), events.TaskChosen(task)) if task in visit.house.home_tiles:
            return begin(visit, task)
        case (states.ServicesShown(), events.TaskChosen(task)) if task in visit.house.more_services:
            return begin(visit, task)
        case (states.ServicesShown(), events.WentBack()):
            return visit.at(states.Home()), ()
        case (states.Home(), events.WentBack()):
            return visit, ()
        case (states.CardWanted() as state, _):
            return _card_wanted(visit, state, event)
        case (states.PinWanted() as state, _):
            return _pin_wanted(visit, state, event)
        case _:
            return None


def begin(visit: Visit, task: Task) -> Step:
    """Where a tile leads."""
    visit = visit.noted(f"task:{task.value}")
    match task:
        case Task.FAQ:
            return visit.at(states.FaqList()), ()
        case Task.CALLBACK:
            return begin_callback(visit)
        case Task.FEEDBACK:
            return visit.at(states.VoicesShown()), ()
        case Task.SERVICES:
            return visit.at(states.ServicesShown()), ()
        case Task.CASES:
            return begin_lookup(visit)
        case Task.SITE:
            return visit.at(states.SiteShown()), ()
        case Task.APPLICATION:
            return begin_case(visit, Application())
        case Task.BOOKING:
            return begin_case(visit, Booking())
        case Task.PAY | Task.ACCOUNT:
            return _needs_customer(visit, task)


def _needs_customer(visit: Visit, task: Task) -> Step:
    if visit.customer:
        return open_task(visit, task, visit.customer)
    if visit.health.line is Line.DOWN:
        return _without_line(visit, task), ()
    return visit.at(states.CardWanted(task)), ()


def _without_line(visit: Visit, task: Task) -> Visit:
    visit = replace(visit, error=Problem.LINE_DOWN.value)
    if task is Task.PAY:
        return visit.at(states.BillsShown(waiting=False, problem=Problem.LINE_DOWN))
    return visit.at(states.AccountShown(waiting=False, problem=Problem.LINE_DOWN))


def _unasked_card(visit: Visit, card: str) -> Step:
    """A card held to the reader before anything was touched says enough: show my account."""
    task = next((task for task in (Task.ACCOUNT, Task.PAY) if task in visit.house.tasks), None)
    if task is None or visit.customer:
        return visit, ()
    if visit.health.line is Line.DOWN:
        return _without_line(visit, task), ()
    return visit.at(states.PinWanted(task, card)), ()


def _card_wanted(visit: Visit, state: states.CardWanted, event: Event) -> Step | None:
    match event:
        case events.CardPresented(card):
            return visit.at(states.PinWanted(state.task, card)), ()
        case events.CardUnreadable():
            return visit.at(replace(state, problem=Problem.CARD_UNREADABLE)), ()
        case events.WentBack():
            return visit.at(states.Home()), ()
        case _:
            return None


def _pin_wanted(visit: Visit, state: states.PinWanted, event: Event) -> Step | None:
    if state.asking:
        return None
    match event:
        case events.DigitTyped(digit) if digit.isdigit() and len(state.digits) < PIN_LENGTHS.stop - 1:
            return visit.at(replace(state, digits=state.digits + digit, problem=Problem.NONE)), ()
        case events.DigitErased():
            return visit.at(replace(state, digits=state.digits[:-1])), ()
        case events.DigitsCleared():
            return visit.at(replace(state, digits="")), ()
        case events.WentBack():
            return visit.at(states.CardWanted(state.task)), ()
        case events.Confirmed() if len(state.digits) in PIN_LENGTHS:
            # The PIN leaves the visit with the question.
            return visit.at(replace(state, digits="", asking=True)), (SignIn(state.card, state.digits),)
        case _:
            return None


def _sign_in_answered(visit: Visit, answer: SignInAnswer, card: str) -> Step:
    """An answer belongs to the card it was asked for. Nobody may come in by somebody else's."""
    match visit.state:
        case states.PinWanted(asking=True) as state if state.card == card:
            return _answered(visit, state, answer)
        case _ if isinstance(answer, Granted):
            return visit, (SignOut(answer.customer.grant),)  # nobody waits for it any more
        case _:
            return visit, ()


def signed_in(visit: Visit, task: Task, customer: Customer) -> Step:
    """Two proofs were good: on to what was wanted, but for what the centre has to tell first."""
    after, asked = open_task(replace(visit, customer=customer, error="").noted("signed_in"), task, customer)
    tell = FetchOverview(customer.grant)
    return after, asked if tell in asked else (tell, *asked)


def _answered(visit: Visit, state: states.PinWanted, answer: SignInAnswer) -> Step:
    match answer:
        case Granted(customer):
            return signed_in(visit, state.task, customer)
        case Refused():
            return _again(visit, state, Problem.SIGN_IN_REFUSED), ()
        case Locked():
            return _again(visit, state, Problem.SIGN_IN_LOCKED), (WriteAudit(Entry(Kind.SIGN_IN_LOCKED)),)
        case Unreachable():
            return _again(visit, state, Problem.LINE_DOWN), ()


def _again(visit: Visit, state: states.PinWanted, problem: Problem) -> Visit:
    visit = replace(visit, error=problem.value).noted(f"problem:{problem.value}")
    return visit.at(replace(state, digits="", asking=False, problem=problem))
