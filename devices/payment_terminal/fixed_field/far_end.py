"""The pretend terminal's side of the line: records with ACK, NAK and repetition, driven by ticks.

Belongs to the emulator alone. It knows nothing of payments.
"""

from __future__ import annotations

from collections.abc import Callable

from devices.payment_terminal.fixed_field.framing import (
    ACK,
    NAK,
    Acked,
    Damaged,
    Deframer,
    Nacked,
    Record,
    enclose,
)

REPEAT_AFTER = 5.0  # seconds without an ACK
COPIES = 5


class FarEnd:
    """`put(bytes)` goes to the line; `open()`: whether a request may come now. One record is on its way at a time."""

    def __init__(self, put: Callable[[bytes], None], length: int, open_: Callable[[], bool]) -> None:
        self._put = put
        self._open = open_
        self._deframer = Deframer(length)
        self._record: bytes | None = None
        self._copies = 0
        self._sent_at = 0.0
        self.now = 0.0
        self.naks = 0  # this many requests are turned down
        self.lost_acks = 0  # this many requests are taken in, and nothing says so
        self.wrong_checks = 0  # this many records are spoiled on the way out
        self.damaged = 0  # records that came in damaged

    @property
    def idle(self) -> bool:
        return self._record is None

    def say(self, record: bytes) -> None:
        self._record, self._copies = record, 0
        self._transmit()

    def hear(self, data: bytes) -> list[bytes]:
        """The requests in `data`, each ACKed."""
        requests: list[bytes] = []
        for heard in self._deframer.feed(data):
            match heard:
                case Record(record):
                    requests += self._taken(record)
                case Damaged(reason) if reason != "noise":
                    self.damaged += 1
                    self._put(bytes((NAK,)))
                case Acked():
                    self._record = None
                case Nacked() if self._record:
                    self._repeat()
        return requests

    def ticked(self, now: float) -> None:
        self.now = now
        if self._record and now - self._sent_at >= REPEAT_AFTER:
            self._repeat()

    def forget(self) -> None:
        self._record = None
        self._deframer.forget()

    def _taken(self, record: bytes) -> list[bytes]:
        if self.naks or not self._open():
            self.naks = max(0, self.naks - 1)
            self._put(bytes((NAK,)))
            return []
        if self.lost_acks:
            self.lost_acks -= 1
        else:
            self._put(bytes((ACK,)))
        return [record]

    def _repeat(self) -> None:
        if self._copies < COPIES:
            self._transmit()
        else:  # nobody is there
            self._record = None

    def _transmit(self) -> None:
        assert self._record is not None
        frame = enclose(self._record)
        if self.wrong_checks:
            self.wrong_checks -= 1
            frame = frame[:-1] + bytes((frame[-1] ^ 0x55,))
        self._copies += 1
        self._sent_at = self.now
        self._put(frame)
