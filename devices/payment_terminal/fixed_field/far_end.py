"""The pretend terminal's side of the line: records with ACK, NAK and repetition.

Belongs to the emulator alone. It knows nothing of payments.
"""

from __future__ import annotations

from collections.abc import Callable

from devices.payment_terminal.far_end import AckedEnd
from devices.payment_terminal.fixed_field.framing import Deframer, enclose

REPEAT_AFTER = 5.0  # seconds without an ACK
COPIES = 5


class FarEnd(AckedEnd):
    """`open_()`: whether a request may come now. What is said takes the place of a record that is still on its way."""

    def __init__(self, put: Callable[[bytes], None], length: int, open_: Callable[[], bool]) -> None:
        super().__init__(put, Deframer(length), enclose, repeat_after=REPEAT_AFTER, copies=COPIES)
        self._open = open_

    def say(self, record: bytes) -> None:
        self._queue.clear()
        self.tell(record)

    def hear(self, data: bytes) -> list[bytes]:
        """The requests in `data`, each ACKed."""
        return self.frames(data)

    def wants(self, data: bytes) -> bool:
        return self._open()
