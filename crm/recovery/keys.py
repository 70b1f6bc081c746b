"""The recovery key: an X25519 pair whose private half never leaves the centre, and the store keys sealed to it.

Sealed is by HPKE (RFC 9180: X25519, HKDF-SHA256, AES-256-GCM), bound to the kiosk's id; the form is the contract's
(tests/contract/store/recovery.json).
"""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class NotOurs(ValueError):
    """What was sealed cannot be opened with this key. The message names the reason."""


def make(path: Path) -> X25519PrivateKey:
    """A new one in a file of its own, for this user's eyes only. Raises OSError, also when the file is there."""
    key = X25519PrivateKey.generate()
    write_private(path, key)
    return key


def write_private(path: Path, key: X25519PrivateKey | Ed25519PrivateKey) -> None:
    """Raises OSError, also when the file is there."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        file.flush()
        os.fsync(file.fileno())


def load(path: Path) -> X25519PrivateKey:
    """Raises OSError, ValueError."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError):  # from None: what was read may be half a key
        raise ValueError(f"{path} holds no key; python -m crm recovery-key made one") from None
    if not isinstance(key, X25519PrivateKey):
        raise ValueError(f"{path} holds a key of another kind; python -m crm recovery-key made the right one")
    return key


def shown(key: X25519PrivateKey) -> str:
    """The public half as a kiosk's settings take it: with the first four bytes of its SHA-256, in base64."""
    public = key.public_key().public_bytes_raw()
    return base64.b64encode(public + hashlib.sha256(public).digest()[:4]).decode()


def check_shown(text: str) -> None:
    """Raises ValueError for what `shown` did not write."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raw = b""
    if len(raw) != 36 or hashlib.sha256(raw[:32]).digest()[:4] != raw[32:]:
        raise ValueError("this is no recovery key: copy the line that python -m crm recovery-key printed")


def unseal(key: X25519PrivateKey, kiosk: str, sealed: str) -> str:
    """The key of that kiosk's store: 64 hexadecimal digits. Raises NotOurs."""
    try:
        box = base64.b64decode(sealed, validate=True)
        return _SUITE.decrypt(box, key, f"counter-kiosk store key v1 {kiosk}".encode()).hex()
    except (InvalidTag, ValueError):
        raise NotOurs("its recovery file is damaged, or another kiosk's") from None
