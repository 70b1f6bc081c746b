"""What a call for staff asks for."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.assist import Need
from kiosk.domain.staff_call import Ended


@dataclass(frozen=True, slots=True)
class SaveStaffCall:
    """`step` is the name of the screen below."""

    step: str
    need: Need


@dataclass(frozen=True, slots=True)
class EndStaffCall:
    """Ends the call that is open, whichever it is; there is at most one at a kiosk."""

    ended: Ended


StaffCallEffect = SaveStaffCall | EndStaffCall
