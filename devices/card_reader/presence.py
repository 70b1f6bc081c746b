"""What lies on a contactless reader: one card is told once, however long it stays. Knows no protocol and no port."""

from __future__ import annotations

from collections import deque

from devices.card_reader.cards import Foreign, Own
from kiosk.domain.card import CardMove

GONE = 0.5  # seconds without it after which a card was taken away
STALE = 1.0  # seconds without a look, after which what was known is of a customer who is gone

#: What a reader tells, one at a poll: a company card's token, or what happened to a card.
Told = str | CardMove


class Presence:
    """Feed it what each look found; `tell` gives what came of it, one at a time."""

    def __init__(self) -> None:
        self._lying: Own | Foreign | None = None
        self._seen_at = 0.0
        self._looked_at: float | None = None
        self._together = False
        self._untold: deque[Told] = deque()

    def looked(self, cards: list[Own | Foreign], now: float) -> None:
        """`cards`: all that lie there at `now` (monotonic seconds)."""
        if self._looked_at is not None and now - self._looked_at > STALE:
            self.forget()
        self._looked_at = now
        if len(cards) > 1:
            self._two()
        elif cards:
            self._one(cards[0], now)
        else:
            self._none(now)

    def tell(self) -> Told | None:
        return self._untold.popleft() if self._untold else None

    def forget(self) -> None:
        self._lying = self._looked_at = None
        self._together = False
        self._untold.clear()

    def _two(self) -> None:
        if not self._together:
            self._together = True
            self._untold.append(CardMove.COLLIDED)

    def _one(self, card: Own | Foreign, now: float) -> None:
        self._seen_at, self._together = now, False
        if card == self._lying:
            return
        self._lying = card
        if isinstance(card, Own):
            self._untold += (CardMove.HELD, card.token)

    def _none(self, now: float) -> None:
        if now - self._seen_at < GONE:
            return
        gone, self._lying, self._together = self._lying, None, False
        if isinstance(gone, Own):
            self._untold.append(CardMove.TAKEN)
