"""What the lamp at the cabinet says: where to look now, and from afar whether anybody is served here."""

from __future__ import annotations

from enum import StrEnum

from kiosk.domain import states
from kiosk.domain.guidance import guide_of
from kiosk.domain.states import PaperState
from kiosk.domain.visit import Visit


class Lamp(StrEnum):
    """OPEN shines, LOOK blinks quickly (the machine waits for a hand), SHUT winks now and then, DARK is off."""

    OPEN = "open"
    LOOK = "look"
    SHUT = "shut"
    DARK = "dark"


#: Seconds of one round, and the part of it in which the lamp is lit.
ROUNDS: dict[Lamp, tuple[float, float]] = {
    Lamp.OPEN: (1.0, 1.0),
    Lamp.LOOK: (0.8, 0.5),
    Lamp.SHUT: (3.0, 0.1),
    Lamp.DARK: (1.0, 0.0),
}


def lamp_of(visit: Visit) -> Lamp:
    match visit.state:
        case state if isinstance(state, states.Maintenance | states.UpkeepState):
            return Lamp.DARK
        case states.Closed() | states.OutOfOrder():
            return Lamp.SHUT
        case _ if guide_of(visit) is not None:
            return Lamp.LOOK
        case state if getattr(state, "paper", None) is PaperState.PRINTING:
            return Lamp.LOOK
        case _:
            return Lamp.OPEN


def is_lit(lamp: Lamp, seconds: float) -> bool:
    """At `seconds` of any steady clock. Fewer than three flashes a second: none that could harm (WCAG 2.3.1)."""
    length, part = ROUNDS[lamp]
    return (seconds % length) / length < part
