"""A cabinet on modem lines. A contact counts once it is still; a port without such lines is a fault of its own.

What a relay is to do holds until something else is said: a port that was gone meanwhile is told again.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
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
        self._sensor = Debounced()
        self._lamp: tuple[int, bool] | None = None
        self._cut = dict.fromkeys(wiring.relays, False)
        self._driven: dict[Device, tuple[int, bool]] = {}

    def status(self) -> DeviceStatus:
        try:
            asserted = self._lines.asserted()
            self._hold_relays()
        except DeviceError as error:
            for _, contact, _ in self._contacts:
                contact.forget()
            self._sensor.forget()
            return failed(Device.CABINET, error)
        now = self._lines.now()
        for line, contact, _ in self._contacts:
            contact.hear(line in asserted, now)
        self._sensor.hear(self._wiring.presence in asserted, now)
        if any(contact.settled is None for _, contact, _ in self._contacts):
            return DeviceStatus(Device.CABINET, DeviceState.STARTING)
        faults = tuple(fault for _, contact, fault in self._contacts if not contact.settled)
        state = DeviceState.PERSON_NEEDED if faults else DeviceState.ONLINE
        return DeviceStatus(Device.CABINET, state, faults, self._detail())

    def presence(self) -> bool | None:
        return None if self._wiring.presence == NONE else self._sensor.settled

    def light(self, on: bool) -> None:
        """Told again after each opening: a port comes up with lines of its own."""
        if self._wiring.lamp == NONE or self._lamp == (self._lines.openings, on):
            return
        self._lines.drive(self._wiring.lamp, on)
        self._lamp = self._lines.openings, on

    def cut(self, device: Device, off: bool) -> None:
        self._cut[device] = off
        self._hold_relays()

    def close(self) -> None:
        """Gives everything its power back first."""
        if any(self._cut.values()):
            self._cut = dict.fromkeys(self._cut, False)
            with suppress(DeviceError):
                self._hold_relays()
        self._lines.close()

    def _hold_relays(self) -> None:
        for device, off in self._cut.items():
            if self._driven.get(device) != (self._lines.openings, off):
                self._lines.drive(self._wiring.relays[device], off)
                self._driven[device] = self._lines.openings, off

    def _detail(self) -> str:
        wiring = self._wiring
        relays = "".join(f", power of {device} on {line}" for device, line in wiring.relays.items())
        sensor = f", presence on {wiring.presence}" if wiring.presence != NONE else ""
        return f"door on {wiring.door}, tamper on {wiring.tamper}, lamp on {wiring.lamp}{sensor}{relays}"
