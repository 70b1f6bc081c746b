"""A D-Bus session without a desktop, and a screen reader on it that is no part of the kiosk (`tests/e2e/atspi.py`)."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.e2e.panel import Panel

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
SYSTEM_PYTHON = "/usr/bin/python3"
SESSION = """<busconfig><type>session</type><listen>unix:path={folder}/bus</listen><servicedir>{folder}</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
"""


class Session:
    """`environment` is what a process needs to find its bus. No display, no user's settings."""

    def __init__(self, folder: Path) -> None:
        self.environment = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/bus"}
        (folder / "session.conf").write_text(SESSION.format(folder=folder))
        (folder / "a11y.service").write_text(f"[D-BUS Service]\nName=org.a11y.Bus\nExec={LAUNCHER}\n")
        bare = {
            name: value for name, value in os.environ.items() if name not in ("DISPLAY", "AT_SPI_BUS_ADDRESS")
        }
        bare.update(
            self.environment, XDG_RUNTIME_DIR=str(folder), GSETTINGS_BACKEND="memory", HOME=str(folder)
        )
        self._bare = bare
        with (folder / "session.log").open("wb") as log:
            self._daemon = subprocess.Popen(
                ["dbus-daemon", "--nofork", "--print-address", f"--config-file={folder}/session.conf"],
                env=bare, stdout=subprocess.PIPE, stderr=log,
            )  # fmt: skip
        assert self._daemon.stdout
        assert self._daemon.stdout.readline(), (folder / "session.log").read_text()

    def reader(self, panel: Panel) -> Reader:
        return Reader(self._bare, panel)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self._daemon.terminate()
        self._daemon.communicate()


class Reader:
    """Chooses by the names that it is told, and never touches the glass. The panel is only asked whether what was told is
    what stands there by now."""

    def __init__(self, environment: dict[str, str], panel: Panel, seconds: float = 20.0) -> None:
        self._panel = panel
        self._seconds = seconds
        self._process = subprocess.Popen(
            [SYSTEM_PYTHON, str(Path(__file__).with_name("atspi.py"))],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def tree(self) -> list[dict[str, Any]]:
        return self._ask("tree") or []

    def heard(self) -> list[str]:
        return list(self._ask("heard"))

    def node(self, tag: str) -> dict[str, Any]:
        """Of a control, as soon as it is told of and can be used; the whole of what stands there is told by then."""
        told = self.whole(
            lambda told: "enabled" in told.get(tag, {"states": ()})["states"], f"{tag} is not told of"
        )
        return next(node for node in told if node["id"] == tag)

    def whole(
        self,
        enough: Callable[[dict[str, dict[str, Any]]], bool] = lambda told: True,
        otherwise: str = "another screen is told of",
    ) -> list[dict[str, Any]]:
        """The tree, as soon as what is told is what stands there, and `enough`, by its ids: while a screen comes, nothing
        or a part is."""
        end = time.monotonic() + self._seconds
        while True:
            tree = self.tree()
            told = {node["id"]: node for node in tree if node["id"]}
            if told.keys() == self._panel.ids() - {"window"} and enough(told):
                return tree
            assert time.monotonic() < end, f"{otherwise}: {sorted(told)}"
            time.sleep(0.02)

    def choose(self, tag: str) -> None:
        self._act("press", tag)

    def focus(self, tag: str) -> None:
        self._act("focus", tag)

    def _act(self, what: str, tag: str) -> None:
        """What is told of may be gone by the time it is asked to act (a bill was chosen: the row below is new), and says
        so; whoever uses a screen reader asks the new one."""
        end = time.monotonic() + self._seconds
        while not (self.node(tag) and self._ask(what, tag)):
            assert time.monotonic() < end, f"{tag} does not {what}"

    def read(self, text: str, seconds: float) -> None:
        end = time.monotonic() + seconds
        while text not in (told := "\n".join(node["name"] for node in self.tree())):
            assert time.monotonic() < end, f"{text} is not told: {told}"
            time.sleep(0.05)

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _ask(self, *command: str) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the screen reader ended"
        return json.loads(line)
