"""Who this kiosk is to the centre: its id, the epoch of its store, and an Ed25519 key that never leaves the machine.

`DIR/identity/key.pem` exists only once the centre has taken the key. Until then the key waits beside it as `key.new.pem`,
so that an enrolment whose answer got lost is repeated with the same key. What the kiosk trusts of the centre lies
there too (`trust.py`).
"""

from __future__ import annotations

import base64
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

_KIOSK_ID = re.compile(r"[A-Z0-9]{1,12}")
_FIX = "enrol this kiosk: python -m kiosk enrol"


class IdentityError(Exception):
    """There is no usable key. The message names the file and the fix."""


@dataclass(frozen=True, slots=True)
class Identity:
    """`epoch` is the UUID of the store's life. Raises IdentityError for an id that fits no reference."""

    kiosk_id: str
    epoch: str
    key: Ed25519PrivateKey = field(repr=False)

    def __post_init__(self) -> None:
        if not _KIOSK_ID.fullmatch(self.kiosk_id):
            raise IdentityError(f"kiosk id {self.kiosk_id!r}: one to twelve of A-Z and 0-9, as in K07")

    @property
    def public_key(self) -> str:
        """Base64 of the 32 raw bytes."""
        return base64.b64encode(self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def key_file(directory: Path) -> Path:
    return directory / "identity" / "key.pem"


def _new_key_file(directory: Path) -> Path:
    return directory / "identity" / "key.new.pem"


def load_identity(directory: Path, kiosk_id: str, epoch: str) -> Identity:
    """The identity of an enrolled kiosk. Raises IdentityError."""
    return Identity(kiosk_id, epoch, _load(key_file(directory)))


def key_to_enrol(directory: Path, *, renew: bool = False) -> Ed25519PrivateKey:
    """The key of an enrolment that was begun, else the one in use, else a new one. `renew`: not the one in use.

    Raises IdentityError.
    """
    begun, in_use = _new_key_file(directory), key_file(directory)
    if not begun.exists():
        if in_use.exists() and not renew:
            return _load(in_use)
        _write(begun, Ed25519PrivateKey.generate())
    return _load(begun)


def adopt_key(directory: Path) -> None:
    """The centre took the key: from now on it is the one in use. Does nothing when it is already."""
    begun = _new_key_file(directory)
    if begun.exists():
        begun.replace(key_file(directory))
        _flush_folder(begun.parent)


def _load(path: Path) -> Ed25519PrivateKey:
    try:
        open_to_others = stat.S_IMODE(path.stat().st_mode) & 0o077
        key = load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError:
        raise IdentityError(f"{path} is missing; {_FIX}") from None
    except OSError as error:
        raise IdentityError(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, TypeError):  # from None: what was read may be half a key
        raise IdentityError(f"{path} holds no key; remove it and {_FIX}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise IdentityError(f"{path} holds no Ed25519 key; remove it and {_FIX}")
    if open_to_others:
        raise IdentityError(f"{path} can be read by others; chmod 600 it, or better {_FIX} with a new key")
    return key


def _write(path: Path, key: Ed25519PrivateKey) -> None:
    write_file(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def write_file(path: Path, content: bytes) -> None:
    """A file of the identity, for this user's eyes only: whole or not at all, also when the power fails on any line of
    this. Raises IdentityError."""
    part = path.with_suffix(".part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _flush_folder(path.parent)
    except OSError as error:
        raise IdentityError(f"{path} cannot be written: {error.strerror}") from None


def remove_file(path: Path) -> None:
    """Raises IdentityError. Does nothing where there is none."""
    try:
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            _flush_folder(path.parent)
    except OSError as error:
        raise IdentityError(f"{path} cannot be removed: {error.strerror}") from None


def _flush_folder(folder: Path) -> None:
    """A rename is on disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
