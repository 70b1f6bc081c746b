"""The robot's door (`--robot HOST:PORT`): JSON over loopback HTTP to see the panel and to touch it.

For demos and tests on pretend hardware only: `refuse_reason` keeps it shut where a real device hangs on the line. This
room knows HTTP and the accessibility snapshot; it must not know visits. `serve` belongs in a lane; everything that
touches Kivy goes through `run_on_main`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from os.path import realpath
from typing import Any, TypeGuard
from urllib.parse import urlsplit

from kivy.uix.widget import Widget

from screens.accessibility import find, snapshot
from screens.robot_touch import Finger, picture, press

RunOnMain = Callable[[Callable[[], Any]], Any]

LONGEST_BODY = 4096
#: A tap needs two frames; more than this many turns means that nobody asks the finger any more.
PATIENCE = 100
#: Turns of the loop after which every layout that a change set off is done.
TURNS_TO_SETTLE = 4


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    kind: str
    body: bytes


class Robot:
    """Answers `GET /tree`, `GET /screen.png`, `POST /tap {"id" or "name", or "x" and "y"}`, `POST /key {"key"}`.

    `x` and `y` are window pixels, y from the top: a touch may land where nothing has a name. `root` is what stands in the
    window now: who wants everything larger gets another frame. `run_on_main` runs a callable on the main thread and
    returns its result; `finger` is in place there already.
    """

    def __init__(self, root: Callable[[], Widget], finger: Finger, run_on_main: RunOnMain) -> None:
        self._root = root
        self._finger = finger
        self._run = run_on_main

    def handle(self, method: str, path: str, body: bytes = b"") -> Response:
        """One request. Unknown paths and ids are 404, bodies that are no use 400; nothing raises but a bug."""
        match method, path:
            case "GET", "/tree":
                return _json(200, self._run(lambda: snapshot(self._root())))
            case "GET", "/screen.png":
                return Response(200, "image/png", self._settled_picture())
            case "POST", "/tap":
                return self._tap(_fields(body))
            case "POST", "/key":
                return self._key(_fields(body))
        return _fault(404, f"no {method} {path} here")

    def _settled_picture(self) -> bytes:
        """What a person sees: not the turn in which widgets are there already and not yet in their places."""
        for _ in range(TURNS_TO_SETTLE):
            self._run(lambda: None)
        taken: bytes = self._run(picture)
        return taken

    def _tap(self, fields: dict[str, Any]) -> Response:
        if fields.keys() == {"x", "y"}:
            return self._tap_at(fields["x"], fields["y"])
        wanted = fields.get("id") or fields.get("name")
        if not isinstance(wanted, str) or not wanted:
            return _fault(400, 'say {"id": ...} or {"name": ...}')
        by_id = bool(fields.get("id"))
        if not self._reaches(wanted, by_id):
            visible = [
                node["id"] for node in self._run(lambda: snapshot(self._root()))["children"] if node["id"]
            ]
            return _json(404, {"error": f"nothing visible is called {wanted!r}", "visible": visible})
        return self._when_lifted(wanted)

    def _tap_at(self, x: object, y: object) -> Response:
        if not (_is_pixel(x, self._root().width) and _is_pixel(y, self._root().height)):
            return _fault(400, "x and y are pixels within the window")
        self._run(lambda: self._finger.tap(x, self._root().height - 1 - y))
        return self._when_lifted(f"{x},{y}")

    def _reaches(self, wanted: str, by_id: bool) -> bool:
        """A screen that has just come has no sizes yet, and nothing on it can be seen for a turn or two."""
        return any(self._run(lambda: self._touch(wanted, by_id)) for _ in range(1 + TURNS_TO_SETTLE))

    def _touch(self, wanted: str, by_id: bool) -> bool:
        widget = find(self._root(), wanted)
        if widget is None or (by_id and getattr(widget, "tag", "") != wanted):
            return False
        self._finger.tap(*widget.to_window(*widget.center))
        return True

    def _when_lifted(self, wanted: str) -> Response:
        for _ in range(PATIENCE):
            if not self._run(lambda: self._finger.busy):
                return _json(200, {"tapped": wanted})
        return _fault(503, "the window does not take touches")

    def _key(self, fields: dict[str, Any]) -> Response:
        key = fields.get("key")
        if not isinstance(key, str) or not key:
            return _fault(400, 'say {"key": ...}')
        if not self._run(lambda: _pressed(key)):
            return _fault(404, f"no key is called {key!r}")
        return _json(200, {"pressed": key})


def _is_pixel(value: object, side: float) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < side


def _pressed(key: str) -> bool:
    try:
        press(key)
    except KeyError:
        return False
    return True


def refuse_reason(host: str, ports: Iterable[str]) -> str | None:
    """Why the door stays shut, or None. `ports` are the devices' ports, their paths already whole."""
    if not _is_loopback(host):
        return f"--robot listens on loopback only, not on {host}"
    for port in ports:
        if not _is_pretend(port):
            return f"--robot is for pretend devices only, and {port} may be a real one"
    return None


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _hostname(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # brackets that are no IPv6 address
        return ""


def _is_pretend(port: str) -> bool:
    if "://" in port:
        return port.startswith("loop://") or _is_loopback(_hostname(port))
    return realpath(port).startswith("/dev/pts/")


def serve(
    robot: Robot, host: str, port: int, stop: Callable[[], bool], listening: Callable[[], None] = lambda: None
) -> None:
    """Answer requests one after another until `stop()`; `listening` is called once the door can be knocked at.

    Blocks: run it in a lane. Raises OSError.
    """
    with HTTPServer((host, port), _handler(robot)) as server:
        listening()
        server.timeout = 0.1
        while not stop():
            server.handle_request()


def _handler(robot: Robot) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 5.0  # a client that says nothing must not keep the door

        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "0")
            if not length.isdigit() or int(length) > LONGEST_BODY:
                self._send(_fault(413, "too long"))
            elif self.headers.get_content_type() != "application/json":
                # A web page cannot send this type to another origin unasked.
                self._send(_fault(415, "JSON only"))
            else:
                self._answer(self.rfile.read(int(length)))

        def _answer(self, body: bytes) -> None:
            # The address itself may be under a stranger's name: only loopback names may ask (DNS rebinding).
            if not _is_loopback(_hostname(f"//{self.headers.get('Host', '')}")):
                self._send(_fault(403, "this Host is not ours"))
            else:
                self._send(robot.handle(self.command, urlsplit(self.path).path, body))

        def _send(self, response: Response) -> None:
            self.send_response(response.status)
            self.send_header("Content-Type", response.kind)
            self.send_header("Content-Length", str(len(response.body)))
            self.end_headers()
            self.wfile.write(response.body)

        def log_message(self, format: str, *args: object) -> None:
            """Silent: the robot's requests are no news."""

    return Handler


def _fields(body: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(body)
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) else {}


def _json(status: int, data: object) -> Response:
    return Response(status, "application/json", json.dumps(data, ensure_ascii=False).encode())


def _fault(status: int, message: str) -> Response:
    return _json(status, {"error": message})
