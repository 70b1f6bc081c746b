"""The pretend terminal's side of the line: blocks with ACK, NAK and repetition, driven by ticks; or a bare stream.

Belongs to the emulator alone. It knows nothing of payments.
"""

from __future__ import annotations

from collections.abc import Callable

from devices.frames import BadFrame
from devices.payment_terminal.zvt.apdu import Apdu, parse_apdu
from devices.payment_terminal.zvt.framing import ACK, NAK, Acked, Block, Damaged, Deframer, Nacked, enclose
from devices.payment_terminal.zvt.packets import cut

REPEAT_AFTER = 2.0  # seconds without an ACK
COPIES = 3


class FarEnd:
    """`put(bytes)` goes to the line. One block at a time is on its way; the next waits for its ACK."""

    def __init__(self, put: Callable[[bytes], None]) -> None:
        self._put = put
        self._deframer = Deframer()
        self._queue: list[Apdu] = []
        self._copies = 0
        self._sent_at = 0.0
        self.now = 0.0
        self.naks = 0  # this many blocks are turned down
        self.lost_acks = 0  # this many blocks are taken in, and nothing says so
        self.wrong_checks = 0  # this many blocks are spoiled on the way out
        self.damaged = 0  # blocks that came in damaged

    @property
    def idle(self) -> bool:
        return not self._queue

    def say(self, message: Apdu) -> None:
        self._queue.append(message)
        if len(self._queue) == 1:
            self._copies = 0
            self._transmit()

    def hear(self, data: bytes) -> list[Apdu]:
        """The messages in `data`, each ACKed."""
        messages: list[Apdu] = []
        for heard in self._deframer.feed(data):
            match heard:
                case Block(apdu):
                    messages += self._taken(apdu)
                case Damaged(reason) if reason != "noise":
                    self.damaged += 1
                    self._put(bytes((NAK,)))
                case Acked() if self._queue:
                    self._on_to_the_next()
                case Nacked() if self._queue:
                    self._repeat()
        return messages

    def ticked(self, now: float) -> None:
        self.now = now
        if self._queue and now - self._sent_at >= REPEAT_AFTER:
            self._repeat()

    def forget(self) -> None:
        self._queue.clear()
        self._deframer.forget()

    def _taken(self, apdu: bytes) -> list[Apdu]:
        try:
            message = parse_apdu(apdu)
        except BadFrame:
            message = None
        if message is None or self.naks:
            self.naks = max(0, self.naks - 1)
            self._put(bytes((NAK,)))
            return []
        if self.lost_acks:
            self.lost_acks -= 1
        else:
            self._put(bytes((ACK,)))
        return [message]

    def _on_to_the_next(self) -> None:
        self._queue.pop(0)
        self._copies = 0
        if self._queue:
            self._transmit()

    def _repeat(self) -> None:
        if self._copies < COPIES:
            self._transmit()
        else:  # nobody is there
            self._queue.clear()

    def _transmit(self) -> None:
        frame = enclose(self._queue[0].to_bytes())
        if self.wrong_checks:
            self.wrong_checks -= 1
            frame = frame[:-1] + bytes((frame[-1] ^ 0x55,))
        self._copies += 1
        self._sent_at = self.now
        self._put(frame)


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
