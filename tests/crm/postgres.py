"""A real PostgreSQL server of our own: on a Unix socket in a folder that goes with it, started once a test process.

Every test gets a database of its own, copied from a template that was furnished once. Nothing here survives the tests,
so nothing is flushed to disk (`fsync=off`). PostgreSQL refuses to be root: then it runs as the
`postgres` of Debian's package.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from tests.crm.places import Furnish, prepare

PACKAGE = "postgresql"
ENOUGH = 1 << 30
PR_SET_PDEATHSIG = 1
OWNER = "centre"
#: One connection for making and dropping, and as many as a hundred threads with two each may want.
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "240",
    "shared_buffers": "64MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "log_min_messages": "fatal",
}
DURABLE = dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes", "autovacuum"), "on")


class NotInstalled(Exception):
    """Says what to type."""


class Postgres:
    """A running server. `folder` holds its data and its socket."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)
        self._admin = _connected(self._url("postgres"))
        self._templates: dict[Furnish, str] = {}

    @contextmanager
    def copy(self, furnish: Furnish, folder: Path | None = None) -> Iterator[str]:
        if furnish not in self._templates:
            template = self._made("template1")
            prepare(self._url(template), furnish)
            self._templates[furnish] = template
        with self._passing(self._templates[furnish]) as url:
            yield url

    def empty(self) -> AbstractContextManager[str]:
        """A database without a table."""
        return self._passing("template1")

    @contextmanager
    def _passing(self, template: str) -> Iterator[str]:
        name = self._made(template)
        try:
            yield self._url(name)
        finally:
            self._admin.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _made(self, template: str) -> str:
        name = f"centre_{next(self._numbers)}"
        self._admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def _url(self, name: str) -> str:
        return f"postgresql://{OWNER}@/{name}?host={self.folder}"

    def close(self) -> None:
        self._admin.close()


@contextmanager
def running(*, durable: bool = False) -> Iterator[Postgres]:
    """Starts a server, and ends it. `durable`: on a disk, every commit flushed. Raises NotInstalled."""
    programs = _programs()
    user: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if _is_root() else {}
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/var/tmp" if durable else _room()))
    if user:
        shutil.chown(folder, "postgres", "postgres")
    server = None
    try:
        made = ["--auth=trust", f"--username={OWNER}", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        data = folder / "data"
        command = [str(programs / "initdb"), f"--pgdata={data}", *made]
        subprocess.run(command, check=True, capture_output=True, cwd=folder, **user)
        settings = {**SETTINGS, **(DURABLE if durable else {})}
        options = [f"--{name}={value}" for name, value in settings.items()]
        command = [str(programs / "postgres"), "-D", str(data), "-k", str(folder), *options]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=folder, preexec_fn=_end_with_us, **user
            )
        postgres = Postgres(folder)
        yield postgres
        postgres.close()
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)  # "fast": open connections are ended
            server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _end_with_us() -> None:
    """In the server, before it begins: when its parent is killed it stops, too."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def _room() -> str:
    """In memory where there is enough of it: a database is some 300 files, and every test makes one.

    Not the tests' own folder: the whole path of a socket has 107 bytes at most.
    """
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > ENOUGH else "/tmp"


def _is_root() -> bool:
    return os.geteuid() == 0


def _programs() -> Path:
    """Where the newest version's programs are; Debian does not put them on the path."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4]))
    if not versions:
        raise NotInstalled(
            f"PostgreSQL is missing. As root: apt-get install --no-install-recommends {PACKAGE}"
        )
    return versions[-1].parent


def _connected(url: str) -> psycopg.Connection[Any]:
    """Waits until the server takes connections, 30 s at most."""
    until = time.monotonic() + 30
    while True:
        try:
            return psycopg.connect(url, autocommit=True)
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)  # it says nowhere but in its log when it is ready
