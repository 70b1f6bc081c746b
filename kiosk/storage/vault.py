"""What opens a store, and who else may: its key, and the same key sealed for the centre beside the store.

`kiosk.db.recovery` holds the key sealed to the recovery key of the centre (HPKE, RFC 9180), whose private half never
was on this machine: what a dead kiosk had in its queue can be read there and nowhere else
(tests/contract/store/recovery.json). Without a recovery key it tells only which key is meant.
"""

from __future__ import annotations

import base64
import contextlib
import json
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from kiosk.settings.files import replace_file
from kiosk.storage.canon import canonical
from kiosk.storage.key import KeyPlace, StoreKey

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class Vault:
    """The key of one store. `recovery_key`: the raw public key of the centre; empty: nobody else can read the store;
    None: it is not known now, and whoever could read it still can."""

    def __init__(
        self,
        folder: Path,
        kiosk_id: str = "",
        recovery_key: bytes | None = b"",
        credentials: Path | None = None,
    ) -> None:
        self.place = KeyPlace(folder, credentials)
        self._kiosk = kiosk_id
        self._recovery = recovery_key

    def is_for(self, store: Path, key: StoreKey) -> bool:
        """False: the store is said to have another key."""
        return _said(store).get("key", key.id) == key.id

    def wrap(self, store: Path, key: StoreKey) -> None:
        """The key lies sealed beside the store, on the disk. Raises OSError."""
        said = _said(store)
        if self._recovery is None and said.get("key") == key.id:
            return
        about = {"v": 1, "kiosk": self._kiosk, "key": key.id, "for": (self._recovery or b"").hex()}
        if all(said.get(name) == value for name, value in about.items()):
            return
        sealed = base64.b64encode(self._seal(key)).decode()
        replace_file(recovery_file(store), (canonical({**about, "sealed": sealed}) + "\n").encode())

    def _seal(self, key: StoreKey) -> bytes:
        if not self._recovery:
            return b""
        reader = X25519PublicKey.from_public_bytes(self._recovery)
        info = f"counter-kiosk store key v1 {self._kiosk}".encode()
        return _SUITE.encrypt(bytes.fromhex(key.digits), reader, info)


def recovery_file(store: Path) -> Path:
    return store.with_name(f"{store.name}.recovery")


def _said(store: Path) -> dict[str, object]:
    """What stands beside the store; nothing when that is not to be read: it is written anew."""
    with contextlib.suppress(OSError, ValueError):
        said = json.loads(recovery_file(store).read_text(encoding="utf-8"))
        if isinstance(said, dict):
            return said
    return {}
