"""A line to a pretend device in stepped time: no thread and no sleep, ninety seconds of silence cost nothing."""

from collections.abc import Callable
from typing import Protocol

STEP = 0.01


class FarDevice(Protocol):
    """What is needed of an emulator, or of a few lines that play one."""

    def take(self, data: bytes) -> None: ...

    def ticked(self, now: float) -> None: ...


class SteppedWire:
    """Stands where a `devices.link.Link` stands. Keeps all bytes both ways."""

    def __init__(self, make: Callable[[Callable[[bytes], None]], FarDevice]) -> None:
        self.port = "stepped"
        self.time = 0.0
        self.to_kiosk = bytearray()
        self.heard = bytearray()
        self.said = bytearray()
        self.noise = b""  # what the line puts before the next bytes that go out
        self.far = make(self.to_kiosk.extend)
        self._later: list[tuple[float, Callable[[], None]]] = []

    def now(self) -> float:
        return self.time

    def open(self) -> None:
        """A stepped line is always there."""

    def write(self, data: bytes) -> None:
        self.said += data
        noise, self.noise = self.noise, b""
        self.far.take(noise + data)

    def read_some(self, limit: int = 4096, seconds: float = 0.1) -> bytes:
        end = self.time + seconds
        while not self.to_kiosk and self.time < end:
            self._step()
        data = bytes(self.to_kiosk[:limit])
        del self.to_kiosk[:limit]
        self.heard += data
        return data

    def drop_input(self) -> bytes:
        dropped = bytes(self.to_kiosk)
        self.to_kiosk.clear()
        return dropped

    def close(self) -> None:
        self.to_kiosk.clear()

    def wait(self, seconds: float) -> None:
        end = self.time + seconds
        while self.time < end:
            self._step()

    def later(self, seconds: float, do: Callable[[], None]) -> None:
        """Somebody does something at the far end, or presses a key, `seconds` from now."""
        self._later.append((self.time + seconds, do))

    def _step(self) -> None:
        self.time += STEP
        self.far.ticked(self.time)
        for due in [entry for entry in self._later if entry[0] <= self.time]:
            self._later.remove(due)
            due[1]()
