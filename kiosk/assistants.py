"""The PINs of floor staff, by staff number, against their hashes in the settings."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.technician import PinLock

#: The hash of nothing that can be typed: a number that nobody has takes as long as one that somebody has.
_NOBODYS = "$argon2id$v=19$m=65536,t=3,p=1$8xfrBIdGZapu0GR9TouMfQ$AAAAaL1FVkzMrzhz7gufGEzacbtvqPN//7hi85jRDUA"


class PinLocks:
    """The port `AssistLock`."""

    def __init__(self, hashes: Mapping[str, str]) -> None:
        self._locks = {staff: PinLock(pin_hash) for staff, pin_hash in hashes.items()}
        self._nobody = PinLock(_NOBODYS)

    def fits(self, staff: str, digits: str) -> bool:
        return self._locks.get(staff, self._nobody).fits(digits)

    def who(self, digits: str) -> str:
        for staff, lock in self._locks.items():
            if digits.startswith(staff) and lock.fits(digits.removeprefix(staff)):
                return staff
        return ""
