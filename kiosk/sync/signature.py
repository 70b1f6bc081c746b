"""Signs a request with the kiosk's own key (RFC 9421, RFC 9530), so that no secret ever travels.

See docs/decisions/0005-request-signatures.md.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime

from http_message_signatures import HTTPMessageSigner, MappingKeyResolver
from http_message_signatures.algorithms import ED25519
from requests import PreparedRequest
from requests.auth import AuthBase

from kiosk.sync.identity import Identity

LABEL = "kiosk"
COMPONENTS = ("@method", "@path", "content-digest")


def new_nonce() -> str:
    """128 random bits."""
    return secrets.token_urlsafe(16)


class KioskSignature(AuthBase):
    """`now` gives an aware time, `nonce` a text that is never given twice."""

    def __init__(self, identity: Identity, now: Callable[[], datetime], nonce: Callable[[], str]) -> None:
        self._kiosk_id = identity.kiosk_id
        keys = MappingKeyResolver(public_keys={}, private_keys={identity.kiosk_id: identity.key})
        self._signer = HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=keys)
        self._now = now
        self._nonce = nonce

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        assert isinstance(request.body, bytes)
        self._signer.sign(
            request,
            key_id=self._kiosk_id,
            created=self._now(),
            nonce=self._nonce(),
            label=LABEL,
            covered_component_ids=COMPONENTS,
            body=request.body,
        )
        return request
