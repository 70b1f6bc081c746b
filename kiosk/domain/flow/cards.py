"""The card at the reader: given back with the end of a visit; what is said and written when it is forgotten or torn out.

A visit that hangs on a card ends when the card is torn out: at once, or as soon as money and paper are through.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kiosk.domain import events, states
from kiosk.domain.card import INCIDENTS, CardMove
from kiosk.domain.effects import GiveCardBack
from kiosk.domain.events import Event
from kiosk.domain.flow.leaving import incident, leave
from kiosk.domain.flow.touch import is_committing, is_open, is_resting
from kiosk.domain.states import Problem
from kiosk.domain.states.cards import TAKE_TIME
from kiosk.domain.visit import Step, Visit, resting_state

TOLD_TIME = timedelta(seconds=30)
#: Where a customer asked for a card reads what became of it.
_PROBLEMS = {
    CardMove.PULLED: Problem.CARD_PULLED,
    CardMove.COLLIDED: Problem.CARDS_TOGETHER,
    CardMove.RETAINED: Problem.CARD_KEPT,
}
#: What is to be read before anything else is said.
_RESULTS = (
    states.Paid,
    states.NotPaid,
    states.Unsettled,
    states.MoneyBack,
    states.CallbackDone,
    states.CaseDone,
    states.CounterSlipShown,
)


def step_facts(visit: Visit, event: Event) -> Step | None:
    """What the reader tells holds on every screen."""
    if not isinstance(event, events.CardMoved):
        return None
    noted = (incident(visit, event.move.value),) if event.move in INCIDENTS else ()
    return _moved(visit, event.move), noted


def step(visit: Visit, event: Event) -> Step | None:
    match visit.state, event:
        case (states.CardToTake() | states.CardTold(), events.Started()):
            return visit.at(states.Home() if is_open(visit) else resting_state(visit.health)), ()
        case _:
            return None


def settled(before: Visit, event: Event, answer: Step) -> Step:
    """`answer`, the visit ended if its card is gone and nothing is under way. What nobody wants is given back."""
    after, effects = answer
    if after.card_trouble is not None and not (is_committing(after) or isinstance(after.state, _RESULTS)):
        ended, more = _ended(after, after.card_trouble)
        return ended, (*effects, *more)
    wanted = isinstance(after.state, states.PinWanted)
    turned = isinstance(after.state, states.CardWanted) and not isinstance(before.state, states.CardWanted)
    unwanted = isinstance(event, events.CardPresented) and not wanted
    return after, (*effects, GiveCardBack()) if after.card_in and (unwanted or turned) else effects


def _moved(visit: Visit, move: CardMove) -> Visit:
    match move:
        case CardMove.HELD:
            return replace(visit, card_in=True)
        case CardMove.OFFERED:
            until = visit.now + TAKE_TIME
            return visit.at(states.CardToTake(until)) if is_resting(visit) else visit
        case CardMove.TAKEN:
            return _at_rest(replace(visit, card_in=False))
        case CardMove.COLLIDED:
            return _told(visit, move)
        case CardMove.RETAINED | CardMove.PULLED | CardMove.STUCK:
            return _gone(replace(visit, card_in=False), move)


def _at_rest(visit: Visit) -> Visit:
    return visit.at(resting_state(visit.health)) if isinstance(visit.state, states.CardToTake) else visit


def _gone(visit: Visit, move: CardMove) -> Visit:
    """Who signed in by that card, or is about to, does not go on without it."""
    if move is not CardMove.RETAINED and (visit.customer or isinstance(visit.state, states.PinWanted)):
        return replace(visit, card_trouble=move)
    return _told(visit, move)


def _told(visit: Visit, move: CardMove) -> Visit:
    """On the screen where a card is asked for, or where nobody is; nothing else is interrupted."""
    match visit.state:
        case states.CardWanted() as state if move in _PROBLEMS:
            return visit.at(replace(state, problem=_PROBLEMS[move]))
        case states.CardWanted() | states.CardToTake() | states.CardTold() | states.Home():
            return visit.at(states.CardTold(move, visit.now + TOLD_TIME))
        case _ if is_resting(visit):
            return visit.at(states.CardTold(move, visit.now + TOLD_TIME))
        case _:
            return visit


def _ended(visit: Visit, move: CardMove) -> Step:
    fresh, effects = leave(visit)
    return fresh.at(states.CardTold(move, visit.now + TOLD_TIME)), effects
