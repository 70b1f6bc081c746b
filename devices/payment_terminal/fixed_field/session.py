"""One request and its answer, with the times of the family. Knows records and silence, not what the kiosk makes of them.

Whatever goes wrong is told without the bytes: they may be a card. The rule for money stands in `handshake.send_copies`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from devices.payment_terminal.fixed_field.framing import Deframer, enclose
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
from kiosk.ports import BadReply, NoReply

SLICE = 0.1  # seconds; the longest single look at the line
QUIET = 0.2  # seconds of silence after which nothing old is on the line
LONGEST_RESYNC = 3.0  # seconds
REST = 4.0  # seconds that a terminal wants between two sessions
SENDS = 5  # how often a record may be sent, in either direction


def never() -> bool:
    return False


class Session:
    """`length` of the records; `ack_seconds`: how long an ACK may take; `answer_seconds`: how long the result.

    `late`: is given each record that comes after its session, confirmed. Not for two threads.
    """

    def __init__(
        self,
        wire: Wire,
        length: int,
        ack_seconds: float,
        answer_seconds: float,
        late: Callable[[bytes], None] = lambda data: None,
    ) -> None:
        self.wire = wire
        self.answer_seconds = answer_seconds
        self.heard_at: float | None = None  # the last sign of life
        self.noisy = False  # whether the last knock was answered by noise alone
        self._length = length
        self._ack_seconds = ack_seconds
        self._deframer = Deframer(length)
        self._waiting: deque[bytes] = deque()
        self._late = late
        self._damaged = 0
        self._rested_at = 0.0

    def knock(self) -> None:
        """Asks whether somebody is there, by a blank record whose check is wrong: the family turns that down with NAK.

        Raises NoReply, and the wire's errors.
        """
        self._resync()
        self.noisy = False
        blank = enclose(b" " * self._length)
        self.wire.write(blank[:-1] + bytes((blank[-1] ^ 0x7F,)))
        until = self.wire.now() + self._ack_seconds
        while self.wire.now() < until:
            for heard in self._listen(until):
                self._take(heard, nak=False)
                self.noisy = True
                if isinstance(heard, (Nacked, Acked, Frame)):
                    self._resync()
                    return
        raise NoReply("no answer", port=self.wire.port)

    def look(self) -> None:
        """Whether the port is there; takes in what lies on it. Raises the wire's errors."""
        self._resync()

    def send(self, data: bytes, *, again_on_silence: bool, unwanted: Callable[[], bool] = never) -> Sent:
        """Waits until the terminal has rested, then sends. `unwanted` is asked until the first byte goes out.

        Raises the wire's errors while nothing is sent.
        """
        self._rest(unwanted)
        if unwanted():
            return Sent.NOT_WANTED
        frame = enclose(data)
        return send_copies(
            lambda: self.wire.write(frame), self._await_ack, SENDS, again_on_silence=again_on_silence
        )

    def next(self, until: float) -> bytes | None:
        """The next whole record, confirmed; None at the time `until`, and then nothing is said: a NAK would blank the
        terminal for seconds. Raises BadReply after five damaged records in a row, and the wire's errors.
        """
        while not self._waiting and self.wire.now() < until:
            for heard in self._listen(until):
                self._take(heard)
        return self._waiting.popleft() if self._waiting else None

    def over(self) -> None:
        """The session is done: the terminal rests, and what was heard and not taken is dropped: it may be a card."""
        self._forget()
        self._rested_at = self.wire.now() + REST

    def _forget(self) -> None:
        self._deframer.forget()
        self._hand_over()
        self._damaged = 0

    def _hand_over(self) -> None:
        while self._waiting:
            self._late(self._waiting.popleft())

    def _rest(self, unwanted: Callable[[], bool]) -> None:
        while self.wire.now() < self._rested_at and not unwanted():
            for heard in self._listen(self._rested_at):
                self._take(heard, nak=False)
        self._resync()

    def _resync(self) -> None:
        """What still comes belongs to an older session: it is confirmed, or it would be repeated."""
        end = self.wire.now() + LONGEST_RESYNC
        quiet_at = self.wire.now() + QUIET
        while self.wire.now() < min(quiet_at, end):
            for heard in self._listen(quiet_at):
                quiet_at = self.wire.now() + QUIET
                self._take(heard, nak=False)
        self._forget()

    def _await_ack(self) -> Heard | None:
        """ACK; a NAK that is no noise; None on silence. A record before the ACK is an older session's.

        An ACK right behind a NAK is the answer to our copy: the NAK was for noise before it.
        """
        until, noisy = self.wire.now() + self._ack_seconds, False
        verdict: Heard | None = None
        while self.wire.now() < until:
            for heard in self._listen(until):
                acked = isinstance(verdict, Acked)
                self._take(heard, nak=acked)
                if not acked:
                    self._hand_over()
                if isinstance(heard, Acked):
                    verdict = heard
                elif isinstance(heard, Nacked) and not noisy:
                    verdict, until = heard, self.wire.now() + BEHIND_NAK
                noisy = True
            if isinstance(verdict, Acked):
                return verdict
        return verdict

    def _listen(self, until: float) -> list[Heard]:
        data = self.wire.read_some(seconds=max(0.0, min(SLICE, until - self.wire.now())))
        heard = self._deframer.feed(data)
        if any(not isinstance(each, Damaged) for each in heard):
            self.heard_at = self.wire.now()
        return heard

    def _take(self, heard: Heard, *, nak: bool = True) -> None:
        """Answers it, twice each as the family wants; a record waits to be asked for."""
        match heard:
            case Frame(data):
                self._damaged = 0
                self.wire.write(bytes((ACK, ACK)))
                self._waiting.append(data)
            case Damaged(reason) if reason not in ("noise", "half_record") and nak:
                self._damaged += 1
                if self._damaged >= SENDS:
                    raise BadReply(f"damaged records only ({reason})", port=self.wire.port)
                self.wire.write(bytes((NAK, NAK)))
