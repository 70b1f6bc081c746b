"""A cabinet on modem lines. A contact counts once it is still; a port without such lines is a fault of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from devices.cabinet.wiring import NONE, Debounced, Wiring
from devices.conditions import failed
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.ports import DeviceError


class Lines(Protocol):
    """What the driver needs of a port: `openings` counts the times that it was opened."""

    openings: int

    @property
    def now(self) -> Callable[[], float]: ...

    def asserted(self) -> frozenset[str]: ...

    def drive(self, output: str, on: bool) -> None: ...

    def close(self) -> None: ...


class LineCabinet:
    """Fulfils `kiosk.ports.Cabinet`."""

    def __init__(self, lines: Lines, wiring: Wiring) -> None:
        self._lines = lines
        self._wiring = wiring
        contacts = (wiring.tamper, Debounced(), Fault.TAMPER), (wiring.door, Debounced(), Fault.DOOR_OPEN)
        #: Line, contact, and what an open one means; the worse first.
        self._contacts = tuple(each for each in contacts if each[0] != NONE)
        self._lamp: tuple[int, bool] | None = None

    def status(self) -> DeviceStatus:
        try:
            asserted = self._lines.asserted()
        except DeviceError as error:
            for _, contact, _ in self._contacts:
                contact.forget()
            return failed(Device.CABINET, error)
        now = self._lines.now()
        for line, contact, _ in self._contacts:
            contact.hear(line in asserted, now)
        if any(contact.settled is None for _, contact, _ in self._contacts):
            return DeviceStatus(Device.CABINET, DeviceState.STARTING)
        faults = tuple(fault for _, contact, fault in self._contacts if not contact.settled)
        state = DeviceState.PERSON_NEEDED if faults else DeviceState.ONLINE
        return DeviceStatus(Device.CABINET, state, faults, self._detail())

    def light(self, on: bool) -> None:
        """Told again after each opening: a port comes up with lines of its own."""
        if self._wiring.lamp == NONE or self._lamp == (self._lines.openings, on):
            return
        self._lines.drive(self._wiring.lamp, on)
        self._lamp = self._lines.openings, on

    def close(self) -> None:
        self._lines.close()

    def _detail(self) -> str:
        wiring = self._wiring
        return f"door on {wiring.door}, tamper on {wiring.tamper}, lamp on {wiring.lamp}"
