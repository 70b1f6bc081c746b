"""What every pretend card reader is, whatever it speaks: cards are presented and taken away by whoever
holds the workbench.

It must not know any driver. What is presented is kept nowhere on disk.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from devices.emulator import Emulator, SwitchError

_UID = re.compile(r"(?:[0-9A-Fa-f]{2}){4,10}\Z")


class AnyCardReader(Emulator, ABC):
    NAME: ClassVar[str] = "card_reader"

    presented = 0

    @abstractmethod
    def present(self, card: Mapping[str, object]) -> None:
        """A card is held to it, or pushed in. Raises SwitchError for a card that it cannot know."""

    @abstractmethod
    def withdraw(self, by_force: bool) -> None:
        """The customer takes the card that lies there or stands in the gate; by force, also from inside."""

    def counters(self) -> dict[str, int]:
        return {"presented": self.presented}


def seconds(device: Emulator, key: str) -> float:
    value = device.switches[key]
    return float(value) if isinstance(value, (int, float)) else 0.0


def spend(device: Emulator, key: str) -> bool:
    """Whether this one is to go wrong; one fewer is left."""
    left = device.switches[key]
    if not isinstance(left, int) or left <= 0:
        return False
    device.switches[key] = left - 1
    return True


def uid_of(card: Mapping[str, object], key: str = "uid") -> bytes:
    uid = card.get(key)
    if not isinstance(uid, str) or not _UID.match(uid):
        raise SwitchError(key, uid, ["four to ten bytes in hexadecimal"])
    return bytes.fromhex(uid)
