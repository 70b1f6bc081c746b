"""A proof of payment once more, by its number: a numbered copy out of this kiosk's own journal, also without a line."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.copies import NoCopy
from kiosk.domain.effects import PrintCopy, TakeCopy
from kiosk.domain.events import Event
from kiosk.domain.lookup import CaseStanding
from kiosk.domain.states import PaperState
from kiosk.domain.visit import Step, Visit


def may_copy(visit: Visit, standing: CaseStanding) -> bool:
    """Paid, as far as anybody knows, and at this kiosk: no other one has the proof."""
    paid = standing.kind == "payment" and standing.status in ("paid", "refund_due")
    return (paid or not standing.kind) and standing.reference.startswith(f"{visit.house.kiosk_id}-")


def step(visit: Visit, event: Event) -> Step | None:
    if not isinstance(visit.state, states.CaseShown):
        return None
    state = visit.state
    reference = state.standing.reference
    match event:
        case events.CopyAsked() if _free(state) and may_copy(visit, state.standing):
            return visit.at(replace(state, paper=PaperState.PRINTING)), (TakeCopy(reference),)
        case events.CopyTaken(case, taken) if case == reference and state.paper is PaperState.PRINTING:
            if isinstance(taken, NoCopy):
                return visit.at(replace(state, paper=PaperState.OFFERED, no_copy=taken)), ()
            return visit.at(replace(state, copy=taken)).noted("copy"), (PrintCopy(taken, visit.language),)
        case events.PaperFinished(case, outcome) if case == reference and state.paper is PaperState.PRINTING:
            done = replace(state, paper=PaperState.of(outcome))
            return replace(visit, touched_at=visit.now).at(done), ()
        case _ if state.paper is PaperState.PRINTING and _goes(event):
            return visit, ()
        case _:
            return None


def _free(state: states.CaseShown) -> bool:
    return state.paper is not PaperState.PRINTING and not state.saving and state.no_copy is None


def _goes(event: Event) -> bool:
    """Nobody leaves the screen while paper is on its way."""
    return isinstance(
        event, events.WentBack | events.Confirmed | events.CaseCancelled | events.OtherTimeAsked
    )
