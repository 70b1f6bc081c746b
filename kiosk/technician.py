"""The technician's PIN, against its hash in the settings. Tries are counted elsewhere, before this is asked."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError


class PinLock:
    """The port `TechnicianLock`: argon2id, slow on purpose (RFC 9106)."""

    def __init__(self, pin_hash: str) -> None:
        self._hash = pin_hash
        self._hasher = PasswordHasher()

    def fits(self, digits: str) -> bool:
        try:
            return self._hasher.verify(self._hash, digits)
        except (Argon2Error, InvalidHashError):
            return False
