"""Which machine this is: what a copied disk does not bring along, and what a copied image does.

The store keeps digests of it only, each under a salt of its own, so that a stolen store tells nothing of the machine
and two stores cannot be told to be of one.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
from collections.abc import Iterator, Mapping
from pathlib import Path

#: A fact's name -> where it stands, by systemd's, the firmware's and the device tree's own places.
_FILES = {
    "machine_id": "etc/machine-id",
    "product_uuid": "sys/class/dmi/id/product_uuid",
    "serial": "proc/device-tree/serial-number",
}


def facts(root: Path = Path("/")) -> dict[str, str]:
    """What is known of this machine, by name; what cannot be read (some is for root only) is not there."""
    found = {name: _read(root / place) for name, place in _FILES.items()}
    found.update(_wired(root / "sys/class/net"))
    return {name: value for name, value in found.items() if value}


def _wired(interfaces: Path) -> Iterator[tuple[str, str]]:
    """Addresses of cards that are part of the machine: not radio, which invents its own, nor what is plugged in."""
    with contextlib.suppress(OSError):
        for each in sorted(interfaces.iterdir()):
            device = each / "device"
            if device.exists() and not (each / "wireless").exists() and "usb" not in str(device.resolve()):
                yield f"wired.{each.name}", _read(each / "address")


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii", errors="replace").strip("\0\n ")
    except OSError:
        return ""


def digests(machine: Mapping[str, str], salt: str) -> dict[str, str]:
    """Each fact as it is kept."""
    return {name: _digest(name, value, salt) for name, value in machine.items()}


def is_another(kept: Mapping[str, str], machine: Mapping[str, str], salt: str) -> bool:
    """Whether a fact that is known on both sides differs; a fact that one side lacks says nothing."""
    here = digests(machine, salt)
    return any(here[name] != told for name, told in kept.items() if name in here)


def _digest(name: str, value: str, salt: str) -> str:
    return hmac.new(salt.encode(), f"{name} {value}".encode(), hashlib.sha256).hexdigest()[:32]
