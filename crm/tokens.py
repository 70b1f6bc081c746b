"""Things that prove something: random tokens (kept by hash only), one-time codes, and argon2id for PINs and passwords.

A random token has 256 bits, so one SHA-256 keeps it; what a person remembers needs argon2id (RFC 9106).
"""

from __future__ import annotations

import hashlib
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE_LENGTH = 12


def new_token() -> str:
    """A random opaque token, safe in a URL and a cookie."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is kept of a token: SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """A one-time code that can be read out: `7MRD-2XQK-9TWA`, 59 bits."""
    signs = "".join(secrets.choice(_CODE_SIGNS) for _ in range(_CODE_LENGTH))
    return "-".join(signs[start : start + 4] for start in range(0, _CODE_LENGTH, 4))


def code_digest(code: str) -> str:
    """What is kept of a code, however it was typed."""
    return digest("".join(filter(str.isalnum, code.upper())))


class Secrets:
    """Hashes and checks what people remember. The hasher's default is RFC 9106's second recommendation."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_urlsafe(16))

    def hash(self, secret: str) -> str:
        """The argon2id hash in PHC text."""
        return self._hasher.hash(secret)

    def matches(self, kept: str | None, secret: str) -> bool:
        """Whether `secret` is the one that `kept` is of. None costs as much work as a wrong one."""
        try:
            self._hasher.verify(kept or self._nobody, secret)
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None
