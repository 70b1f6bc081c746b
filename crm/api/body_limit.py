"""Reads a request's body whole and bounded, before anything else looks at it: a large one is turned away at the door."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crm.api.errors import ErrorBody


class BodyLimit:
    """ASGI middleware. `largest` is in bytes."""

    def __init__(self, app: ASGIApp, largest: int) -> None:
        self.app = app
        self.largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = None if self._announces_too_much(scope) else await self._read(receive)
        if body is None:
            error = ErrorBody(error="too_large", detail=f"a body has {self.largest} bytes at most")
            # The rest of the body is left unread, so this connection ends here.
            refusal = JSONResponse(error.model_dump(), status_code=413, headers={"Connection": "close"})
            await refusal(scope, receive, send)
            return
        await self.app(scope, _replay(body, receive), send)

    def _announces_too_much(self, scope: Scope) -> bool:
        announced = Headers(scope=scope).get("content-length", "")
        return announced.isdecimal() and int(announced[:20]) > self.largest

    async def _read(self, receive: Receive) -> bytes | None:
        """The whole body, or None as soon as it is too large."""
        parts = bytearray()
        more = True
        while more:
            message = await receive()
            parts += message.get("body", b"")
            more = message.get("more_body", False)  # a disconnect has neither
            if len(parts) > self.largest:
                return None
        return bytes(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    """First the body that was read, then whatever really comes (a disconnect)."""
    told = False

    async def again() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
