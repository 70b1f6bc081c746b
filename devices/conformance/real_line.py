"""A real port between a driver of anybody's and a pretend device, on which one thing goes wrong. Time is the world's."""

from __future__ import annotations

import os
import select
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import serial

from devices.conformance.line import STEP, Line, MakeFar
from devices.conformance.spoiling import Way
from devices.workbench.tcp_wire import TcpWire
from devices.workbench.wire import LOOK, AnyWire, Wire

#: Seconds that a driver has to come round by itself; the pretend device's time goes on by as much as the stand wants.
REST_S = 5.0


class RealLine(Line):
    """The driver is on the other side of `wire`; on this side it is asked through `devices.conformance.program`."""

    def __init__(self, wire: AnyWire, make: MakeFar) -> None:
        self._wire = wire
        self._began, self._skipped = time.monotonic(), 0.0
        super().__init__(make)
        self._wire.plug()

    def heal(self, seconds: float) -> None:
        super().heal(min(seconds, REST_S))
        end = self.time + seconds - REST_S
        while self.time < end:
            self._skipped += STEP
            self.time += STEP
            self.far.ticked(self.time)

    def wait(self, seconds: float) -> None:
        end = self.time + seconds
        while self.time < end:
            heard = self._listened()
            self.time = time.monotonic() - self._began + self._skipped
            self._deliver()
            if heard:
                self._pass(Way.TO_DEVICE, heard)
            self.far.ticked(self.time)

    def _listened(self) -> bytes:
        if self.is_open:
            self._wire.plug()
        master = self._wire.master
        if master is None:
            time.sleep(
                STEP
            )  # a real port's time is everybody's: while it is unplugged there is nothing to wait on
            return b""
        ready, _, _ = select.select([master], [], [], STEP)
        return self._wire.read(LOOK) if ready else b""

    def _unplug(self) -> None:
        super()._unplug()
        self._wire.unplug()

    def _arrive(self, way: Way, data: bytes) -> None:
        if way is Way.TO_HOST:
            self._wire.send(data)
        else:
            super()._arrive(way, data)


class PortWire:
    """A serial port of this machine, with a cable to the driver's. Nobody can pull it out from here: it falls silent."""

    def __init__(self, port: str, baud: int) -> None:
        self._line = serial.Serial(port, baud, timeout=0, write_timeout=2)

    @property
    def master(self) -> int:
        return int(self._line.fileno())

    def plug(self) -> None:
        """It is."""

    def unplug(self) -> None:
        """Not from here."""

    def move(self, name: Path) -> None:
        """It stays where it is."""

    def treat(self, line: str) -> None:
        """A cable has no such trouble."""

    def send(self, data: bytes) -> None:
        self._line.write(data)

    def read(self, limit: int = LOOK) -> bytes:
        return bytes(self._line.read(limit))

    def close(self) -> None:
        self._line.close()


@contextmanager
def wire_of(port: str, baud: int) -> Iterator[AnyWire]:
    """`tcp://HOST:PORT` is listened on; a serial port that there is, is opened; any other path becomes a link to a
    pseudo-terminal, for as long as this lasts. Raises OSError, ValueError."""
    if port.startswith("tcp://"):
        url = urlsplit(port)
        wire: AnyWire = TcpWire((url.hostname or "127.0.0.1", url.port or 0))
    elif os.path.exists(port) and stat.S_ISCHR(os.stat(port).st_mode):
        wire = PortWire(port, baud)
    else:
        wire = Wire(Path(port))
    try:
        yield wire
    finally:
        wire.unplug()
        if isinstance(wire, PortWire):
            wire.close()
