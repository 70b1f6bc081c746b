"""The store's key: 256 random bits that lie outside the store, and where they are looked for.

First a systemd credential (`LoadCredentialEncrypted=kiosk-store-key:...`: sealed to the machine's TPM where it has one,
in memory only while the kiosk runs), else a file of the user who runs the kiosk. Both hold 64 hexadecimal digits.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.ports import StoreError
from kiosk.settings.files import replace_file

#: The credential's name, and the file's.
CREDENTIAL, FILE = "kiosk-store-key", "store.key"
_DIGITS = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class StoreKey:
    """`digits`: 64 of them, hexadecimal."""

    digits: str = field(repr=False)

    @property
    def literal(self) -> str:
        """As SQLCipher takes a key that needs no stretching (zetetic.net/sqlcipher/sqlcipher-api, `PRAGMA key`)."""
        return f"x'{self.digits}'"

    def derived(self, purpose: str) -> bytes:
        """A key for one purpose, from which neither this one nor another's follows."""
        context = f"counter-kiosk v1 {purpose}".encode()
        return hmac.new(bytes.fromhex(self.digits), context, hashlib.sha256).digest()

    @property
    def id(self) -> str:
        """Tells this key from others and nothing about it."""
        return hmac.new(bytes.fromhex(self.digits), b"kiosk store key id", hashlib.sha256).hexdigest()[:16]


class KeyPlace:
    """`folder`: for the key's file; `credentials`: where systemd puts this service's, if it does."""

    def __init__(self, folder: Path, credentials: Path | None = None) -> None:
        self._file = folder / FILE
        self._credential = credentials / CREDENTIAL if credentials else None

    @property
    def path(self) -> Path:
        """Where the key is, or would be made."""
        if self._credential and self._credential.exists():
            return self._credential
        return self._file

    def find(self) -> StoreKey | None:
        """None: there is none. Raises StoreError for one that is of no use or lies open to others."""
        path = self.path
        try:
            open_to_others = path == self._file and _is_open_to_others(
                path
            )  # a credential's mode is systemd's affair
            text = path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise StoreError(f"the store's key {path} cannot be read: {_why(error)}") from None
        if open_to_others:
            raise StoreError(
                f"the store's key {path} can be read by others; chmod 600 it, and give only this user its folder"
            )
        if not _DIGITS.fullmatch(text):
            raise StoreError(
                f"{path} holds no key of 64 hexadecimal digits; put the store's own key there again"
            )
        return StoreKey(text)

    def make(self) -> StoreKey:
        """A new key, on the disk before anything is written under it. Raises OSError."""
        key = StoreKey(secrets.token_hex(32))
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(self._file, f"{key.digits}\n".encode())
        flush_folder(self._file.parent.parent)
        return key


def _is_open_to_others(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def flush_folder(folder: Path) -> None:
    """A new name is on the disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or "it is not text"
