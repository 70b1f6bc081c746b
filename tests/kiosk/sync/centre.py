"""A little centre on loopback that says what a test tells it to say, and remembers what it heard."""

from __future__ import annotations

import json
import ssl
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Heard:
    """A request, in the shape that a verifier of signatures reads."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes

    @property
    def document(self) -> Any:
        return json.loads(self.body)


Saying = Callable[["Mouth"], None]


class LittleCentre:
    """`then` queues one answer; each request takes one."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.sayings: deque[Saying] = deque()
        self.connections: set[object] = set()
        self.mistakes: list[str] = []
        self.closing = threading.Event()
        self.url = ""

    def then(self, saying: Saying) -> None:
        self.sayings.append(saying)

    def says(self, document: object, status: int = 200, **headers: str) -> None:
        self.then(whole(json.dumps(document).encode(), status, **headers))


class Mouth(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    centre: LittleCentre

    def do_POST(self) -> None:
        self.centre.connections.add(self.client_address)
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        url = f"http://{self.headers['Host']}{self.path}"
        self.centre.heard.append(Heard(self.command, url, dict(self.headers.items()), body))
        self.centre.sayings.popleft()(self)

    def do_GET(self) -> None:
        """What a redirect that was followed would become."""
        self.do_POST()

    def log_message(self, *_: Any) -> None:
        """Tests read `heard`."""


def whole(body: bytes, status: int = 200, **headers: str) -> Saying:
    """An answer with its length; `Retry_After="5"` becomes the header Retry-After."""

    def say(mouth: Mouth) -> None:
        mouth.send_response_only(status)
        for name, value in headers.items():
            mouth.send_header(name.replace("_", "-"), value)
        mouth.send_header("Content-Length", str(len(body)))
        mouth.end_headers()
        mouth.wfile.write(body)

    return say


def silence(mouth: Mouth) -> None:
    """Nothing at all, until the test is over."""
    mouth.centre.closing.wait()
    mouth.close_connection = True


def dripping(head: bytes) -> Saying:
    """`head`, then a byte now and then: each one keeps a socket's own timeout from running out."""

    def say(mouth: Mouth) -> None:
        mouth.close_connection = True
        try:
            mouth.wfile.write(head)
            while not mouth.centre.closing.wait(0.02):
                mouth.wfile.write(b"x")
        except OSError:
            return

    return say


def broken_off(mouth: Mouth) -> None:
    """The cable is out in the middle of the body."""
    mouth.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"result": "gra')
    mouth.close_connection = True


def endless(mouth: Mouth) -> None:
    """A body without an end, as fast as it goes."""
    mouth.close_connection = True
    try:
        mouth.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while not mouth.centre.closing.is_set():
            mouth.wfile.write(b" " * 65536)
    except OSError:
        return


class Server(ThreadingHTTPServer):
    centre: LittleCentre

    def handle_error(self, *_: Any) -> None:
        """A caller who hangs up is what tests are about; anything else is a mistake in the test."""
        error = sys.exception()
        if not isinstance(error, OSError):
            self.centre.mistakes.append(repr(error))


@contextmanager
def little_centre(tls: ssl.SSLContext | None = None) -> Iterator[LittleCentre]:
    centre = LittleCentre()
    server = Server(("127.0.0.1", 0), type("ItsMouth", (Mouth,), {"centre": centre}))
    server.centre = centre
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    centre.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield centre
    finally:
        centre.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
    assert centre.mistakes == []
