"""Blocks over a line: sends one and waits for its ACK, takes one and ACKs it. Knows nothing of what they say.

Whatever goes wrong is told without the bytes: they may be a card. The rule for money stands in `handshake.send_copies`.
"""

from __future__ import annotations

from devices.frames import BadFrame
from devices.payment_terminal.handshake import (
    ACK,
    BEHIND_NAK,
    NAK,
    Acked,
    Damaged,
    Frame,
    Heard,
    Nacked,
    Sent,
    Wire,
    send_copies,
)
from devices.payment_terminal.zvt.apdu import Apdu, parse_apdu
from devices.payment_terminal.zvt.framing import Deframer, enclose
from devices.payment_terminal.zvt.messages import SLICE, Messages
from kiosk.ports import BadReply

STALLED = 0.5  # seconds without a byte within a block (T1 is 0.2 s; USB adapters hold bytes back)
TRIES = 3  # how often a block may be sent (PA00P016)


class Blocks(Messages):
    """`ack_seconds` is how long the other side may take to ACK (T2, 5 s). Not for two threads."""

    def __init__(self, wire: Wire, ack_seconds: float) -> None:
        super().__init__(wire)
        self._ack_seconds = ack_seconds
        self._deframer = Deframer()
        self._damaged = 0
        self._last_byte_at = 0.0

    def send(self, message: Apdu, *, again_on_silence: bool) -> Sent:
        frame = enclose(message.to_bytes())
        return send_copies(
            lambda: self.wire.write(frame), self._await_ack, TRIES, again_on_silence=again_on_silence
        )

    def forget(self) -> None:
        super().forget()
        self._deframer.forget()
        self._damaged = 0

    def _await_ack(self) -> Heard | None:
        """ACK, or a block (the other side goes on, so its ACK was lost); a NAK that is no noise; None on silence.

        An ACK right behind a NAK is the answer to our copy: the NAK was for noise before it.
        """
        until, noisy = self.wire.now() + self._ack_seconds, False
        verdict: Heard | None = None
        while self.wire.now() < until:
            for heard in self._listen(until):
                self._take(heard)
                if isinstance(heard, (Acked, Frame)) and not isinstance(verdict, (Acked, Frame)):
                    verdict = heard
                elif isinstance(heard, Nacked) and not noisy:
                    verdict, until = heard, self.wire.now() + BEHIND_NAK
                noisy = True
            if isinstance(verdict, (Acked, Frame)):
                break
        self.noisy = noisy and verdict is None
        return verdict

    def _look(self, until: float, *, complain: bool = True) -> bool:
        """Raises BadReply after three damaged blocks in a row."""
        everything = self._listen(until)
        for heard in everything:
            self._take(heard, nak=complain)
        return bool(everything)

    def _put(self, message: Apdu) -> None:
        self.wire.write(enclose(message.to_bytes()))

    def _listen(self, until: float) -> list[Heard]:
        now = self.wire.now()
        data = self.wire.read_some(seconds=max(0.0, min(SLICE, until - now)))
        if data:
            self._last_byte_at = self.wire.now()
            return self._deframer.feed(data)
        if self._deframer.midway and self.wire.now() - self._last_byte_at >= STALLED:
            self._deframer.forget()
            return [Damaged("half_block")]
        return []

    def _take(self, heard: Heard, *, nak: bool = True) -> None:
        match heard:
            case Frame(apdu):
                self._take_block(apdu)
            case Damaged(reason) if reason != "noise" and nak:
                self._turn_down(reason)

    def _take_block(self, apdu: bytes) -> None:
        """Its check is right, so the sender gets its ACK even for nonsense: a NAK would bring the same again."""
        self._damaged = 0
        self.wire.write(bytes((ACK,)))
        try:
            self._waiting.append(parse_apdu(apdu))
        except BadFrame:
            if len(apdu) >= 2:
                self._waiting.append(Apdu(int.from_bytes(apdu[:2], "big")))

    def _turn_down(self, reason: str) -> None:
        self._damaged += 1
        if self._damaged > TRIES:
            raise BadReply(f"damaged blocks only ({reason})", port=self.wire.port)
        self.wire.write(bytes((NAK,)))
