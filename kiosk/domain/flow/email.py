"""An address instead of a number: typed by keys, mended where it is not whole, then on with what it was left for."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.case import takes_email
from kiosk.domain.email import LONGEST, SIGNS, Flaw, flaw_of, with_ending
from kiosk.domain.events import Event
from kiosk.domain.flow import callback, case
from kiosk.domain.states import Problem
from kiosk.domain.visit import Step, Visit

#: What stands on a key of its own besides the endings that the house has chosen.
SHORT_ENDINGS = (".com", ".tw")


def step(visit: Visit, event: Event) -> Step | None:
    match visit.state, event:
        case states.NumberWanted() as before, events.EmailChosen() if visit.house.email:
            return visit.at(states.EmailWanted(before)), ()
        case states.ContactWanted(draft=draft) as before, events.EmailChosen():
            may = visit.house.email and takes_email(draft)
            return visit.at(states.EmailWanted(before) if may else before), ()
        case states.EmailWanted() as state, _:
            return _typing(visit, state, event)
        case _:
            return None


def _typing(visit: Visit, state: states.EmailWanted, event: Event) -> Step | None:
    typed = state.typed
    match event:
        case events.LetterTyped(letter) if letter in SIGNS and len(typed) < LONGEST:
            return _typed(visit, state, typed + letter)
        case events.EndingTyped(ending) if ending in (*visit.house.email_endings, *SHORT_ENDINGS):
            return _typed(visit, state, with_ending(typed, ending))
        case events.LetterErased():
            return _typed(visit, state, typed[:-1])
        case events.DigitsCleared():
            return _typed(visit, state, "")
        case events.Confirmed():
            flaw = flaw_of(typed)
            if flaw is Flaw.NONE:
                return _given(visit, state)
            return visit.at(replace(state, problem=Problem(f"email_{flaw.value}"))), ()
        case events.WentBack():
            return visit.at(state.before), ()
        case _:
            return None


def _typed(visit: Visit, state: states.EmailWanted, typed: str) -> Step:
    return visit.at(replace(state, typed=typed, problem=Problem.NONE)), ()


def _given(visit: Visit, state: states.EmailWanted) -> Step:
    match state.before:
        case states.ContactWanted() as before:
            return case.with_email(visit, before, state.typed)
        case before:
            return callback.with_email(visit, before, state.typed)
