"""The workbench's page: static files of its own, and the headers that keep other pages out.

A browser lets any page send forms and plain text anywhere; JSON it sends only where the other end agrees, and we do not.
So every change must be JSON.
"""

from __future__ import annotations

from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC = Path(__file__).with_name("static")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class OwnPagesOnly:
    """ASGI middleware: POST is JSON or refused (415), and every answer carries HEADERS."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        kind = Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()
        if scope["method"] == "POST" and kind != "application/json":
            refusal = JSONResponse({"error": "send application/json"}, 415)
            await refusal(scope, receive, with_headers)
            return
        await self._app(scope, receive, with_headers)


def page_routes() -> list[BaseRoute]:
    return [Route("/", _page), Mount("/static", StaticFiles(directory=STATIC))]


async def _page(request: Request) -> Response:
    return FileResponse(STATIC / "index.html")
