"""Which serial ports of this machine a setting means right now. Opens none of them."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from serial.tools.list_ports import comports

from kiosk.domain.port_name import AUTO, UsbName, names, usb_name


@dataclass(frozen=True, slots=True)
class UsbPort:
    """A serial port that hangs on USB, and what the device there says it is."""

    path: str
    vendor: int
    product: int
    serial: str = ""


Listing = Callable[[], Sequence[UsbPort]]


def usb_ports() -> list[UsbPort]:
    """As the kernel tells; the ports that are soldered in say nothing of themselves and are not among them."""
    return [
        UsbPort(port.device, port.vid, port.pid or 0, port.serial_number or "")
        for port in sorted(comports())
        if port.vid is not None
    ]


def candidates(wanted: str, others: Iterable[str] = (), listing: Listing = usb_ports) -> list[str]:
    """Paths, each port once. `others`: names that belong to other devices, whatever is behind them now."""
    theirs = {os.path.realpath(name) for name in others}
    found: dict[str, str] = {}
    for path in _named(wanted, listing):
        real = os.path.realpath(path)
        if real not in theirs:
            found.setdefault(real, path)
    return list(found.values())


def _named(wanted: str, listing: Listing) -> list[str]:
    if wanted == AUTO:
        return [port.path for port in listing()]
    if (usb := usb_name(wanted)) is not None:
        return [port.path for port in listing() if _is(port, usb)]
    return [path for name in names(wanted) for path in sorted(glob.glob(name)) if os.path.exists(path)]


def _is(port: UsbPort, usb: UsbName) -> bool:
    return (port.vendor, port.product) == (usb.vendor, usb.product) and usb.serial in ("", port.serial)
