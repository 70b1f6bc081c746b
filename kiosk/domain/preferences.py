"""How one customer wants the panel: for this visit only, gone with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from kiosk.domain.speech import Speech


class Size(StrEnum):
    """How large everything is drawn (WCAG 2.2, 1.4.4: up to twice as large)."""

    M = "m"
    L = "l"
    XL = "xl"
    XXL = "xxl"

    @property
    def factor(self) -> float:
        """XL: the smallest capitals subtend 0.7 degrees at 600 mm (EN 301 549, 5.1.4)."""
        return _FACTORS[self]


#: Seconds after a touch in which another one in the same place does not count, for who wants it (EN 301 549, 5.8).
STRIKES_APART = 0.5

_FACTORS = {Size.M: 1.0, Size.L: 1.25, Size.XL: 1.5, Size.XXL: 2.0}


class Contrast(StrEnum):
    """What is written on what."""

    STANDARD = "standard"
    BLACK_ON_WHITE = "black_on_white"
    WHITE_ON_BLACK = "white_on_black"
    YELLOW_ON_BLACK = "yellow_on_black"


class Scanning(StrEnum):
    """How two switches, or one, lead through what is on the panel: row by row, then along the row that was chosen.

    `step`: one switch moves on, the other chooses. `auto`: it moves on by itself, and either switch chooses.
    """

    OFF = "off"
    STEP = "step"
    AUTO = "auto"


#: What the panel may be set to, and nothing quicker (WCAG 2.2, 2.2.1: whoever scans sets the pace).
PACES = (timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=3))


@dataclass(frozen=True, slots=True)
class Preferences:
    """`low`: everything to touch within reach of somebody who sits. `unhurried`: twice the time for everything.

    `steady`: a trembling hand's second touch in the same place does not count. `pace`: how long each row or control has
    when it is scanned by itself. `dark`: who listens lets nobody see the screen.
    """

    size: Size = Size.M
    contrast: Contrast = Contrast.STANDARD
    low: bool = False
    unhurried: bool = False
    steady: bool = False
    scanning: Scanning = Scanning.OFF
    pace: timedelta = PACES[1]
    speech: Speech = field(default_factory=Speech)
    dark: bool = False

    @property
    def takes_longer(self) -> bool:
        """Who reads large type or scans has twice the time too."""
        return self.unhurried or self.size is not Size.M or self.scanning is not Scanning.OFF

    @property
    def strikes_apart(self) -> float:
        """Seconds; 0: every touch counts."""
        return STRIKES_APART if self.steady else 0.0
