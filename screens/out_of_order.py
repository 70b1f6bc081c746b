"""Nothing can be done here but find a person; says so, and what that means for money."""

from __future__ import annotations

from kiosk.domain.states import OutOfOrder
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.closed import ClosedScreen


class OutOfOrderScreen(ClosedScreen):
    """Drawn like the closed kiosk: calm, no alarm."""

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        dark = isinstance(state, OutOfOrder) and state.cause == "power"
        self.icon, self.tone = "battery-low" if dark else "wrench", "attention"
        self.tell("out_of_power" if dark else "out_of_order", visit, texts)
