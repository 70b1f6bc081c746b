"""Signing in without a card: a number by keypad, then a PIN or a code that comes to the phone on file.

What was typed leaves the visit with the end of the journey, and the secret already with the question.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kiosk.domain import events, states
from kiosk.domain.account import (
    CodeAnswer,
    CodeAsked,
    CodeWait,
    Factor,
    Granted,
    Locked,
    Refused,
    SignInAnswer,
    Unreachable,
)
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.effects import SendCode, SignInByNumber, WriteAudit
from kiosk.domain.events import Event
from kiosk.domain.flow.entrance import PIN_LENGTHS, signed_in
from kiosk.domain.states import Problem
from kiosk.domain.visit import Step, Visit

#: Digits of an account or phone number, and of each secret.
NUMBER_LENGTHS = range(6, 17)
SECRET_LENGTHS = {Factor.PIN: PIN_LENGTHS, Factor.CODE: range(6, 7)}

_LOCKED = (WriteAudit(Entry(Kind.SIGN_IN_LOCKED)),)


def step(visit: Visit, event: Event) -> Step | None:
    match visit.state, event:
        case (states.CardWanted(task), events.NumberInsteadChosen()):
            return visit.at(states.AccountNumberWanted(task)), ()
        case (
            states.AccountNumberWanted(task) | states.FactorWanted(task) | states.SecretWanted(task),
            events.CardPresented(card),
        ) if not getattr(visit.state, "asking", False):
            return visit.at(states.PinWanted(task, card)), ()
        case (states.AccountNumberWanted() as state, _):
            return _number(visit, state, event)
        case (states.FactorWanted() as state, _):
            return _factor(visit, state, event)
        case (states.SecretWanted() as state, _):
            return _secret(visit, state, event)
        case _:
            return None


def _number(visit: Visit, state: states.AccountNumberWanted, event: Event) -> Step | None:
    match event:
        case events.DigitTyped(digit) if digit.isdigit() and len(state.digits) < NUMBER_LENGTHS.stop - 1:
            return visit.at(replace(state, digits=state.digits + digit, problem=Problem.NONE)), ()
        case events.DigitErased():
            return visit.at(replace(state, digits=state.digits[:-1], problem=Problem.NONE)), ()
        case events.DigitsCleared():
            return visit.at(replace(state, digits="", problem=Problem.NONE)), ()
        case events.Confirmed() if len(state.digits) in NUMBER_LENGTHS:
            return visit.at(states.FactorWanted(state.task, state.digits)), ()
        case events.Confirmed():
            return visit.at(replace(state, problem=Problem.NUMBER_INCOMPLETE)), ()
        case events.WentBack():
            return visit.at(states.CardWanted(state.task)), ()
        case _:
            return None


def _factor(visit: Visit, state: states.FactorWanted, event: Event) -> Step | None:
    match event:
        case events.CodeAnswered(answer, number) if state.asking and number == state.number:
            return _code_answered(visit, state, answer)
        case _ if state.asking:
            return None
        case events.FactorChosen(Factor.PIN):
            return visit.at(states.SecretWanted(state.task, state.number, Factor.PIN)), ()
        case events.FactorChosen(Factor.CODE):
            asking = replace(state, asking=True, problem=Problem.NONE)
            return visit.at(asking), (SendCode(state.number),)
        case events.WentBack():
            return visit.at(states.AccountNumberWanted(state.task, state.number)), ()
        case _:
            return None


def _code_answered(visit: Visit, state: states.FactorWanted, answer: CodeAnswer) -> Step:
    typing = states.SecretWanted(state.task, state.number, Factor.CODE)
    match answer:
        case CodeAsked(again_at):
            return visit.at(replace(typing, again_at=_here(visit, again_at))), ()
        case CodeWait(until):
            wait = replace(typing, problem=Problem.CODE_WAIT, again_at=_here(visit, until))
            return visit.at(wait), ()
        case Locked():
            return _stuck(visit, state, Problem.SIGN_IN_LOCKED), _LOCKED
        case Unreachable():
            return _stuck(visit, state, Problem.LINE_DOWN), ()


def _here(visit: Visit, moment: datetime) -> datetime:
    """The centre speaks UTC; the customer reads the clock on the wall."""
    return moment.astimezone(visit.now.tzinfo)


def _stuck(visit: Visit, state: states.FactorWanted, problem: Problem) -> Visit:
    return _told(visit, problem).at(replace(state, asking=False, problem=problem))


def _secret(visit: Visit, state: states.SecretWanted, event: Event) -> Step | None:
    match event:
        case events.SignInAnswered(answer, number) if state.asking and number == state.number:
            return _answered(visit, state, answer)
        case _ if state.asking:
            return None
        case events.DigitTyped(digit) if digit.isdigit() and _has_room(state):
            return visit.at(replace(state, digits=state.digits + digit, problem=Problem.NONE)), ()
        case events.DigitErased():
            return visit.at(replace(state, digits=state.digits[:-1])), ()
        case events.DigitsCleared():
            return visit.at(replace(state, digits="")), ()
        case events.Confirmed() if len(state.digits) in SECRET_LENGTHS[state.factor]:
            question = SignInByNumber(state.number, state.factor, state.digits)
            return visit.at(replace(state, digits="", asking=True)), (question,)
        case events.FactorChosen(Factor.CODE) if state.again_at is not None and visit.now >= state.again_at:
            asking = states.FactorWanted(state.task, state.number, asking=True)
            return visit.at(asking), (SendCode(state.number),)
        case events.WentBack():
            return visit.at(states.FactorWanted(state.task, state.number)), ()
        case _:
            return None


def _has_room(state: states.SecretWanted) -> bool:
    return len(state.digits) < SECRET_LENGTHS[state.factor].stop - 1


def _answered(visit: Visit, state: states.SecretWanted, answer: SignInAnswer) -> Step:
    match answer:
        case Granted(customer):
            return signed_in(visit, state.task, customer)
        case Refused():
            return _again(visit, state, Problem.NUMBER_REFUSED), ()
        case Locked():
            return _again(visit, state, Problem.SIGN_IN_LOCKED), _LOCKED
        case Unreachable():
            return _again(visit, state, Problem.LINE_DOWN), ()


def _again(visit: Visit, state: states.SecretWanted, problem: Problem) -> Visit:
    return _told(visit, problem).at(replace(state, digits="", asking=False, problem=problem))


def _told(visit: Visit, problem: Problem) -> Visit:
    return replace(visit, error=problem.value).noted(f"problem:{problem.value}")
