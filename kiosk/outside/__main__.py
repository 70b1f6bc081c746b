"""The process that AccessKit lives in: `python -m kiosk.outside`.

Each line that it reads is a snapshot of the panel, and is answered by `{"taken": true}`. By itself it says whether
anybody from outside listens, `{"attended": true}`, and what is asked of a control, `{"act": "press", "screen": ...,
"front": ..., "tag": ...}`. It ends when nobody writes to it any more.

AccessKit 0.7 asks for the first tree while it holds the lock of all trees, and needs Python's lock for that; whoever gave
it a tree at that moment would hold the second and wait for the first, for ever. So it is given none before it has asked.
"""

from __future__ import annotations

import json
import os
import select
import socket
import sys
from collections.abc import Iterator
from typing import Any

NO_LIBRARY, NO_BUS = 3, 4  # exit codes
LOOK = 5.0  # seconds between two looks at whether the bus is still there

try:
    from accesskit import Action, ActionRequest, Rect, TreeUpdate, unix

    from kiosk.outside.tree import PanelTree
except ImportError:
    sys.exit(NO_LIBRARY)

#: Actions can be compared, but are no keys of a dictionary.
ACTS = ((Action.CLICK, "press"), (Action.FOCUS, "focus"))


class Exported:
    """The panel on the bus. What begins with an underscore is called by AccessKit's own thread."""

    def __init__(self) -> None:
        self._attended = False
        self._tree = PanelTree()
        self._adapter = unix.Adapter(self._first, self._asked, self._left)
        self._adapter.update_window_focus_state(True)

    def show(self, snapshot: dict[str, Any]) -> None:
        if self._attended:
            bounds = Rect(0, 0, *snapshot["rect"][2:])
            self._adapter.set_root_window_bounds(bounds, bounds)
            self._adapter.update_if_active(lambda: self._update(snapshot))

    def _update(self, snapshot: dict[str, Any]) -> TreeUpdate:
        return self._tree.update(snapshot)

    def _first(self) -> None:
        """Somebody listens from now on; the tree follows."""
        self._attended = True
        say(attended=True)

    def _left(self) -> None:
        """What was told stays with nobody: it may be a customer's."""
        self._attended = False
        self._tree = PanelTree()
        say(attended=False)

    def _asked(self, request: ActionRequest) -> None:
        act = next((act for action, act in ACTS if action == request.action), None)
        target = self._tree.target(request.target)
        if act and target:
            say(act=act, screen=target.screen, front=target.front, tag=target.tag)


def say(**what: object) -> None:
    """In one piece, whichever thread says it."""
    os.write(1, json.dumps(what).encode() + b"\n")


def bus_is_there() -> bool:
    """Whether the session's bus can be knocked at, where D-Bus clients look for it (D-Bus specification, "Standard
    Session Bus"). AccessKit itself is silent where there is none."""
    usual = f"unix:path={os.environ.get('XDG_RUNTIME_DIR') or f'/run/user/{os.getuid()}'}/bus"
    for address in os.environ.get("DBUS_SESSION_BUS_ADDRESS", usual).split(";"):
        kind, _, rest = address.partition(":")
        place = dict(part.partition("=")[::2] for part in rest.split(","))
        name = place.get("path") or "\0" + place.get("abstract", "")
        if kind == "unix" and len(name) > 1 and _answers(name):
            return True
    return False


def _answers(name: str) -> bool:
    with socket.socket(socket.AF_UNIX) as knock:
        try:
            knock.connect(name)
        except OSError:
            return False
    return True


def lines() -> Iterator[bytes]:
    """What is written to this process, line by line; an empty one after a while without any. None of it is kept: it may
    be a customer's."""
    rest = b""
    while True:
        if not select.select([0], [], [], LOOK)[0]:
            yield b""
            continue
        piece = os.read(0, 1 << 16)
        if not piece:
            return
        *whole, rest = (rest + piece).split(b"\n")
        del piece
        while whole:
            yield whole.pop(0)


def main() -> int:
    if not bus_is_there():
        return NO_BUS
    exported = Exported()
    say(attended=False)
    for line in lines():
        if line:
            exported.show(json.loads(line))
            say(taken=True)
        elif not bus_is_there():
            return NO_BUS
    return 0


if __name__ == "__main__":
    os._exit(main())  # AccessKit's thread does not end
