"""How a setting names a serial port: one by its name, or several among which a device is to be found.

`auto`: every USB serial port; `usb:VVVV:PPPP` or `usb:VVVV:PPPP:SERIAL` (hexadecimal): the port of that USB device; names
with commas between them or with `*`, `?`, `[...]` in them: those of them that are there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

AUTO = "auto"
_USB = re.compile(r"usb:([0-9a-fA-F]{4}):([0-9a-fA-F]{4})(?::([^\s,:]+))?\Z")
_PATTERN = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class UsbName:
    """`serial` empty: any of this kind."""

    vendor: int
    product: int
    serial: str


def usb_name(port: str) -> UsbName | None:
    """None: it names no USB device. Raises ValueError for one that is written wrongly."""
    if not port.startswith("usb:"):
        return None
    found = _USB.match(port)
    if not found:
        raise ValueError("write usb:VVVV:PPPP or usb:VVVV:PPPP:SERIAL")
    return UsbName(int(found[1], 16), int(found[2], 16), found[3] or "")


def names(port: str) -> tuple[str, ...]:
    """The names in a list of them; of one name itself."""
    return tuple(part.strip() for part in port.split(",") if part.strip())


def is_sought(port: str) -> bool:
    """Whether the port is found each time, not named."""
    if not port or "://" in port:
        return False
    return port == AUTO or port.startswith("usb:") or "," in port or bool(_PATTERN.search(port))


def needs_asking(port: str) -> bool:
    """Whether only a device that can be asked who it is can be found by this: of a USB name the system knows."""
    return is_sought(port) and not port.startswith("usb:")
