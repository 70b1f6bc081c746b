"""Who errs three times in one field is offered other ways, unasked. A line or a disk that fails is nobody's error."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.assist import STUMBLES
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.effects import WriteAudit
from kiosk.domain.events import Event
from kiosk.domain.scanned import ScanProblem
from kiosk.domain.states import Problem, State
from kiosk.domain.visit import Step, Visit

#: What tries a field: a confirmation, or an answer to one.
_TRIES = (
    events.Confirmed,
    events.SignInAnswered,
    events.CaseTold,
    events.CardUnreadable,
    events.CodeScanned,
    events.CodeUnreadable,
    events.ScanAnswered,
)
_NOT_THEIRS = (
    Problem.LINE_DOWN,
    Problem.NOT_SAVED,
    Problem.SIGN_IN_LOCKED,
    Problem.TOO_MANY_LOOKUPS,
    Problem.NOTHING_CHOSEN,
    ScanProblem.LINE_DOWN,
)


def offered(before: Visit, event: Event, step: Step) -> Step:
    """`step`, with the error counted; at the third one with the offer over the screen."""
    after, effects = step
    if before.id != after.id or type(before.state) is not type(after.state):
        return replace(after, stumbles=0), effects
    if not isinstance(event, _TRIES) or not _erred(after.state):
        return step
    if after.stumbles + 1 < STUMBLES or after.overlay:
        return replace(after, stumbles=after.stumbles + 1), effects
    note = WriteAudit(Entry(Kind.HELP_OFFERED, {"step": type(after.state).__name__}))
    offer = replace(after, stumbles=0, overlay=states.HelpOffered())
    return offer.noted("help:offered"), (*effects, note)


def _erred(state: State) -> bool:
    """Whether a field stands there with an error of the customer's."""
    if isinstance(state, states.TechnicianPin) or getattr(state, "asking", False):
        return False
    problem = getattr(state, "problem", None)
    return bool(problem) and problem not in _NOT_THEIRS


def other_way(state: State) -> Event | None:
    """What else leads on from this field, if anything does."""
    match state:
        case states.CardWanted():
            return events.NumberInsteadChosen()
        case (
            states.PinWanted()
            | states.SecretWanted()
            | states.AccountNumberWanted()
            | states.ScanWanted()
            | states.AmountWanted()
            | states.EmailWanted()
        ):
            return events.WentBack()
        case _:
            return None
