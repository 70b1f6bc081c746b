"""When the terminal is asked about payments that something broke: as soon as nobody is paying, and nobody pays meanwhile.

An inquiry beside a running charge could take one payment's answer for another's.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.effects import Recover
from kiosk.domain.states import Back, MoneyBack, Paying, State
from kiosk.domain.visit import Step, Visit


def owing_recovery(visit: Visit) -> Visit:
    """Something may be open in the journal that can be settled now."""
    return replace(visit, health=replace(visit.health, recovery_owed=True))


def recovered_when_free(step: Step) -> Step:
    """`step`, and the recovery that is owed once no payment is under way."""
    after, effects = step
    if not after.health.recovery_owed or _is_at_the_terminal(after.state):
        return step
    health = replace(after.health, recovery_owed=False, recovering=True)
    return replace(after, health=health), (*effects, Recover())


def _is_at_the_terminal(state: State) -> bool:
    return isinstance(state, Paying) or (isinstance(state, MoneyBack) and state.back is Back.REVERSING)
