"""What is said aloud: through which channel, how fast and how loud, and one utterance of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from kiosk.domain.language import Language

#: Times the usual rate (VVSG 2.0, 7.1-K: 75 to 200 %).
RATES = (0.75, 1.0, 1.5, 2.0)
#: Decibels below the site's loudest: 24 dB in all, and a step at 12 above the lowest (EN 301 549, 8.2.1.1, 8.2.1.2).
GAINS = (-24.0, -18.0, -12.0, -6.0, 0.0)


class Channel(StrEnum):
    """Who hears it."""

    PRIVATE = "private"  # headphones
    LOUD = "loud"  # everybody in the room


class Place(StrEnum):
    """Where a part of the kiosk is, seen from the screen."""

    ABOVE = "above"
    BELOW = "below"
    LEFT = "left"
    RIGHT = "right"
    BELOW_LEFT = "below_left"
    BELOW_RIGHT = "below_right"


@dataclass(frozen=True, slots=True)
class Speech:
    """How one customer wants to be spoken to, for this visit only. `aloud`: asked for at the panel, so also without
    headphones. `rate` and `volume` are places in RATES and GAINS.
    """

    aloud: bool = False
    rate: int = RATES.index(1.0)
    volume: int = 2

    def louder(self) -> Speech:
        return replace(self, volume=min(self.volume + 1, len(GAINS) - 1))

    def softer(self) -> Speech:
        return replace(self, volume=max(self.volume - 1, 0))

    @property
    def factor(self) -> float:
        return RATES[self.rate]

    @property
    def gain(self) -> float:
        return GAINS[self.volume]


@dataclass(frozen=True, slots=True)
class Utterance:
    """No `sentences`: a short tone. `private`: something of it is about this customer. `cuts`: what was being said
    ends."""

    sentences: tuple[str, ...] = field(repr=False)
    language: Language
    channel: Channel
    private: bool
    factor: float
    gain: float
    cuts: bool

    @property
    def text(self) -> str:
        return (" " if self.language is Language.EN else "").join(self.sentences)
