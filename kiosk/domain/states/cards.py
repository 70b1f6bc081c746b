"""The card at the reader, when the visit is over: to be taken, or what became of it. Nobody is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.domain.card import CardMove

#: Longer than a motorised reader waits before it draws a card in: then it says so itself.
TAKE_TIME = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class CardToTake:
    """Please take your card. At `until` the screen goes back to rest, whatever the reader does."""

    until: datetime


@dataclass(frozen=True, slots=True)
class CardTold:
    """A card was kept, torn out, shown with another one, or is stuck; until then, or until somebody goes on."""

    move: CardMove
    until: datetime


CardState = CardToTake | CardTold
