"""Who is speaking: verifies that a request was signed by an enrolled kiosk, now, and only once.

RFC 9421 (HTTP message signatures) with Ed25519 over method, path and the content's digest (RFC 9530). The library
checks syntax, coverage, signature and digest; time (by our clock), nonces and revocation are ours.
"""

from __future__ import annotations

import base64
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
from crm.schema import Kiosk

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
    """The id of the kiosk that signed this request. Raises Problem 401."""
    now = centre.clock()
    keys = _Keys(centre)
    try:
        result = Verifier(keys, now, centre.settings.signature_skew).verify_whole(request, body)
        nonce = _nonce_of(result)
    except HTTPMessageSignaturesException as wrong:
        raise _why(keys, wrong) from wrong
    kiosk = keys.kiosk
    if kiosk is None or kiosk.revoked_at is not None:
        raise Problem(401, "revoked", "this kiosk's key was revoked")
    try:
        registry.use_nonce(centre.database, kiosk.id, nonce, now, keep=2 * centre.settings.signature_skew)
    except registry.Replayed as twice:
        raise Problem(401, "bad_signature", "this request was sent before") from twice
    return kiosk.id


SignedKiosk = Annotated[str, Depends(signed_kiosk)]


class _Keys(HTTPSignatureKeyResolver):
    """Finds one kiosk's key by the signature's keyid and remembers whose it was."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self.asked = False
        self.kiosk: Kiosk | None = None

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey | None:
        self.asked = True
        with self._centre.database.reading() as session:
            kiosk = session.get(Kiosk, key_id)
        if kiosk is None or not kiosk.public_key:
            return None
        self.kiosk = kiosk
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(kiosk.public_key))


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


def _nonce_of(result: VerifyResult) -> str:
    nonce = result.nonce or ""
    if not SHORTEST_NONCE <= len(nonce) <= LONGEST_NONCE:
        raise InvalidSignature("the nonce is missing, too short or too long")
    return nonce


def _why(keys: _Keys, wrong: HTTPMessageSignaturesException) -> Problem:
    if keys.asked and keys.kiosk is None:
        return Problem(401, "unknown_kiosk", "no kiosk of this id is enrolled")
    return Problem(401, "bad_signature", str(wrong))
