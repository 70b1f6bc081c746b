"""A hand that trembles touches twice. What comes again at once, in the same place, is not meant (EN 301 549, 5.8)."""

from __future__ import annotations

import math
from dataclasses import dataclass

#: In dp (20 mm of the panel): a touch further away means something else.
NEAR = 80.0


@dataclass(slots=True)
class Strikes:
    """Of one panel. `apart`: seconds after a finger lifted in which another touch there does not count; 0: all count.

    Places in dp; `at` in seconds of any steady clock.
    """

    apart: float = 0.0
    _last: tuple[float, float, float] | None = None

    def counts(self, x: float, y: float, at: float) -> bool:
        """Whether the finger that touches here means it."""
        if self._last is None:
            return True
        last_x, last_y, lifted = self._last
        return at - lifted >= self.apart or math.hypot(x - last_x, y - last_y) > NEAR

    def lifted(self, x: float, y: float, at: float) -> None:
        """Of a touch that did not count too: a hand trembles more than once."""
        self._last = (x, y, at)
