"""Approved, and no bill took it: the money goes back by itself while its customer stands here, else by staff.

The order is that of a charge: intent on disk, terminal, outcome on disk, paper, push. `Reverse` follows a saved intent or
its own doubt, and only under the centre's grant: while that lasts nobody else gives the money back.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.effects import (
    DecideReversal,
    Effect,
    LeaveToStaff,
    PrintBack,
    Push,
    Reverse,
    SavePaperFate,
    SaveReversal,
)
from kiosk.domain.events import Event
from kiosk.domain.flow.recovering import owing_recovery
from kiosk.domain.flow.touch import is_committing
from kiosk.domain.posting import Posted, Posting
from kiosk.domain.reversal import GivingBack, Reversal, asked_again, is_settled, may_ask, went_back
from kiosk.domain.states import Back, MoneyBack, Paid, PaperState
from kiosk.domain.visit import Step, Visit

_AGAIN = (PaperState.OFFERED, PaperState.NOT_PRINTED, PaperState.PARTIAL)


def step_money(visit: Visit, event: Event) -> Step | None:
    """What centre, terminal and journal say of money going back is never dropped."""
    match event:
        case events.PaymentPosted(reference, posting):
            return _posted(visit, reference, posting)
        case events.ReversalSaved(reference, giving):
            return _saved(visit, reference, giving)
        case events.TerminalReversed(giving, reversal):
            return _answered(visit, giving, reversal)
        case events.ReversalDecided(giving, reversal, anchor):
            return _decided(_anchored(visit, giving, anchor), giving, reversal)
        case _:
            return None


def step(visit: Visit, event: Event) -> Step | None:
    match visit.state, event:
        case MoneyBack(proof=True, payment=payment) as state, events.PaperFinished(reference, outcome) if (
            reference == payment.reference
        ):
            return visit.at(replace(state, proof=False)), (SavePaperFate(payment, outcome), Push())
        case MoneyBack(payment=payment) as state, events.PaperFinished(reference, outcome) if (
            reference == payment.reference
        ):
            return replace(visit, touched_at=visit.now).at(replace(state, paper=PaperState.of(outcome))), ()
        case MoneyBack() as state, events.PaperChosen(wanted=True) if _may_print(visit, state):
            return _printing(visit, state)
        case MoneyBack() as state, events.Confirmed() if not is_committing(visit):
            return visit.at(states.Home()), ()
        case _:
            return None


# --- facts -------------------------------------------------------------------------------------


def _posted(visit: Visit, reference: str, posting: Posting) -> Step:
    state = visit.state
    if isinstance(state, Paid) and state.payment.reference == reference:
        return _posted_here(visit, state, posting)
    return visit, _declined(reference, posting)


def _posted_here(visit: Visit, state: Paid, posting: Posting) -> Step:
    until = posting.reversible_until
    if posting.state is Posted.POSTED:
        return replace(visit, state=replace(state, posted=True)), ()
    if state.offline or until is None or not may_ask(until, visit.now):
        # Keeps what lies over the screen: its customer may be asking for help just now.
        kept = replace(visit, state=replace(state, refund=True))
        return kept, _declined(state.payment.reference, posting)
    printing = state.paper is PaperState.PRINTING
    back = MoneyBack(state.payment, proof=printing, anchor=state.anchor)
    fate = SavePaperFate(state.payment, None)
    unwanted: tuple[Effect, ...] = (fate,) if state.paper is PaperState.OFFERED else ()
    save = SaveReversal(state.payment, state.approved.slip, until)
    return replace(visit, touched_at=visit.now).at(back).noted("pay:reversing"), (*unwanted, save)


def _declined(reference: str, posting: Posting) -> tuple[Effect, ...]:
    return (LeaveToStaff(reference), Push()) if posting.reversible_until is not None else ()


def _saved(visit: Visit, reference: str, giving: GivingBack | None) -> Step:
    state = _mine(visit, reference)
    if giving is None:
        return _ended(visit, state, Back.STAFF) if state else (visit, ())
    # Cut off by a bug: what is on disk is finished by recovery.
    return (visit, (Reverse(giving),)) if state else (owing_recovery(visit), ())


def _answered(visit: Visit, giving: GivingBack, reversal: Reversal) -> Step:
    state = _mine(visit, giving.payment.reference)
    if state is None or state.tries > 1:
        reversal = asked_again(reversal)
    again = state and state.tries < visit.house.inquiries and may_ask(giving.until, visit.now)
    if state and again and not is_settled(reversal):
        visit = replace(visit, state=replace(state, tries=state.tries + 1))
        return visit, (Reverse(giving, visit.house.inquiry_pause),)
    return visit, (DecideReversal(giving, reversal),)


def _decided(visit: Visit, giving: GivingBack, reversal: Reversal | None) -> Step:
    state = _mine(visit, giving.payment.reference)
    if reversal is None:
        visit = replace(visit, health=replace(visit.health, store_works=False))
        return _ended(visit, state, Back.CHECKING) if state else (visit, ())
    if not is_settled(reversal):
        visit = owing_recovery(visit) if state and state.back is Back.REVERSING else visit
        return _ended(visit, state, Back.CHECKING) if state else (visit, (Push(),))
    if state is None:
        return visit, (Push(),)
    return _ended(visit, state, Back.GIVEN_BACK if went_back(reversal) else Back.STAFF)


def _anchored(visit: Visit, giving: GivingBack, anchor: str) -> Visit:
    state = _mine(visit, giving.payment.reference)
    return replace(visit, state=replace(state, anchor=anchor)) if state and anchor else visit


def _mine(visit: Visit, reference: str) -> MoneyBack | None:
    """The screen that waits for this money, if it still does."""
    state = visit.state
    waits = isinstance(state, MoneyBack) and state.back in (Back.REVERSING, Back.CHECKING)
    return state if waits and isinstance(state, MoneyBack) and state.payment.reference == reference else None


def _ended(visit: Visit, state: MoneyBack, back: Back) -> Step:
    """Only now is the customer told; the slip comes by itself."""
    if back is state.back:
        return visit, (Push(),)
    visit = replace(visit, touched_at=visit.now).noted(f"pay:{back.value}")
    state = replace(state, back=back)
    if not visit.health.can_print or state.paper is PaperState.PRINTING:
        return visit.at(state), (Push(),)
    visit, effects = _printing(visit, state)
    return visit, (*effects, Push())


# --- paper -------------------------------------------------------------------------------------


def _may_print(visit: Visit, state: MoneyBack) -> bool:
    return not is_committing(visit) and state.paper in _AGAIN


def slip(visit: Visit, state: MoneyBack) -> PrintBack:
    return PrintBack(state.payment, state.back, visit.language, state.anchor)


def _printing(visit: Visit, state: MoneyBack) -> Step:
    return visit.at(replace(state, paper=PaperState.PRINTING)), (slip(visit, state),)
