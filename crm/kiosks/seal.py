"""What this centre signs with, so that a kiosk can tell its publications and commands from anybody else's.

The keys are Ed25519 and lie in files of the centre's own. A kiosk learns their public halves when it enrols, and newer
ones from the part `trust`, which a key that it knows has signed. Every key signs everything: while an old key is kept
beside a new one, kiosks that know either are served.
"""

from __future__ import annotations

import base64
import hashlib
import json
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from crm.moments import to_text
from crm.recovery import keys

#: How long after its signing a publication may be taken: the clocks' difference and a slow line, not a second day.
VALID = timedelta(hours=1)
#: The name of the systemd credential that is a signing key.
CREDENTIAL = "centre-signing-key"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """`id`: the first 16 hexadecimal digits of the public key's SHA-256."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    @property
    def id(self) -> str:
        return hashlib.sha256(self.public).hexdigest()[:16]

    @property
    def shown(self) -> str:
        """Base64 of the 32 raw bytes."""
        return base64.b64encode(self.public).decode()


@dataclass(frozen=True, slots=True)
class Seal:
    """`recovery_key` as `python -m crm recovery-key` shows it. Without keys nothing is signed, and kiosks are told so."""

    signing: tuple[SigningKey, ...] = ()
    recovery_key: str = ""

    def told(self) -> dict[str, Any]:
        """What a kiosk is to trust: the body of the part `trust`, and part of the answer to its enrolment."""
        return {
            "signing": [{"id": key.id, "public_key": key.shown} for key in self.signing],
            "recovery_key": self.recovery_key or None,
        }

    def of_part(self, name: str, version: str, now: datetime) -> dict[str, Any]:
        """What goes beside a published part; `version` empty: it was withdrawn."""
        if not self.signing:
            return {}
        times = {"issued_at": to_text(now), "valid_until": to_text(now + VALID)}
        said = {"for": "counter-kiosk part v1", "part": name, "version": version, **times}
        return {"issued_at": now, "valid_until": now + VALID, "signatures": self._sign(said)}

    def of_command(self, kiosk: str, command: Mapping[str, Any]) -> dict[str, Any]:
        """What goes beside a command; it is for this kiosk only. `command` as it is told, moments as text."""
        if not self.signing:
            return {}
        return {"signatures": self._sign({"for": "counter-kiosk command v1", "kiosk": kiosk, **command})}

    def _sign(self, said: Mapping[str, Any]) -> list[dict[str, str]]:
        text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        return [
            {"key": key.id, "signature": base64.b64encode(key.private.sign(text)).decode()}
            for key in self.signing
        ]


def make(path: Path) -> SigningKey:
    """A new key in a file of its own, for this user's eyes only. Raises OSError, also when the file is there."""
    key = Ed25519PrivateKey.generate()
    keys.write_private(path, key)
    return SigningKey(key)


def load(path: Path) -> SigningKey:
    """Raises OSError, and ValueError for a file that is no such key or that others may read."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError):  # from None: what was read may be half a key
        raise ValueError(f"{path} holds no key; python -m crm signing-key makes one") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path} holds a key of another kind; python -m crm signing-key makes the right one")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ValueError(f"{path} can be read by others: chmod 600 it")
    return SigningKey(key)


def found(files: list[str], credentials: str | None, recovery_key: str = "") -> Seal:
    """The seal of a running centre: the key files in their order, and the systemd credential where there is one.

    Raises OSError, ValueError.
    """
    paths = [Path(file) for file in files]
    if credentials and (given := Path(credentials) / CREDENTIAL).exists():
        paths.insert(0, given)
    if recovery_key:
        keys.check_shown(recovery_key)
    by_id = {key.id: key for key in map(load, paths)}
    return Seal(tuple(by_id.values()), recovery_key)
