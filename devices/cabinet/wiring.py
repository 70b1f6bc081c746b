"""Which modem line is what, and when a contact has moved. A closed contact holds its line on: a cut cable is an alarm.

A relay's contact is a normally closed one: its device has power until the line is driven, also while nothing runs here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.domain.health import Device

INPUTS = ("cts", "dsr", "cd", "ri")
OUTPUTS = ("rts", "dtr", "break")  # break: TXD, which carries no bytes here and rests low
NONE = "none"
SETTLED = 0.05  # seconds; contacts bounce for a few ms


@dataclass(frozen=True, slots=True)
class Wiring:
    """`door`, `tamper`, `presence`: of INPUTS, `lamp`: of OUTPUTS, or NONE. The contacts are fed from DTR, through
    resistors. `presence`: the output of a sensor, closed while somebody stands there.

    `relays`: the output that cuts a device's power.
    """

    door: str = "dsr"
    tamper: str = "cts"
    lamp: str = "rts"
    presence: str = NONE
    relays: Mapping[Device, str] = field(default_factory=dict)


class Debounced:
    """What a contact says once it has said the same for SETTLED seconds; None: nothing yet."""

    def __init__(self) -> None:
        self.settled: bool | None = None
        self._said: bool | None = None
        self._since = 0.0

    def hear(self, closed: bool, now: float) -> None:
        if closed is not self._said:
            self._said, self._since = closed, now
        elif now - self._since >= SETTLED:
            self.settled = closed

    def forget(self) -> None:
        self.settled = self._said = None
