"""What stands around the machine, from plain values: cabinet, battery and keypad. See `devices/rack.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from devices.cabinet.driver import LineCabinet
from devices.cabinet.lines import ModemLines
from devices.cabinet.wiring import Wiring
from devices.keypad.driver import EvdevKeypad
from devices.keypad.nodes import InputNodes
from devices.power.driver import NutPower
from devices.power.protocol import PORT
from devices.tcp_link import TcpLink
from devices.trace.tape import Tape
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.keypad import Meaning
from kiosk.ports import Cabinet, Keypad, NotConnected, Power


@dataclass(frozen=True, slots=True)
class CabinetSettings:
    """`port`: a device path or an `rfc2217://` address. All else is as in `devices.cabinet.wiring`."""

    port: str = ""
    door: str = "dsr"
    tamper: str = "cts"
    lamp: str = "rts"
    presence: str = "none"
    relays: Mapping[Device, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KeypadSettings:
    """`port`: as for `devices.keypad.nodes`. `meanings`: by the kernel's code of each key. `again` in seconds."""

    port: str = ""
    meanings: Mapping[int, Meaning] = field(default_factory=dict)
    again: float = 0.0


NO_CABINET, NO_KEYPAD = CabinetSettings(), KeypadSettings()


def build_cabinet(settings: CabinetSettings) -> Cabinet:
    if not settings.port:
        return NoCabinet()
    wiring = Wiring(settings.door, settings.tamper, settings.lamp, settings.presence, settings.relays)
    return LineCabinet(ModemLines(settings.port), wiring)


def build_keypad(settings: KeypadSettings) -> Keypad:
    if not settings.port:
        return NoKeypad()
    return EvdevKeypad(InputNodes(settings.port), settings.meanings, settings.again)


def build_power(ups: str, tape: Tape | None = None) -> Power:
    """`ups`: `NAME@HOST` or `NAME@HOST:PORT`; empty: none. `tape` hears the line."""
    if not ups:
        return NoPower()
    name, _, place = ups.partition("@")
    return NutPower(TcpLink(f"tcp://{place}", PORT, tape=tape), name)


class NoCabinet:
    def status(self) -> DeviceStatus:
        return DeviceStatus(Device.CABINET, DeviceState.NOT_FITTED)

    def presence(self) -> bool | None:
        return None

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


class NoKeypad:
    def status(self) -> DeviceStatus:
        return DeviceStatus(Device.KEYPAD, DeviceState.NOT_FITTED)

    def read(self) -> Meaning | None:
        raise NotConnected("no keypad is fitted")

    def close(self) -> None:
        """Nothing is open."""
