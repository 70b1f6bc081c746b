"""What this kiosk trusts of its centre: the keys that sign publications and commands, and the one that reads its store.

Told when the kiosk enrols, and kept beside its own key as `DIR/identity/centre.json`. Newer keys come in the published
part `trust`, signed by one that is known here; nothing else brings a key. A kiosk that enrolled at an older centre has no
such file: it takes what comes over the line, as it did.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.ports import Offline
from kiosk.sync import parts
from kiosk.sync.identity import IdentityError, remove_file, write_file
from kiosk.sync.parts import Part

KEY_BYTES = 32
_CHECK_BYTES = 4


@dataclass(frozen=True, slots=True)
class Trust:
    """`signing` maps a key's id to its 32 raw bytes; `recovery_key` is 32 raw bytes, or empty: none was told."""

    signing: Mapping[str, bytes] = field(default_factory=dict)
    recovery_key: bytes = b""

    def key(self, id: str) -> Ed25519PublicKey | None:
        raw = self.signing.get(id)
        return Ed25519PublicKey.from_public_bytes(raw) if raw else None


def trust_file(directory: Path) -> Path:
    return directory / "identity" / "centre.json"


def load_trust(directory: Path) -> Trust:
    """Nothing is trusted where there is no file. Raises IdentityError for one that is of no use."""
    path = trust_file(directory)
    try:
        return read_trust(parts.parse(path.read_bytes()))
    except FileNotFoundError:
        return Trust()
    except OSError as error:
        raise IdentityError(f"{path} cannot be read: {error.strerror}") from None
    except Offline:
        raise IdentityError(f"{path} is damaged; enrol this kiosk again: python -m kiosk enrol") from None


def keep_trust(directory: Path, trust: Trust) -> None:
    """From now on this is trusted, or what was before. A centre that told nothing leaves nothing.

    Raises IdentityError.
    """
    path = trust_file(directory)
    if trust == Trust():
        remove_file(path)
    else:
        write_file(path, json.dumps(_told(trust), sort_keys=True, separators=(",", ":")).encode())


def read_trust(told: Part) -> Trust:
    """The keys as a centre tells them. Raises Offline for keys that are none."""
    signing = {}
    for each in told["signing"].items():
        raw = _raw(each["public_key"], KEY_BYTES)
        if hashlib.sha256(raw).hexdigest()[:16] != each["id"].text():
            raise each["id"].unusable("the key's own id")
        signing[each["id"].text()] = raw
    return Trust(signing, _recovery_key(told["recovery_key"]))


def _recovery_key(part: Part) -> bytes:
    """The key behind its check, as `[store] recovery_key` has it; null: none."""
    if part.value is None:
        return b""
    raw = _raw(part, KEY_BYTES + _CHECK_BYTES)
    key, check = raw[:KEY_BYTES], raw[KEY_BYTES:]
    if hashlib.sha256(key).digest()[:_CHECK_BYTES] != check:
        raise part.unusable("a recovery key")
    return key


def _raw(part: Part, length: int) -> bytes:
    try:
        raw = base64.b64decode(part.text(), validate=True)
    except ValueError:
        raw = b""
    if len(raw) != length:
        raise part.unusable(f"base64 of {length} bytes")
    return raw


def _told(trust: Trust) -> dict[str, object]:
    checked = trust.recovery_key + hashlib.sha256(trust.recovery_key).digest()[:_CHECK_BYTES]
    return {
        "signing": [
            {"id": id, "public_key": base64.b64encode(raw).decode()} for id, raw in trust.signing.items()
        ],
        "recovery_key": base64.b64encode(checked).decode() if trust.recovery_key else None,
    }
