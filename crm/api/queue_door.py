"""The door of queue-ticket systems: one function, signed as kiosks sign, with a key that opens nothing else.

`POST /queues/v1/waits` says how long one waits at the system's own site. The contract is at `/queues/openapi.json` and in
`docs/queue-systems.md`.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Annotated, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import Depends, FastAPI, Request
from http_message_signatures import HTTPMessageSignaturesException, HTTPSignatureKeyResolver
from pydantic import BaseModel, Field

from crm.api.body_limit import BodyLimit
from crm.api.errors import FAILURES, Problem, answer_problems
from crm.api.fields import Moment
from crm.api.signatures import CentreHere, Verifier, raw_body
from crm.centre import Centre
from crm.counters import systems
from crm.counters.waits import MOST_COUNTERS, MOST_MINUTES, MOST_WAITING, Told
from crm.revisions import Moved
from crm.schema import QueueSystem

TITLE, VERSION = "Counter Kiosk: the centre's API for queue-ticket systems", "1"
LABEL = "queue"


class AskWait(BaseModel):
    """`counters` 0: nobody serves just now, and kiosks say nothing of waiting there."""

    waiting: Annotated[int, Field(ge=0, le=MOST_WAITING, strict=True)]
    counters: Annotated[int, Field(ge=0, le=MOST_COUNTERS, strict=True)]
    minutes: Annotated[int, Field(ge=0, le=MOST_MINUTES, strict=True)]


class WaitHeard(BaseModel):
    """`told_at` is by the centre's clock."""

    site: str
    told_at: Moment


def build_queue_door(centre: Centre) -> FastAPI:
    door = FastAPI(title=TITLE, version=VERSION, docs_url=None, redoc_url=None, redirect_slashes=False)
    door.state.centre = centre
    door.add_middleware(BodyLimit, largest=centre.settings.largest_body)
    answer_problems(door, centre.settings.retry_after_s)
    door.add_api_route("/v1/waits", tell, methods=["POST"], response_model=WaitHeard, responses=FAILURES)
    return door


def signed_system(
    request: Request, body: Annotated[bytes, Depends(raw_body)], centre: CentreHere
) -> tuple[str, datetime]:
    """The system that signed this request, and when by its own clock. Raises Problem 401."""
    keys = _Keys(centre)
    verifier = Verifier(keys, centre.clock(), centre.settings.signature_skew, LABEL)
    try:
        result = verifier.verify_whole(request, body)
    except HTTPMessageSignaturesException as wrong:
        unknown = keys.asked and keys.system is None
        error, why = ("unknown_queue", "no such queue system") if unknown else ("bad_signature", str(wrong))
        raise Problem(401, error, why) from wrong
    system = keys.system
    if system is None or system.revoked_at is not None:
        raise Problem(401, "revoked", "this system's key was revoked")
    return system.id, datetime.fromtimestamp(float(result.parameters["created"]), UTC)


Signed = Annotated[tuple[str, datetime], Depends(signed_system)]


def tell(ask: AskWait, signed: Signed, centre: CentreHere) -> dict[str, Any]:
    """How long one waits at this system's site now. Told again whenever it changes, and within the kiosks' limit."""
    system, signed_at = signed
    told = Told(ask.waiting, ask.counters, ask.minutes)
    try:
        with centre.database.writing() as session:
            row = systems.hear(session, system, told, signed_at, centre.clock())
    except systems.Overtaken as late:
        raise Problem(
            401, "bad_signature", "this request was sent before, or a later one was heard"
        ) from late
    except systems.NoSuch as gone:
        raise Problem(401, "revoked", "this system's key was revoked") from gone
    except Moved as moved:
        wait = centre.settings.retry_after_s
        raise Problem(503, "unavailable", "somebody told it in this moment", wait) from moved
    return {"site": row.site, "told_at": row.told_at}


class _Keys(HTTPSignatureKeyResolver):
    """Finds one system's key by the signature's keyid and remembers whose it was."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self.asked = False
        self.system: QueueSystem | None = None

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey | None:
        self.asked = True
        with self._centre.database.reading() as session:
            self.system = session.get(QueueSystem, key_id)
        if self.system is None:
            return None
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(self.system.public_key))
