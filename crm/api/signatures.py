"""Who is speaking: verifies that a request was signed by an enrolled kiosk, now, and only once.

RFC 9421 (HTTP message signatures) with Ed25519 over method, path and the content's digest (RFC 9530). The library
checks syntax, coverage, signature and digest; time (by our clock), nonces and revocation are ours.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import Depends, Request
from http_message_signatures import (
    HTTPMessageSignaturesException,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    InvalidSignature,
    VerifyResult,
    algorithms,
)

from crm.api.errors import Problem
from crm.centre import Centre
from crm.kiosks import registry
from crm.kiosks.keyring import Keyring, Known

LABEL = "kiosk"
COVERED = ("@method", "@path", "content-digest")
SHORTEST_NONCE, LONGEST_NONCE = 16, 64


def centre_of(request: Request) -> Centre:
    """The centre that this application serves."""
    centre: Centre = request.app.state.centre
    return centre


CentreHere = Annotated[Centre, Depends(centre_of)]


async def raw_body(request: Request) -> bytes:
    """The bytes that were signed; read already, so this waits for nothing."""
    return await request.body()


def signed_kiosk(request: Request, body: Annotated[bytes, Depends(raw_body)], centre: CentreHere) -> str:
    """The id of the kiosk that signed this request; its nonce is used up. Raises Problem 401."""
    signed = read_signature(request, body, centre)
    try:
        registry.use_nonce(centre.database, signed.kiosk, signed.nonce, centre.clock())
    except registry.Replayed as twice:
        raise replayed() from twice
    return signed.kiosk


def read_signature(request: Request, body: bytes, centre: Centre) -> registry.Signed:
    """Who signed this request, and with what; whether it came before is not asked. Raises Problem 401."""
    keys = _Keys(centre)
    try:
        nonce = _nonce(request, body, centre, keys)
    except HTTPMessageSignaturesException as wrong:
        raise _why(keys, wrong) from wrong
    if keys.known is None or keys.known.revoked:
        raise revoked()
    return registry.Signed(keys.asked, nonce, keys.known.public_key)


def read_remembered(request: Request, body: bytes, centre: Centre, keyring: Keyring) -> registry.Signed:
    """The same by a key that may be out of date: `registry.admit` says whether it holds. Raises Problem 401."""
    keys = _Keys(centre, keyring)
    try:
        nonce = _nonce(request, body, centre, keys)
    except HTTPMessageSignaturesException:  # it may have another key by now
        keyring.forget(keys.asked)
        return read_signature(request, body, centre)
    if keys.known is None or keys.known.revoked:
        raise revoked()
    return registry.Signed(keys.asked, nonce, keys.known.public_key)


def revoked() -> Problem:
    return Problem(401, "revoked", "this kiosk's key was revoked")


def replayed() -> Problem:
    return Problem(401, "bad_signature", "this request was sent before")


SignedKiosk = Annotated[str, Depends(signed_kiosk)]


class _Keys(HTTPSignatureKeyResolver):
    """Finds one kiosk's key by the signature's keyid and tells whose it was. `keyring`: what was found before will do."""

    def __init__(self, centre: Centre, keyring: Keyring | None = None) -> None:
        self._centre = centre
        self._keyring = keyring or Keyring()
        self.asked = ""
        self.known: Known | None = None

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey | None:
        self.asked = key_id
        self.known = self._keyring.find(self._centre.database, key_id)
        return self.known.key if self.known else None


class Verifier(HTTPMessageVerifier):
    """The library's verifier on our clock, with the same tolerance for late and early. `label`: what signatures bear."""

    def __init__(
        self, keys: HTTPSignatureKeyResolver, now: datetime, skew: timedelta, label: str = LABEL
    ) -> None:
        super().__init__(signature_algorithm=algorithms.ED25519, key_resolver=keys)
        self._now = now
        self._skew = skew
        self._label = label

    def validate_created_and_expires(self, sig_input: Any, max_age: timedelta | None = None) -> None:
        created = self._moment(sig_input, "created")
        if created is None or abs(self._now - created) > self._skew:
            raise InvalidSignature("created is missing or too far from the centre's clock")
        expires = self._moment(sig_input, "expires")
        if expires is not None and expires < self._now:
            raise InvalidSignature("expired")

    def verify_whole(self, request: Request, body: bytes) -> VerifyResult:
        """The one signature, over everything that it must cover."""
        [result] = self.verify(request, require_components=COVERED, body=body)
        if result.label != self._label:
            raise InvalidSignature(f"the signature's label is not {self._label}")
        return result

    def _moment(self, sig_input: Any, name: str) -> datetime | None:
        value = sig_input.params.get(name)
        if value is None:
            return None
        try:
            return datetime.fromtimestamp(value, UTC)
        except (OverflowError, OSError, ValueError) as wrong:
            raise InvalidSignature(f"{name} is no moment") from wrong


def _nonce(request: Request, body: bytes, centre: Centre, keys: _Keys) -> str:
    """Raises HTTPMessageSignaturesException: the signature does not hold."""
    return _nonce_of(
        Verifier(keys, centre.clock(), centre.settings.signature_skew).verify_whole(request, body)
    )


def _nonce_of(result: VerifyResult) -> str:
    nonce = result.nonce or ""
    if not SHORTEST_NONCE <= len(nonce) <= LONGEST_NONCE:
        raise InvalidSignature("the nonce is missing, too short or too long")
    return nonce


def _why(keys: _Keys, wrong: HTTPMessageSignaturesException) -> Problem:
    if keys.asked and keys.known is None:
        return Problem(401, "unknown_kiosk", "no kiosk of this id is enrolled")
    return Problem(401, "bad_signature", str(wrong))
