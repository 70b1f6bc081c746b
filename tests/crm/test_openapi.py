"""Whatever a request holds, the kiosks' API answers as its OpenAPI page says: no 5xx, no status and no field of its own.

schemathesis makes the requests, right ones and wrong ones, from that very page, and sends them to a real server: as
nobody, as an enrolled kiosk, and with the grant of a customer who has signed in.
"""

from __future__ import annotations

import secrets as random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
import schemathesis
from fastapi import FastAPI
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver, algorithms
from hypothesis import HealthCheck, Phase, given, settings
from requests.auth import AuthBase
from schemathesis.checks import CHECKS

from crm.api.fields import ALLOWED
from crm.app import build_app
from crm.centre import Centre
from crm.tokens import Secrets
from tests.crm.desk.serving import served
from tests.crm.signing import COVERED, Phone, SigningKiosk

WANTED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
)
OPERATIONS = sorted(ALLOWED)
#: What an enrolled kiosk is told before anybody has signed in; everything else wants a code or a grant.
WITHOUT_GRANT = {
    "sign-in",
    "sign-in/code",
    "sign-out",
    "sync",
    "content",
    "bills/scanned",
    "cases/{reference}",
    "callbacks/open",
}


class Signed(AuthBase):
    """Signs what is sent, as the kiosk does; `grant` goes into bodies that have room for one."""

    def __init__(self, kiosk: SigningKiosk) -> None:
        self.kiosk = kiosk

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        keys = MappingKeyResolver(public_keys={}, private_keys={self.kiosk.id: self.kiosk.key})
        signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=keys)
        body = request.body or b""
        signer.sign(
            request,
            body=body.encode() if isinstance(body, str) else body,
            key_id=self.kiosk.id,
            created=self.kiosk.clock.now,
            nonce=random.token_urlsafe(16),
            label="kiosk",
            covered_component_ids=COVERED,
        )
        return request


@pytest.fixture
def whole(centre: Centre, secrets: Secrets, phone: Phone) -> FastAPI:
    return build_app(centre, secrets=secrets, messenger=phone)


@pytest.fixture
def address(whole: FastAPI) -> Iterator[str]:
    with served(whole) as address:
        yield f"{address}/api"


@pytest.fixture
def ask(address: str) -> Iterator[Callable[..., set[int]]]:
    """Sends everything that schemathesis thinks of for one operation; which statuses came back."""
    page: dict[str, Any] = requests.get(f"{address}/openapi.json", timeout=10).json()
    schema = schemathesis.openapi.from_dict(page)
    checks: Any = CHECKS.get_by_names(list(WANTED))
    with requests.Session() as session:

        def ask(name: str, auth: AuthBase | None, fill: dict[str, Any] | None = None) -> set[int]:
            operation, told = schema[f"/v1/{name}"]["POST"], set()

            @settings(
                max_examples=25,
                deadline=None,
                derandomize=True,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy())
            def every(case: schemathesis.Case) -> None:
                if fill and isinstance(case.body, dict):
                    case.body |= fill
                answer = case.call_and_validate(base_url=address, session=session, auth=auth, checks=checks)
                told.add(answer.status_code)

            every()
            return told

        yield ask


def test_every_operation_is_asked(whole: FastAPI, address: str) -> None:
    page = requests.get(f"{address}/openapi.json", timeout=10).json()
    assert sorted(page["paths"]) == sorted(f"/v1/{name}" for name in OPERATIONS)


@pytest.mark.requirement("L1")
@pytest.mark.parametrize("name", OPERATIONS)
def test_as_nobody(name: str, ask: Callable[..., set[int]]) -> None:
    assert 200 not in ask(name, None)


@pytest.mark.requirement("L1")
@pytest.mark.parametrize("name", OPERATIONS)
def test_as_a_kiosk(name: str, ask: Callable[..., set[int]], kiosk: SigningKiosk) -> None:
    told = ask(name, Signed(kiosk), {"kiosk": "K07"} if name in ("sync", "content") else None)
    assert told != {401}, "the signature was not even believed"
    assert (200 in told) == (name in WITHOUT_GRANT)


@pytest.mark.parametrize("name", ["bills", "bills/check", "sign-out"])
def test_with_a_grant(name: str, ask: Callable[..., set[int]], kiosk: SigningKiosk) -> None:
    assert 200 in ask(name, Signed(kiosk), {"grant": kiosk.grant()})
