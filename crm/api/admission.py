"""The door of `/sync`: thousands of kiosks that come back at once are let in a few at a time, the others told when.

Decided before the body is read and the signature looked at, so what stands in the head is believed only where a lie
gains little: `keyid` says who comes (with the address that it comes from), `Priority: u=0` to `u=2` (RFC 9218) that
money is with it. The others get 429 `slow_down` with a `Retry-After` of their own (decision 19).

Two middlewares around the one that reads the body: a slow line must not take up a turn at the work.
"""

from __future__ import annotations

import asyncio
import re

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crm.api.errors import Problem, answer_to
from crm.api.gate import Gate, Place

PATH = "/v1/sync"
PLACE = "crm.place"
#: Seconds in which a body must be here.
SLOWEST_BODY = 10.0
KEYID = re.compile(r';\s*keyid="([^"]{1,64})"')
URGENCY = re.compile(r"(?:^|,)\s*u=([0-7])\s*(?:,|$)")
USUAL, URGENT = 3, 2


class Admission:
    """ASGI middleware, outside of the body's: lets in, or sends away."""

    def __init__(self, app: ASGIApp, gate: Gate, slowest_body: float = SLOWEST_BODY) -> None:
        self._app = app
        self._gate = gate
        self._slowest_body = slowest_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].endswith(PATH):
            await self._app(scope, receive, send)
            return
        asked = self._gate.come(_who(scope), _is_urgent(scope))
        if not isinstance(asked, Place):
            await _later(asked)(scope, receive, send)
            return
        try:
            await self._app({**scope, PLACE: asked}, _in_time(receive, self._slowest_body), send)
        except _TooSlow:
            slow = answer_to(Problem(408, "bad_request", "the body did not come in time"))
            slow.headers["Connection"] = "close"
            await slow(scope, receive, send)
        finally:
            self._gate.leave(asked)


class Turns:
    """ASGI middleware, inside of the body's: the work begins when it is one's turn."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self._app = app
        self._gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        place: Place | None = scope.get(PLACE)
        if place is None:
            await self._app(scope, receive, send)
            return
        self._gate.stand(place)
        await place.turn.wait()
        wait = self._gate.give_up(place)
        if wait is not None:
            await _later(wait)(scope, receive, send)
            return

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                place.status = message["status"]
            await send(message)

        await self._app(scope, receive, noted)


class _TooSlow(Exception):
    """A body that trickles."""


def _in_time(receive: Receive, seconds: float) -> Receive:
    """Raises _TooSlow while the body is not whole; what comes behind it may take its time."""
    until = asyncio.get_running_loop().time() + seconds
    whole = False

    async def received() -> Message:
        nonlocal whole
        if whole:
            return await receive()
        try:
            async with asyncio.timeout_at(until):
                message = await receive()
        except TimeoutError as slow:
            raise _TooSlow from slow
        whole = not message.get("more_body", False)
        return message

    return received


def _later(wait: float) -> Response:
    return answer_to(Problem(429, "slow_down", "many kiosks come at once; come again then", wait))


def _who(scope: Scope) -> tuple[str, str]:
    """Nobody has proved it yet. With its address, so that a stranger's word spoils no kiosk's slot."""
    keyid = KEYID.search(Headers(scope=scope).get("signature-input", ""))
    client = scope.get("client") or ("",)
    return str(client[0]), keyid[1] if keyid else ""


def _is_urgent(scope: Scope) -> bool:
    said = URGENCY.search(Headers(scope=scope).get("priority", ""))
    return (int(said[1]) if said else USUAL) <= URGENT
