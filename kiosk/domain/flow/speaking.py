"""Being spoken to: the keys for louder and softer, the clock that waits, and headphones that are pulled out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kiosk.domain import events, states
from kiosk.domain.events import Event
from kiosk.domain.flow.touch import is_committing, is_resting
from kiosk.domain.keypad import NavKey
from kiosk.domain.speech import Channel, Speech
from kiosk.domain.visit import Visit

#: How long somebody has who pulled the headphones out and is not seen again (EN 301 549, 5.1.3.9: others may stand here).
GRACE = timedelta(seconds=30)


def heard(visit: Visit, event: Event) -> Visit:
    """`visit` as it is before a rule answers `event`."""
    match event:
        case events.KeyPressed(NavKey.VOLUME_UP) if visit.channel:
            return _with(visit, visit.preferences.speech.louder())
        case events.KeyPressed(NavKey.VOLUME_DOWN) if visit.channel:
            return _with(visit, visit.preferences.speech.softer())
        case events.SpeechHeard() if visit.touched_at and not isinstance(visit.overlay, states.IdleWarning):
            return replace(visit, touched_at=visit.now)
        case events.HeadphonesPulled() if visit.channel is Channel.PRIVATE:
            return _left_alone(visit)
        case _:
            return visit


def _left_alone(visit: Visit) -> Visit:
    """What stands there is veiled, and goes if nobody says that they are still here."""
    technician = isinstance(visit.state, states.Maintenance | states.UpkeepState)
    if visit.preferences.speech.aloud or visit.overlay or technician:
        return visit
    if visit.touched_at is None or is_resting(visit) or is_committing(visit):
        return visit
    return replace(visit, overlay=states.IdleWarning(visit.now + GRACE))


def _with(visit: Visit, speech: Speech) -> Visit:
    return replace(visit, preferences=replace(visit.preferences, speech=speech))
