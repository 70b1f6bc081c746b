"""A pretend terminal's side of a serial line: frames with ACK, NAK and repetition, driven by ticks.

Belongs to the emulators alone. It knows nothing of payments, nor of how a family encloses its frames.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from devices.payment_terminal.handshake import ACK, NAK, Acked, Damaged, Deframer, Frame, Nacked


class AckedEnd(ABC):
    """`put(bytes)` goes to the line. One frame at a time is on its way; the next waits for its ACK.

    `repeat_after`: seconds without an ACK; `copies`: how often a frame goes out before nobody is there.
    """

    def __init__(
        self,
        put: Callable[[bytes], None],
        deframer: Deframer,
        enclose: Callable[[bytes], bytes],
        *,
        repeat_after: float,
        copies: int,
    ) -> None:
        self._put = put
        self._deframer = deframer
        self._enclose = enclose
        self._repeat_after, self._most = repeat_after, copies
        self._queue: list[bytes] = []
        self._copies = 0
        self._sent_at = 0.0
        self.now = 0.0
        self.naks = 0  # this many frames are turned down
        self.lost_acks = 0  # this many frames are taken in, and nothing says so
        self.wrong_checks = 0  # this many frames are spoiled on the way out
        self.damaged = 0  # frames that came in damaged

    @property
    def idle(self) -> bool:
        return not self._queue

    def ticked(self, now: float) -> None:
        self.now = now
        if self._queue and now - self._sent_at >= self._repeat_after:
            self._repeat()

    def forget(self) -> None:
        self._queue.clear()
        self._deframer.forget()

    def tell(self, data: bytes) -> None:
        """One more frame for the other side."""
        self._queue.append(data)
        if len(self._queue) == 1:
            self._transmit_first()

    def frames(self, data: bytes) -> list[bytes]:
        """What is in the frames that came, each ACKed."""
        taken: list[bytes] = []
        for heard in self._deframer.feed(data):
            match heard:
                case Frame(inside):
                    taken += self._taken(inside)
                case Damaged(reason) if reason != "noise":
                    self.damaged += 1
                    self._put(bytes((NAK,)))
                case Acked() if self._queue:
                    self._on_to_the_next()
                case Nacked() if self._queue:
                    self._repeat()
        return taken

    @abstractmethod
    def wants(self, data: bytes) -> bool:
        """Whether this may come now; the other side is told if not."""

    def _taken(self, data: bytes) -> list[bytes]:
        if self.naks or not self.wants(data):
            self.naks = max(0, self.naks - 1)
            self._put(bytes((NAK,)))
            return []
        if self.lost_acks:
            self.lost_acks -= 1
        else:
            self._put(bytes((ACK,)))
        return [data]

    def _on_to_the_next(self) -> None:
        self._queue.pop(0)
        if self._queue:
            self._transmit_first()

    def _transmit_first(self) -> None:
        self._copies = 0
        self._transmit()

    def _repeat(self) -> None:
        if self._copies < self._most:
            self._transmit()
        else:  # nobody is there
            self._queue.clear()

    def _transmit(self) -> None:
        frame = self._enclose(self._queue[0])
        if self.wrong_checks:
            self.wrong_checks -= 1
            frame = frame[:-1] + bytes((frame[-1] ^ 0x55,))
        self._copies += 1
        self._sent_at = self.now
        self._put(frame)
