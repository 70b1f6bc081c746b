"""A battery that `upsd` watches. What its driver no longer hears is not "on mains": who was on battery stays so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from devices.conditions import failed
from devices.power.protocol import CHARGE, LONGEST, RUNTIME, STATUS, answer, question
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.ports import BadReply, DeviceError, NoReply

PATIENCE = 1.0  # seconds for one answer


class Line(Protocol):
    port: str

    @property
    def now(self) -> Callable[[], float]: ...

    def write(self, data: bytes) -> None: ...

    def read_some(self, limit: int = ..., seconds: float = ...) -> bytes: ...

    def close(self) -> None: ...


class NutPower:
    """Fulfils `kiosk.ports.Power`. `ups`: the battery's name in `ups.conf`."""

    def __init__(self, line: Line, ups: str) -> None:
        self._line = line
        self._ups = ups
        self._last: tuple[Fault, ...] = ()

    def status(self) -> DeviceStatus:
        try:
            words = (self._asked(STATUS) or "").split()
            detail = self._measured()
            faults = _faults(words)
        except DeviceError as error:
            self._line.close()  # what comes late must not answer the next question
            lost = failed(Device.POWER, error)
            return DeviceStatus(lost.device, lost.state, (*self._last, *lost.faults), lost.detail)
        self._last = tuple(fault for fault in faults if fault is not Fault.BATTERY_OLD)
        low = Fault.BATTERY_LOW in faults
        state = DeviceState.PERSON_NEEDED if low else DeviceState.ONLINE
        return DeviceStatus(Device.POWER, state, faults, f"{' '.join(words)}{detail}")

    def close(self) -> None:
        self._line.close()

    def _measured(self) -> str:
        charge, runtime = self._asked(CHARGE), self._asked(RUNTIME)
        return (f"; {charge} %" if charge else "") + (f"; {runtime} s" if runtime else "")

    def _asked(self, variable: str) -> str | None:
        self._line.write(question(self._ups, variable))
        deadline, heard = self._line.now() + PATIENCE, b""
        while not heard.endswith(b"\n"):
            left = deadline - self._line.now()
            if left <= 0:
                raise NoReply("no whole answer", port=self._line.port, heard=heard)
            if len(heard) >= LONGEST:
                raise BadReply("a line without end", port=self._line.port, heard=heard)
            heard += self._line.read_some(LONGEST - len(heard), min(left, 0.1))
        return answer(heard, self._ups, variable)


def _faults(words: list[str]) -> tuple[Fault, ...]:
    """Words of `ups.status`: OL on mains, OB on battery, LB low, FSD shutting down, RB to be replaced."""
    on_battery = "OB" in words
    if not (on_battery or "OL" in words or "FSD" in words):
        raise BadReply("neither on mains nor on battery", heard=" ".join(words).encode("ascii", "replace"))
    old = (Fault.BATTERY_OLD,) if "RB" in words else ()
    if "FSD" in words or (on_battery and "LB" in words):
        return (Fault.BATTERY_LOW, *old)
    return (Fault.ON_BATTERY, *old) if on_battery else old
