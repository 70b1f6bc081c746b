"""Messages to and from a terminal, whatever carries them. Knows neither their bytes on the line nor what they say."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from devices.payment_terminal.handshake import Sent, Wire
from devices.payment_terminal.zvt.apdu import Apdu, yes

SLICE = 0.1  # seconds; the longest single look at the line
QUIET = 0.2  # seconds of silence after which nothing old is on the line
LONGEST_RESYNC = 3.0  # seconds; a terminal that talks on and on is in the middle of something


class Messages:
    """Subclasses say how a message is put on the line and found in it. Not for two threads."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.noisy = False  # whether the last one sent was answered by noise alone
        self._waiting: deque[Apdu] = deque()

    def send(self, message: Apdu, *, again_on_silence: bool) -> Sent:
        """Raises nothing. `again_on_silence`: a second copy does no harm; of a request for money it would."""
        raise NotImplementedError

    def next(self, until: float, woken: Callable[[], bool] = lambda: False) -> Apdu | None:
        """The next message; None at the time `until` (whatever waits then), or as soon as `woken()`.

        Raises BadReply for what is no message at all, and the wire's errors.
        """
        while self.wire.now() < until:
            if self._waiting:
                return self._waiting.popleft()
            if woken():
                return None
            self._look(until)
        return None

    def wait(self, until: float, woken: Callable[[], bool]) -> None:
        """Listens until `woken()`, something came, or the time `until`; what came is kept for `next`."""
        while self.wire.now() < until and not self._waiting and not woken():
            self._look(until)

    def resync(self) -> None:
        """Hears out what an older conversation still has to say, so that it is not taken for the next one.

        Old messages are answered, or the terminal would repeat them. Raises the wire's errors.
        """
        end = self.wire.now() + LONGEST_RESYNC
        quiet_at = self.wire.now() + QUIET
        while self.wire.now() < min(quiet_at, end):
            if self._look(quiet_at, complain=False):
                quiet_at = self.wire.now() + QUIET
            while self._waiting:
                if not self._waiting.popleft().is_answer:
                    self._put(yes())
        self.forget()

    def forget(self) -> None:
        """Drops all that was heard and not taken; half a message may hold half a card number."""
        self._waiting.clear()

    def _look(self, until: float, *, complain: bool = True) -> bool:
        """One look at the line; whole messages go to `_waiting`. Whether anything came. `complain` of damage."""
        raise NotImplementedError

    def _put(self, message: Apdu) -> None:
        """On the line, without waiting for anything."""
        raise NotImplementedError
