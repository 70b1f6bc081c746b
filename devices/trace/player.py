"""A trace as a device: says what it said then, as long after the driver's words as it did then.

Stands wherever an emulator's far end stands: on a stepped line, on a pseudo-terminal, on the workbench. The driver's own
words are counted, not compared: numbers of jobs and what was redacted differ each time.
"""

from __future__ import annotations

from collections.abc import Callable

from devices.trace.file import Trace
from devices.trace.tape import Piece, Way


class Player:
    """`send` puts bytes on the wire, `plug(False)` takes the line away. The clock is what `ticked` brings.

    What it says waits for as many bytes as the driver had said before it, and then for the time that passed between.
    """

    def __init__(
        self, trace: Trace, send: Callable[[bytes], None], plug: Callable[[bool], None] = lambda there: None
    ) -> None:
        self._pieces, self._send, self._plug = trace.pieces, send, plug
        self._next = 0
        self._ahead = 0  # bytes of the driver's that no piece has asked for yet
        self._now: float | None = None
        self._anchor = (0.0, 0.0)  # a moment of the clock, and that of the trace which it stands for

    @property
    def finished(self) -> bool:
        return self._next == len(self._pieces)

    @property
    def waits_for(self) -> int:
        """Bytes that the driver has to say before it goes on."""
        piece = self._pieces[self._next] if not self.finished else None
        return len(piece.data) - self._ahead if piece and piece.way is Way.TO_DEVICE else 0

    def take(self, data: bytes) -> None:
        self._ahead += len(data)
        self._go_on()

    def ticked(self, now: float) -> None:
        if self._now is None:
            self._anchor = (now, 0.0)
        self._now = now
        self._go_on()

    def _go_on(self) -> None:
        while not self.finished and self._is_due(self._pieces[self._next]):
            piece = self._pieces[self._next]
            self._next += 1
            self._play(piece)

    def _is_due(self, piece: Piece) -> bool:
        if piece.way is Way.TO_DEVICE:
            return self._ahead >= len(piece.data)
        moment, then = self._anchor
        return self._now is not None and self._now - moment >= piece.at - then

    def _play(self, piece: Piece) -> None:
        match piece.way:
            case Way.TO_DEVICE:
                self._ahead -= len(piece.data)
                self._anchor = (self._now or 0.0, piece.at)
            case Way.FROM_DEVICE:
                self._send(piece.data)
            case Way.LOST:
                self._plug(False)
            case Way.OPENED:
                self._plug(True)
