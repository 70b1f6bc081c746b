"""Issue of goods: the terminal has approved and asks, by its result, whether the register delivered (PA00P015, 06 01).

The register answers `84 9C` while it does not know, `80 00` when it delivered, `84 66` when it could not: then the
terminal takes the payment back by itself. One answer stands, however often the terminal asks again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from devices.payment_terminal.zvt.apdu import Apdu, no, yes
from devices.payment_terminal.zvt.messages import Messages
from devices.payment_terminal.zvt.status import StatusInformation
from devices.payment_terminal.zvt.tables import BUSY, GOODS_NOT_ISSUED, OK
from kiosk.domain.payment import Slip
from kiosk.ports import Delivery

#: How often the terminal may tell its result before it takes the payment back. Some take no more than three `84 9C`.
STATUSES = 10
#: Seconds to hold an answer back while it is being decided; the terminal waits T3, 5 s.
HOLD = 2.5


@dataclass(slots=True)
class IssueOfGoods:
    """`slip_of`: the slip of a status, None when it makes none.

    `approved`: the slip once it is told; `refused`: the answer was `84 66`.
    """

    delivery: Delivery
    messages: Messages
    slip_of: Callable[[StatusInformation | None], Slip | None]
    approved: Slip | None = field(default=None, init=False)
    _asked: int = field(default=0, init=False)
    _decided: bool | None = field(default=None, init=False)

    @property
    def refused(self) -> bool:
        return self._decided is False

    def answer(self, status: StatusInformation | None) -> Apdu:
        """To a status information. Of a payment that was not approved, or not wholly told, nothing is delivered."""
        slip = self.slip_of(status)
        if status is None or status.result != OK or slip is None:
            return yes()
        if self.approved is None:
            self.approved = slip
            self.delivery.approved(slip)
        self._asked += 1
        if self._decided is None:
            self._decided = self._decision()
        if self._decided is None:
            return no(BUSY)
        return yes() if self._decided else no(GOODS_NOT_ISSUED)

    def _decision(self) -> bool | None:
        """Undecided at the last time of asking is "not delivered": silence would leave it to the terminal."""
        self.messages.wait(self.messages.wire.now() + HOLD, lambda: self.delivery.wanted() is not None)
        wanted = self.delivery.wanted()
        return False if wanted is None and self._asked >= STATUSES else wanted
