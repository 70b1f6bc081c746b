"""A line in stepped time between a driver and a pretend device, on which one thing goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from devices.conformance.spoiling import Case, Harm, Spoil, Way, cases
from kiosk.ports import NotConnected

STEP = 0.01  # seconds
NOISE = b"\xa5"
BURST = bytes.fromhex("ff00a55a7f808001")
PAUSE = b"\x13\x11"
#: Seconds: half a frame and then nothing; a dead cable; a port that comes back; an answer that comes late.
HALF_S, DEAD_S, GONE_S, LATE_S = 2.0, 40.0, 3.0, 1.5
OLD = 64  # bytes of an earlier conversation that come again


class FarDevice(Protocol):
    def take(self, data: bytes) -> None: ...

    def ticked(self, now: float) -> None: ...


MakeFar = Callable[[Callable[[bytes], None]], FarDevice]


class Line:
    """Stands where a driver's line stands (`devices.link.Link`). Healthy until `spoil` is called, and again after `heal`.

    `carried` counts the bytes each way since `spoil`; `time` goes on only while somebody waits.
    """

    port = "the line of the kit"
    baud = 115_200

    def __init__(self, make: MakeFar) -> None:
        self.time = 0.0
        self.openings = 1
        self.carried = dict.fromkeys(Way, 0)
        self._early = {way: bytearray() for way in Way}
        self._spoil: Spoil | None = None
        self._silent_until = dict.fromkeys(Way, 0.0)
        self._late_until = dict.fromkeys(Way, 0.0)
        self._gone_until = 0.0
        self._inbox = bytearray()
        self._due: list[tuple[float, Callable[[], None]]] = []
        self.far = make(lambda data: self._pass(Way.TO_HOST, data))

    # --- what goes wrong --------------------------------------------------------------------------

    def spoil(self, spoil: Spoil | None) -> None:
        """From now on bytes are counted, and at its place the harm is done, once."""
        self.carried = dict.fromkeys(Way, 0)
        self._spoil = spoil

    def cases(self) -> Iterator[Case]:
        """All that can go wrong with as many bytes as were carried since `spoil`."""
        return cases(self.carried)

    def heal(self, seconds: float) -> None:
        """Whatever is under way ends; then `seconds` pass."""
        self._spoil = None
        self.wait(seconds)

    # --- what a driver sees -----------------------------------------------------------------------

    def now(self) -> float:
        return self.time

    @property
    def is_open(self) -> bool:
        return self.time >= self._gone_until

    def open(self) -> None:
        """Raises NotConnected while it is unplugged."""
        if not self.is_open:
            self.wait(STEP)
            raise NotConnected("no such port", port=self.port)

    def write(self, data: bytes) -> None:
        self.open()
        self._pass(Way.TO_DEVICE, data)
        self.open()

    def read_some(self, limit: int = 4096, seconds: float = 0.1) -> bytes:
        self.open()
        end = self.time + seconds
        while not self._inbox and self.time < end:
            self.wait(STEP)
            self.open()
        data = bytes(self._inbox[:limit])
        del self._inbox[:limit]
        return data

    def read_until(self, done: Callable[[bytes], bool], seconds: float, limit: int = 4096) -> bytes:
        heard, deadline = b"", self.time + seconds
        while len(heard) < limit and not done(heard) and self.time < deadline:
            heard += self.read_some(limit - len(heard), min(deadline - self.time, 0.1))
        return heard

    def drop_input(self) -> bytes:
        self.open()
        dropped = bytes(self._inbox)
        self._inbox.clear()
        return dropped

    def drop_output(self) -> None:
        """Nothing waits on this side: what was written is on the line."""

    def close(self) -> None:
        self._inbox.clear()

    def wait(self, seconds: float) -> None:
        end = self.time + seconds
        while self.time < end:
            self.time += STEP
            self._deliver()
            self.far.ticked(self.time)

    # --- bytes on their way -----------------------------------------------------------------------

    def _deliver(self) -> None:
        """What was late and is due now."""
        due = [entry for entry in self._due if entry[0] <= self.time]
        self._due = [entry for entry in self._due if entry[0] > self.time]
        for _, deliver in due:
            deliver()

    def _pass(self, way: Way, data: bytes) -> None:
        begins = self.carried[way]
        self.carried[way] += len(data)
        room = OLD - len(self._early[way])
        self._early[way] += data[: max(room, 0)]
        spoil = self._spoil
        if spoil is None or spoil.way is not way or not begins <= spoil.place < begins + len(data):
            self._send(way, data)
            return
        self._spoil = None
        self._harm(spoil.harm, way, data, spoil.place - begins)

    def _harm(self, harm: Harm, way: Way, data: bytes, at: int) -> None:
        before, byte, after = data[:at], data[at : at + 1], data[at + 1 :]
        match harm:
            case Harm.LOST:
                self._send(way, before + after)
            case Harm.DOUBLED:
                self._send(way, before + 2 * byte + after)
            case Harm.FLIPPED:
                self._send(way, before + bytes((byte[0] ^ 0x04,)) + after)
            case Harm.NOISE:
                self._send(way, before + NOISE + byte + after)
            case Harm.BURST:
                self._send(way, before + BURST + byte + after)
            case Harm.PAUSE:
                self._send(way, before + PAUSE + byte + after)
            case Harm.AGAIN:
                self._send(way, data + data)
            case Harm.OLD:
                self._send(way, before + bytes(self._early[way]) + byte + after)
            case Harm.LATE:
                self._send(way, before)
                self._late_until[way] = self.time + LATE_S
                self._send(way, byte + after)
            case Harm.HALF:
                self._send(way, before)
                self._silent_until[way] = self.time + HALF_S
            case Harm.DEAD:
                self._send(way, before)
                self._silent_until = dict.fromkeys(Way, self.time + DEAD_S)
            case Harm.GONE:
                self._send(way, before)
                self._unplug()

    def _unplug(self) -> None:
        self._inbox.clear()
        self._gone_until = self.time + GONE_S
        self._silent_until = dict.fromkeys(Way, self._gone_until)
        self.openings += 1

    def _send(self, way: Way, data: bytes) -> None:
        if self.time < self._silent_until[way] or not data:
            return
        if self.time < self._late_until[way]:
            self._due.append((self.time + LATE_S, lambda: self._arrive(way, data)))
        else:
            self._arrive(way, data)

    def _arrive(self, way: Way, data: bytes) -> None:
        if way is Way.TO_HOST:
            self._inbox += data
        else:
            self.far.take(data)


MakeLine = Callable[[MakeFar], Line]


class Connection(Line):
    """One over TCP: who hangs up hears nothing of the old one any more."""

    port = "the connection of the kit"

    def close(self) -> None:
        super().close()
        self._due.clear()
