"""The pretend terminal's side of the line: blocks with ACK, NAK and repetition; or a bare stream.

Belongs to the emulator alone. It knows nothing of payments.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from devices.frames import BadFrame
from devices.payment_terminal.far_end import AckedEnd
from devices.payment_terminal.zvt.apdu import Apdu, parse_apdu
from devices.payment_terminal.zvt.framing import Deframer, enclose
from devices.payment_terminal.zvt.packets import cut

REPEAT_AFTER = 2.0  # seconds without an ACK
COPIES = 3


class FarEnd(AckedEnd):
    def __init__(self, put: Callable[[bytes], None]) -> None:
        super().__init__(put, Deframer(), enclose, repeat_after=REPEAT_AFTER, copies=COPIES)

    def say(self, message: Apdu) -> None:
        self.tell(message.to_bytes())

    def hear(self, data: bytes) -> list[Apdu]:
        """The messages in `data`, each ACKed."""
        return [parse_apdu(apdu) for apdu in self.frames(data)]

    def wants(self, data: bytes) -> bool:
        with suppress(BadFrame):
            parse_apdu(data)
            return True
        return False


class FarStream(FarEnd):
    """Over TCP there is nothing to acknowledge and nothing to repeat; a stream that lost its place is forgotten."""

    def __init__(self, put: Callable[[bytes], None]) -> None:
        super().__init__(put)
        self._stream = bytearray()

    def say(self, message: Apdu) -> None:
        self._put(message.to_bytes())

    def hear(self, data: bytes) -> list[Apdu]:
        self._stream += data
        try:
            return [parse_apdu(raw) for raw in cut(self._stream)]
        except BadFrame:
            self.damaged += 1
            self._stream.clear()
            return []

    def forget(self) -> None:
        super().forget()
        self._stream.clear()
