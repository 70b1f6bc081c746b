"""Which events come from somebody standing here, and which screens must not be interrupted."""

from __future__ import annotations

import typing

from kiosk.domain import events, states
from kiosk.domain.events import Event
from kiosk.domain.health import Service
from kiosk.domain.visit import Visit

#: `isinstance` asks the members of a union one after another, and every event asks.
_TOUCHES = frozenset(typing.get_args(events.Touch))
_RESTING = (states.Attract, states.Closed, states.OutOfOrder)


def is_touch(event: Event) -> bool:
    return type(event) in _TOUCHES


def is_resting(visit: Visit) -> bool:
    """Nobody is here, as far as the panel can tell."""
    return isinstance(visit.state, _RESTING)


def is_open(visit: Visit) -> bool:
    """Whether customers are served; else only `leave` leads anywhere."""
    return visit.health.service is Service.OPEN and not visit.health.is_dying


def is_committing(visit: Visit) -> bool:
    """Money, paper or a record is under way: no time-out, no way out, no technician until it is through."""
    match visit.state:
        case states.Paying():
            return True
        case states.MoneyBack(back=back, proof=proof, paper=paper):
            return back is states.Back.REVERSING or proof or paper is states.PaperState.PRINTING
        case states.CallbackReview(asking_until=until) if until is not None:
            return True
        case states.CaseShown(paper=states.PaperState.PRINTING):
            return True
        case (
            states.CallbackReview(saving=saving)
            | states.CaseReview(saving=saving)
            | states.CaseShown(saving=saving)
        ):
            return saving
        case states.CounterSlipShown(saving=saving, paper=paper):
            return saving or paper is states.PaperState.PRINTING
        case (
            states.Paid(paper=paper)
            | states.Unsettled(paper=paper)
            | states.CallbackDone(paper=paper)
            | states.CaseDone(paper=paper)
            | states.HistoryShown(paper=paper)
        ):
            return paper is states.PaperState.PRINTING
        case _:
            return False
