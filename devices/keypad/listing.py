"""Which input devices of this machine a setting means right now. Opens none of them.

A keypad may be several to the kernel: its keys are one, its volume keys another.
"""

from __future__ import annotations

import glob
import os
from pathlib import Path

from kiosk.domain.port_name import UsbName, names, usb_name

SYSFS = Path("/sys/class/input")
DEV = Path("/dev/input")


def candidates(wanted: str, sysfs: Path = SYSFS, dev: Path = DEV) -> list[str]:
    """Paths, each device once: those of a USB device, or those of the given names that are there."""
    usb = usb_name(wanted)
    paths = (
        _of(usb, sysfs, dev) if usb else [path for name in names(wanted) for path in sorted(glob.glob(name))]
    )
    found: dict[str, str] = {}
    for path in paths:
        found.setdefault(os.path.realpath(path), path)
    return list(found.values())


def _of(usb: UsbName, sysfs: Path, dev: Path) -> list[str]:
    """As the kernel tells: hexadecimal numbers, and the serial number as `uniq`."""
    return [
        str(dev / node.name)
        for node in sorted(sysfs.glob("event*"))
        if (_number(node / "device/id/vendor"), _number(node / "device/id/product"))
        == (usb.vendor, usb.product)
        and usb.serial in ("", _text(node / "device/uniq"))
    ]


def _number(file: Path) -> int:
    try:
        return int(_text(file), 16)
    except ValueError:
        return -1


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
