"""The real `upsd` of Network UPS Tools with its own pretend battery (dummy-ups), both started and ended by the test."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.peers.brought import environment, unpacked

UPS = "kiosk"
START = 20.0  # seconds
MAX_AGE = 3  # seconds without a word from the battery's driver after which upsd calls what it knows stale


class Nut:
    """`told`: what the battery says; its driver looks each second. What it measured once it measures for ever."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._environment = environment(
            NUT_CONFPATH=str(folder), NUT_STATEPATH=str(folder), NUT_ALTPIDPATH=str(folder)
        )
        self.port = _free_port()
        self._driver: subprocess.Popen[bytes] | None = None
        self._daemon: subprocess.Popen[bytes] | None = None
        self._write("nut.conf", "MODE=none")
        self._write("upsd.users", "")
        self._write("upsd.conf", f"LISTEN 127.0.0.1 {self.port}", f"MAXAGE {MAX_AGE}")
        self._write("ups.conf", "pollinterval = 1", f"[{UPS}]", "driver = dummy-ups", "port = kiosk.seq")
        self.told("OL")

    @property
    def address(self) -> str:
        return f"{UPS}@127.0.0.1:{self.port}"

    def told(self, status: str, **variables: object) -> None:
        said = {"ups.status": status, **{name.replace("_", "."): value for name, value in variables.items()}}
        self._write("kiosk.seq", *(f"{name}: {value}" for name, value in said.items()))

    def start_driver(self) -> None:
        self._driver = self._started("lib/nut/dummy-ups", "-a", UPS)

    def end_driver(self) -> None:
        _end(self._driver)

    def hold_driver(self, hold: bool = True) -> None:
        """It is there and says nothing, as one whose cable is out."""
        assert self._driver is not None
        self._driver.send_signal(signal.SIGSTOP if hold else signal.SIGCONT)

    def start_daemon(self) -> None:
        self._daemon = self._started("lib/nut/upsd")
        end = time.monotonic() + START
        while not _listens(self.port):
            assert time.monotonic() < end
            assert self._daemon.poll() is None

    def end_daemon(self) -> None:
        _end(self._daemon)

    @contextmanager
    def conversation(self) -> Iterator[Callable[[str], str]]:
        """Asks a line, answers with a line."""
        with (
            socket.create_connection(("127.0.0.1", self.port), timeout=START) as line,
            line.makefile("rwb") as lines,
        ):

            def ask(question: str) -> str:
                lines.write(f"{question}\n".encode())
                lines.flush()
                return lines.readline().decode().strip()

            yield ask

    def _started(self, program: str, *more: str) -> subprocess.Popen[bytes]:
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(
                [unpacked(program, "nut-server"), "-u", "root", "-D", *more],
                stdout=log,
                stderr=log,
                env=self._environment,
            )

    def _write(self, name: str, *lines: str) -> None:
        file = self._folder / name
        fresh = file.with_suffix(".new")
        fresh.write_text("\n".join(lines) + "\n", encoding="ascii")
        fresh.chmod(0o600)
        fresh.replace(file)


@contextmanager
def nut(folder: Path) -> Iterator[Nut]:
    made = Nut(folder)
    made.start_driver()
    made.start_daemon()
    try:
        yield made
    finally:
        made.end_daemon()
        made.end_driver()


def _end(process: subprocess.Popen[bytes] | None) -> None:
    if process is not None and process.poll() is None:
        process.terminate()
        process.send_signal(signal.SIGCONT)
        process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])
