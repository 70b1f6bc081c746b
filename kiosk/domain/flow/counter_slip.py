"""Paying at the counter: a slip with a code instead of a payment. Nothing here touches terminal or journal.

A slip that is held before the scanner is known again, or refused with its own sentence: run out, superseded, not ours.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.counter_slip import CounterSlip, NoSlip
from kiosk.domain.effects import PrintSlip, Push, SaveSlip
from kiosk.domain.events import Event
from kiosk.domain.health import Line
from kiosk.domain.scanned import ScanProblem
from kiosk.domain.states import PaperState, Problem, Refusal
from kiosk.domain.visit import Step, Visit

#: Why a payment at the machine did not come about, where the counter can still take the money.
FOR_THE_COUNTER = frozenset(
    (
        "declined",
        "cancelled",
        Refusal.CASH_ONLY.value,
        Refusal.OVER_CAP.value,
        Refusal.ABOVE_MAXIMUM.value,
        Refusal.TERMINAL.value,
        Refusal.LINE_DOWN.value,
        Refusal.NO_PAPER.value,
        Refusal.TAMPERED.value,
        Refusal.ON_BATTERY.value,
    )
)
_AGAIN = (PaperState.NOT_PRINTED, PaperState.PARTIAL, PaperState.NOT_WANTED)


def may_have_slip(visit: Visit) -> bool:
    """Whether what stands here may be taken to the counter. Before anything went wrong only with a slip in the hand."""
    if visit.health.recovering:  # a payment that a break cut off may be for one of these bills
        return False
    match visit.state:
        case states.Review():
            well = visit.health.can_print and visit.health.line is not Line.DOWN
            return visit.house.slip_days > 0 and well
        case states.NotPaid(lines=lines, why=why):
            return visit.house.slip_days > 0 and bool(lines) and why in FOR_THE_COUNTER
        case _:
            return False


def step(visit: Visit, event: Event) -> Step | None:
    match visit.state, event:
        case (states.Review() | states.NotPaid() as state, events.SlipAsked()) if may_have_slip(visit):
            asked = visit.at(states.CounterSlipShown(state.lines, state.amount))
            return asked, (SaveSlip(state.lines, state.amount),)
        case (states.ScanWanted(code=code), events.SlipFound(found, about)) if code == about:
            return _found(visit, found), ()
        case (states.CounterSlipShown() as state, _):
            return _shown(visit, state, event)
        case _:
            return None


def _shown(visit: Visit, state: states.CounterSlipShown, event: Event) -> Step | None:
    match event:
        case events.SlipSaved(slip) if state.saving and (slip.lines, slip.amount) == (
            state.lines,
            state.amount,
        ):
            printing = replace(state, slip=slip, saving=False, paper=PaperState.PRINTING)
            return visit.at(printing).noted("slip"), (paper(visit, slip), Push())
        case events.SlipNotSaved(being_checked=True) if state.saving:
            return visit.at(states.NotPaid(state.lines, state.amount, Refusal.BEING_CHECKED.value)), ()
        case events.SlipNotSaved() if state.saving:
            visit = replace(visit, health=replace(visit.health, store_works=False))
            return visit.at(replace(state, saving=False, problem=Problem.NOT_SAVED)), ()
        case events.PaperFinished(reference, outcome) if state.slip and reference == state.slip.reference:
            done = replace(state, paper=PaperState.of(outcome))
            return replace(visit, touched_at=visit.now).at(done), ()
        case events.PaperChosen(wanted=True) if state.slip and state.paper in _AGAIN:
            return visit.at(replace(state, paper=PaperState.PRINTING)), (paper(visit, state.slip),)
        case events.Confirmed() if not state.saving and state.paper is not PaperState.PRINTING:
            return visit.at(states.Home()), ()
        case _:
            return None


def paper(visit: Visit, slip: CounterSlip) -> PrintSlip:
    return PrintSlip(slip, visit.language)


def _found(visit: Visit, found: CounterSlip | NoSlip) -> Visit:
    if isinstance(found, NoSlip):
        why = ScanProblem(found.value)
        refused = replace(visit, error=why.value).noted(f"scan:{why.value}")
        return refused.at(states.ScanWanted(problem=why))
    shown = states.CounterSlipShown(
        found.lines, found.amount, found, saving=False, paper=PaperState.NOT_WANTED, scanned=True
    )
    return replace(visit, touched_at=visit.now).at(shown).noted("slip")
