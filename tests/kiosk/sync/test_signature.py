"""A request is signed so that the other side's verifier believes it, and nothing else of the same key."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageVerifier, InvalidSignature, MappingKeyResolver, VerifyResult
from http_message_signatures.algorithms import ED25519

from kiosk.sync.crm import HttpCrm
from kiosk.sync.identity import Identity
from tests.kiosk.sync.centre import Heard, LittleCentre
from tests.kiosk.sync.samples import KIOSK, message


def verified(heard: Heard, identity: Identity) -> VerifyResult:
    """What the library's verifier believes of a request, given the public key alone."""
    keys = MappingKeyResolver(public_keys={KIOSK: identity.key.public_key()}, private_keys={})
    verifier = HTTPMessageVerifier(signature_algorithm=ED25519, key_resolver=keys)
    components = ("@method", "@path", "content-digest")
    (result,) = verifier.verify(heard, require_components=components, body=heard.body)
    return result


@pytest.fixture
def heard(crm: HttpCrm, centre: LittleCentre) -> Heard:
    centre.says(message("bills")["response"])
    crm.bills("opaque text")
    return centre.heard[0]


@pytest.mark.requirement("L1")
def test_a_request_is_believed(heard: Heard, identity: Identity) -> None:
    """L1: signed per kiosk, as tests/contract/README.md says."""
    result = verified(heard, identity)
    assert result.label == "kiosk"
    assert result.parameters["keyid"] == KIOSK
    assert result.parameters["alg"] == "ed25519"
    assert result.covered_components['"@method"'] == "POST"
    assert result.covered_components['"@path"'] == "/api/v1/bills"
    assert list(result.parameters) == ["created", "keyid", "alg", "nonce"]
    assert re.fullmatch(r"sha-256=:[A-Za-z0-9+/]{43}=:", heard.headers["Content-Digest"])


def test_a_changed_body_is_not_believed(heard: Heard, identity: Identity) -> None:
    with pytest.raises(InvalidSignature):
        verified(replace(heard, body=heard.body.replace(b"opaque", b"0paque")), identity)


def test_a_changed_path_is_not_believed(heard: Heard, identity: Identity) -> None:
    with pytest.raises(InvalidSignature):
        verified(replace(heard, url=heard.url.replace("bills", "sign-out")), identity)


def test_a_changed_digest_is_not_believed(heard: Heard, identity: Identity) -> None:
    headers = heard.headers | {"Content-Digest": heard.headers["Content-Digest"].replace("=:", "0:", 1)}
    with pytest.raises(InvalidSignature):
        verified(replace(heard, headers=headers), identity)


def test_another_kiosks_key_is_not_believed(heard: Heard, identity: Identity) -> None:
    with pytest.raises(InvalidSignature):
        verified(heard, replace(identity, key=Ed25519PrivateKey.generate()))


def test_each_request_has_its_own_nonce_of_128_bits(
    crm: HttpCrm, centre: LittleCentre, identity: Identity
) -> None:
    for _ in range(5):
        centre.says({})
        crm.sign_out("opaque text")
    nonces = {verified(heard, identity).nonce for heard in centre.heard}
    assert len(nonces) == 5
    assert all(nonce and len(nonce) == 22 for nonce in nonces)


def test_time_and_nonce_are_given_from_outside(centre: LittleCentre, identity: Identity) -> None:
    now = datetime.now(UTC) - timedelta(minutes=5)
    crm = HttpCrm(centre.url, identity, now=lambda: now, nonce=lambda: "once")
    centre.says({})
    crm.sign_out("opaque text")
    crm.close()
    result = verified(centre.heard[0], identity)
    assert result.nonce == "once"
    assert result.parameters["created"] == int(now.timestamp())
