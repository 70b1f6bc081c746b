"""What stands around the machine: a battery is on mains only by its own word, a box shut only by both its contacts."""

from __future__ import annotations

from collections.abc import Callable

from devices.cabinet.driver import LineCabinet
from devices.cabinet.wiring import INPUTS, SETTLED, Wiring
from devices.power.driver import NutPower
from devices.power.protocol import LONGEST, STATUS, answer
from kiosk.domain.faults import Fault
from kiosk.ports import NotConnected
from tests.devices.fuzz.frames import Parsers, quietly

UPS = "kiosk"
BATTERY = {Fault.ON_BATTERY, Fault.BATTERY_LOW}


def lines(data: bytes) -> None:
    """One answer of `upsd`."""
    said = quietly(lambda raw: answer(raw, UPS, STATUS), data)
    if isinstance(said, str):
        assert f'VAR {UPS} {STATUS} "{said}"'.encode() in data


class Battery:
    """The driver, whose every question is answered by what is fed."""

    port = "fed"

    def __init__(self) -> None:
        self._time, self._said = 0.0, b""
        self._driver = NutPower(self, UPS)

    def __call__(self, data: bytes) -> None:
        self._feed = data
        said = self._driver.status()
        if said.works and not BATTERY & set(said.faults):
            words = data.split(b'"')[1].split()
            assert b"OL" in words
            assert b"OB" not in words
        assert len(said.detail) <= 4 * LONGEST

    @property
    def now(self) -> Callable[[], float]:
        return lambda: self._time

    def write(self, data: bytes) -> None:
        self._said = self._feed

    def read_some(self, limit: int = 4096, seconds: float = 0.1) -> bytes:
        said, self._said = self._said[:limit], self._said[limit:]
        self._time += 0.0 if said else seconds
        return said

    def close(self) -> None:
        self._said = b""


class Contacts:
    """The driver of a cabinet; each byte is a moment: four lines, and whether the port is there."""

    openings = 1
    OPEN_LONG_ENOUGH = 4  # looks, half of SETTLED apart

    def __init__(self) -> None:
        self._time, self._byte = 0.0, 0
        self._open = [0, 0]
        self._driver = LineCabinet(self, Wiring())

    def __call__(self, data: bytes) -> None:
        for self._byte in data:
            self._time += SETTLED / 2
            gone = self._byte >> 4 & 1
            self._open = [
                0 if gone or self._byte >> line & 1 else looks + 1 for line, looks in enumerate(self._open)
            ]
            said = self._driver.status()
            if said.works:
                assert not gone
                assert not said.faults
                assert max(self._open) < self.OPEN_LONG_ENOUGH

    @property
    def now(self) -> Callable[[], float]:
        return lambda: self._time

    def asserted(self) -> frozenset[str]:
        if self._byte & 0x10:
            raise NotConnected("not there")
        return frozenset(name for place, name in enumerate(INPUTS) if self._byte >> place & 1)

    def drive(self, output: str, on: bool) -> None:
        """Nothing hangs on it."""

    def close(self) -> None:
        """Nothing is open."""


_NUT = [
    b'VAR kiosk ups.status "OL CHRG"\n',
    b'VAR kiosk ups.status "OB LB"\n',
    b'VAR kiosk ups.status "OB"\n',
    b'VAR other ups.status "OL"\n',
    b"ERR DATA-STALE\n",
    b"ERR VAR-NOT-SUPPORTED\n",
]
PARSERS: Parsers = {
    "nut_lines": (lambda: lines, _NUT),
    "nut_battery": (Battery, _NUT),
    "cabinet_contacts": (Contacts, [b"\x03\x03\x03\x00\x00\x03\x03", b"\x03\x01\x03\x03\x13\x13\x03\x03"]),
}
