"""The whole system as its user starts it: workbench, centre and kiosk, each its own process, on loopback.

Used by the end-to-end tests and by `scripts/demo`. Knows the doors (command lines, HTTP) and nothing behind them.
"""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
#: What a site.ini holds: section -> key -> value.
Overrides = Mapping[str, Mapping[str, object]]

#: Agents call at any hour, so that whoever looks at the whole need not wait for Monday.
ROUND_THE_CLOCK = {
    "windows": "00:00-12:00, 12:00-18:00, 18:00-23:59",
    "weekdays": "mon, tue, wed, thu, fri, sat, sun",
}
KIOSK = "K07"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class NotReady(Exception):
    """A process did not say that it is ready; the message holds the end of its log."""


class Process:
    """One of ours, with its output in a file. `ready` waits for its JSON line."""

    def __init__(
        self, name: str, arguments: list[str], directory: Path, environment: Mapping[str, str]
    ) -> None:
        self.name = name
        self.log = directory / f"{name}.log"
        self._errors = self.log.open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
            stdout=subprocess.PIPE,
            stderr=self._errors,
            stdin=subprocess.DEVNULL,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ready(self, seconds: float = PATIENCE) -> dict[str, Any]:
        """The first JSON line on standard output. Raises NotReady."""
        assert self._process.stdout
        end = time.monotonic() + seconds
        text = b""
        while time.monotonic() < end:
            if select.select([self._process.stdout], [], [], 0.2)[0]:
                piece = os.read(self._process.stdout.fileno(), 65536)
                text += piece
                for line in text.splitlines(keepends=True):
                    if line.startswith(b"{") and line.endswith(b"\n"):
                        return dict(json.loads(line))
                if not piece:
                    break
            elif not self.alive:
                break
        raise NotReady(f"{self.name} did not start:\n{text.decode(errors='replace')}\n{self.tail()}")

    def tail(self, size: int = 3000) -> str:
        return self.log.read_text(errors="replace")[-size:]

    def end(self, how: signal.Signals = signal.SIGTERM, seconds: float = 15.0) -> int:
        """Ends it by its pid and waits; SIGKILL when it does not listen."""
        if self.alive:
            self._process.send_signal(how)
        try:
            code = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait(5)
        if self._process.stdout:
            self._process.stdout.close()
        self._errors.close()
        return code


class Json:
    """A JSON door on loopback. Whoever does not answer within `seconds` raises TimeoutError here."""

    def __init__(self, address: str, seconds: float = 20.0) -> None:
        self.base = f"http://{address}"
        self._seconds = seconds

    def get(self, path: str) -> Any:
        return json.loads(self.read(path))

    def read(self, path: str) -> bytes:
        with urllib.request.urlopen(self.base + path, timeout=self._seconds) as answer:
            return bytes(answer.read())

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        request = urllib.request.Request(
            self.base + path,
            data=json.dumps(body or {}).encode(),
            headers={"Content-Type": "application/json"},
            method="POST",
        )
        try:
            with urllib.request.urlopen(request, timeout=self._seconds) as answer:
                return json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as refused:
            raise AssertionError(f"POST {path}: {refused.code} {refused.read().decode()}") from None


class System:
    """Everything below `directory`. `overrides` goes to the kiosk's site.ini: section -> key -> value.

    `crowd`: all forty customers of the demonstration, not only the named ones. `surrounded`: cabinet, battery and
    keypad are fitted. `transcript`: what the kiosk says is written down.
    """

    def __init__(
        self,
        directory: Path,
        *,
        size: str = "1080x1920",
        overrides: Overrides | None = None,
        environment: Mapping[str, str] | None = None,
        crowd: bool = False,
        surrounded: bool = False,
        transcript: bool = False,
    ) -> None:
        self._crowd = crowd
        self._surrounded = surrounded
        self.transcript = directory / "said.jsonl" if transcript else None
        self.directory = directory
        self.data = directory / "kiosk"
        self.database = f"sqlite:///{directory / 'crm.db'}"
        self.signing_key = directory / "signing.pem"
        self.crm_address = f"127.0.0.1:{free_port()}"
        self.robot_address = f"127.0.0.1:{free_port()}"
        self.bench_address = ""
        self.around = {name: f"127.0.0.1:{free_port()}" for name in ("cabinet", "power")}
        self._size = size
        self._overrides = overrides or {}
        self._environment = dict(environment or {})
        self._processes: dict[str, Process] = {}
        self.data.mkdir(parents=True, exist_ok=True)

    # --- start ----------------------------------------------------------------------------------

    def start(self) -> System:
        self.start_bench()
        self.prepare_crm()
        self.start_crm()
        self.enrol()
        self.start_kiosk()
        return self

    def prepare(self) -> System:
        """A seeded centre that knows the kiosk; nothing runs. `start_from` takes a copy of it."""
        self.prepare_crm()
        self.start_crm()
        self.enrol()
        self.end("crm")
        return self

    def start_from(self, prepared: System) -> System:
        """As `start`, in a third of the time."""
        shutil.copytree(prepared.directory, self.directory, dirs_exist_ok=True)
        self.write_site()
        self.start_bench()
        self.start_crm()
        self.start_kiosk()
        return self

    def start_bench(self) -> None:
        bench = self.data / "workbench"
        arguments = ["devices.workbench", "--dir", str(bench), "--http", "127.0.0.1:0"]
        for name, place in self.around.items():
            arguments += [f"--{name}", place]
        protocol = self._overrides.get("payment_terminal", {}).get("protocol", "zvt")
        arguments += ["--payment-terminal-protocol", str(protocol)]
        reader = self._overrides.get("card_reader", {}).get("protocol", "talking")
        arguments += ["--card-reader", str(reader) if reader in ("pn532", "crt571") else "talking"]
        self.bench_address = str(self._begin("workbench", arguments).ready()["http"])

    def prepare_crm(self) -> None:
        self.run("crm", "init", "--db", self.database)
        few = () if self._crowd else ("--few",)
        self.run("crm", "demo", "--db", self.database, "--always-open", *few)
        self.run("crm", "signing-key", str(self.signing_key))

    def start_crm(self) -> None:
        arguments = ["crm", "serve", "--db", self.database, "--http", self.crm_address]
        arguments += ["--signing-key", str(self.signing_key)]
        if self.bench_address:
            arguments += ["--messages", f"http://{self.bench_address}/phone/messages"]
        self._begin("crm", arguments).ready()

    def enrol(self) -> None:
        answer = self.run("crm", "enrol-kiosk", KIOSK, "--site", "三重門市", "--db", self.database)
        code = re.search(r"\b[A-Z0-9]{4}(-[A-Z0-9]{4})+\b", answer)
        assert code, answer
        self.write_site()
        self.run("kiosk", "enrol", "--config", "kiosk.ini", "--data", str(self.data), "--code", code.group())

    def write_site(self) -> None:
        sections: dict[str, dict[str, object]] = {
            "crm": {"url": f"http://{self.crm_address}"},
            "payments": {"receipt_page": f"http://{self.crm_address}/receipts"},
        }
        if self._surrounded:
            sections["cabinet"] = {"port": f"rfc2217://{self.around['cabinet']}"}
            sections["power"] = {"ups": f"kiosk@{self.around['power']}"}
            sections["keypad"] = {"port": "workbench/keypad"}
        for section, keys in self._overrides.items():
            sections.setdefault(section, {}).update(keys)
        lines = [
            line
            for section, keys in sections.items()
            for line in (f"[{section}]", *(f"{key} = {value}" for key, value in keys.items()), "")
        ]
        (self.data / "site.ini").write_text("\n".join(lines), encoding="utf-8")

    def start_kiosk(self, robot: bool = True) -> None:
        arguments = ["kiosk", "run", "--config", "kiosk.ini", "--data", str(self.data), "--size", self._size]
        arguments += ["--robot", self.robot_address] if robot else []
        arguments += ["--transcript", str(self.transcript)] if self.transcript else []
        self._begin("kiosk", arguments).ready()

    # --- while it runs --------------------------------------------------------------------------

    @property
    def bench(self) -> Json:
        return Json(self.bench_address)

    def process(self, name: str) -> Process:
        return self._processes[name]

    def end(self, name: str, how: signal.Signals = signal.SIGTERM) -> int:
        return self._processes.pop(name).end(how)

    def stop(self) -> None:
        for name in ("kiosk", "crm", "workbench"):
            if name in self._processes:
                self.end(name)

    def run(self, *arguments: str) -> str:
        """A verb that ends by itself; its output."""
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env={**os.environ, **self._environment},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout}\n{done.stderr}"
        return done.stdout

    def _begin(self, name: str, arguments: list[str]) -> Process:
        process = Process(name, arguments, self.directory, self._environment)
        self._processes[name] = process
        return process

    def __enter__(self) -> System:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
