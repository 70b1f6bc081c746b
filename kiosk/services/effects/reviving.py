"""Helps a device up: in its own lane first, so that nothing it still has to do is cut off; its power in the cabinet's."""

from __future__ import annotations

from contextlib import suppress
from typing import Protocol, assert_never

from kiosk.domain import effects, events
from kiosk.domain.health import Device
from kiosk.ports import Cabinet, DeviceError, Lane
from kiosk.services.effects.errands import Errands
from kiosk.services.effects.world import Lanes, World

#: Seconds without power: what is stored in a device's own supply must run down.
POWERLESS = 6.0


class Line(Protocol):
    def close(self) -> None: ...


class Reviving:
    def __init__(self, world: World, lanes: Lanes, errands: Errands) -> None:
        self._cabinet: Cabinet = world.cabinet
        self._around = lanes.cabinet
        self._errands = errands
        self._devices: dict[Device, tuple[Line, Lane]] = {
            Device.RECEIPT_PRINTER: (world.printer, lanes.printer),
            Device.CARD_READER: (world.reader, lanes.reader),
            Device.CODE_SCANNER: (world.scanner, lanes.scanner),
            Device.PAYMENT_TERMINAL: (world.terminal, lanes.terminal),
        }

    def carry_out(self, effect: effects.RevivingEffect) -> None:
        driver, lane = self._devices[effect.device]
        match effect:
            case effects.RestartDevice():
                lane.submit(driver.close)
            case effects.CyclePower(device):
                if not lane.submit(lambda: self._free(device, driver)):
                    self._told(device, done=False)
            case _:
                assert_never(effect)

    # --- the device's lane ----------------------------------------------------------------------

    def _free(self, device: Device, driver: Line) -> None:
        driver.close()
        if not self._around.submit(lambda: self._cut(device)):
            self._told(device, done=False)

    # --- the cabinet's lane ---------------------------------------------------------------------

    def _cut(self, device: Device) -> None:
        try:
            self._cabinet.cut(device, True)
        except DeviceError:
            self._give_back(device)
            self._told(device, done=False)
            return
        self._around.later(POWERLESS, lambda: self._restore(device))

    def _restore(self, device: Device) -> None:
        self._give_back(device)
        driver, lane = self._devices[device]
        lane.submit(driver.close)  # who answered it meanwhile was nobody
        self._told(device, done=True)

    def _give_back(self, device: Device) -> None:
        with suppress(DeviceError):  # the cabinet holds to it, and tells its port when it is there again
            self._cabinet.cut(device, False)

    def _told(self, device: Device, done: bool) -> None:
        self._errands.fact(events.PowerCycled(device, done))
