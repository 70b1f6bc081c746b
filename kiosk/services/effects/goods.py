"""What the terminal asks about a payment that it has approved and holds: one word, which main decides."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.payment import Slip


class Goods:
    """The Delivery port. The terminal's lane asks, main decides; the first word stays."""

    def __init__(self, hold: Callable[[], None]) -> None:
        self._hold = hold
        self._wanted: bool | None = None

    def approved(self, slip: Slip) -> None:
        self._hold()

    def wanted(self) -> bool | None:
        return self._wanted

    def decide(self, wanted: bool) -> None:
        if self._wanted is None:
            self._wanted = wanted
