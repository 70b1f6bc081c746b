"""What stands around the machine, from plain values: the cabinet and the battery. See `devices/rack.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from devices.cabinet.driver import LineCabinet
from devices.cabinet.lines import ModemLines
from devices.cabinet.wiring import Wiring
from devices.power.driver import NutPower
from devices.power.protocol import PORT
from devices.tcp_link import TcpLink
from devices.trace.tape import Tape
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.ports import Cabinet, Power


@dataclass(frozen=True, slots=True)
class CabinetSettings:
    """`port`: a device path or an `rfc2217://` address. All else is as in `devices.cabinet.wiring`."""

    port: str = ""
    door: str = "dsr"
    tamper: str = "cts"
    lamp: str = "rts"
    relays: Mapping[Device, str] = field(default_factory=dict)


NO_CABINET = CabinetSettings()


def build_cabinet(settings: CabinetSettings) -> Cabinet:
    if not settings.port:
        return NoCabinet()
    wiring = Wiring(settings.door, settings.tamper, settings.lamp, settings.relays)
    return LineCabinet(ModemLines(settings.port), wiring)


def build_power(ups: str, tape: Tape | None = None) -> Power:
    """`ups`: `NAME@HOST` or `NAME@HOST:PORT`; empty: none. `tape` hears the line."""
    if not ups:
        return NoPower()
    name, _, place = ups.partition("@")
    return NutPower(TcpLink(f"tcp://{place}", PORT, tape=tape), name)


class NoCabinet:
    def status(self) -> DeviceStatus:
        return DeviceStatus(Device.CABINET, DeviceState.NOT_FITTED)

    def light(self, on: bool) -> None:
        """There is no lamp."""

    def cut(self, device: Device, off: bool) -> None:
        """There is no relay."""

    def close(self) -> None:
        """Nothing is open."""


class NoPower:
    def status(self) -> DeviceStatus:
        return DeviceStatus(Device.POWER, DeviceState.NOT_FITTED)

    def close(self) -> None:
        """Nothing is open."""
