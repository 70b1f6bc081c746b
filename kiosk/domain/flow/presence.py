"""A sensor before the panel: who goes away leaves nothing open for the next one.

It is believed in one thing only, that somebody whom it saw is seen no more. A touch says that somebody is here,
whatever it says, and one that fails says nothing. While it sees somebody nothing is shortened.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.events import Event
from kiosk.domain.flow.touch import is_resting
from kiosk.domain.visit import Step, Visit

#: They end by themselves, and are for whoever comes back for something.
_STAND = states.CardToTake | states.CardTold | states.Recovered


def step(visit: Visit, event: Event) -> Step | None:
    match event:
        case events.PresenceSensed(somebody):
            return _sensed(visit, somebody), ()
        case _:
            return None


def _sensed(visit: Visit, somebody: bool | None) -> Visit:
    seen = replace(visit, somebody=somebody)
    if somebody is False:
        return replace(seen, left_at=visit.now) if visit.somebody and not is_resting(visit) else seen
    if visit.left_at is None:
        return seen
    overlay = None if isinstance(visit.overlay, states.IdleWarning) else visit.overlay
    return replace(seen, left_at=None, overlay=overlay, touched_at=visit.now)


def warned(visit: Visit) -> Visit | None:
    """The visit under its last warning, or None: nobody has left, staff are on their way, or the machine holds a card."""
    if visit.left_at is None or visit.card_in or visit.call is not None or isinstance(visit.state, _STAND):
        return None
    if visit.longer_until is not None and visit.now < visit.longer_until:
        return None
    until = visit.left_at + visit.patience.gone
    if isinstance(visit.overlay, states.IdleWarning) and visit.overlay.until <= until:
        return None
    return replace(visit, overlay=states.IdleWarning(until))
