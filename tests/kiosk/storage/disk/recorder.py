"""Runs a process of its own whose file operations are recorded by shim.c, and reads the record. Needs a C compiler."""

from __future__ import annotations

import functools
import os
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
_HEAD = struct.Struct("<QQqq")
#: Lines written to this file, beneath the folder, are what the process was told is kept.
TOLD = "told"


@dataclass(frozen=True, slots=True)
class Operation:
    """`what`: O(pen new), W(rite), T(runcate), F(lush), R(ename), L(ink), U(nlink), M(ake folder)."""

    what: str
    inode: int
    at: int
    data: bytes = field(repr=False)

    @property
    def names(self) -> list[str]:
        return self.data.decode().split("\0")


@dataclass(frozen=True, slots=True)
class Run:
    """`status` is the process's; `lines`: what it told."""

    status: int
    operations: list[Operation]
    lines: list[str]
    errors: str


def recorded(folder: Path, work: str, *, room: int | None = None, warns: bool = True) -> Run:
    """What `work` (work.py) did beneath `folder`.

    `room`: so many bytes more fit on the disk; `warns`: and it says so to whoever asks.
    """
    with tempfile.TemporaryDirectory() as name:
        log = Path(name) / "log"
        where = {"DISK_FOLDER": str(folder), "DISK_LOG": str(log), "LD_PRELOAD": str(_shim())}
        limit = {} if room is None else {"DISK_ROOM": str(room)}
        limit |= {} if warns else {"DISK_SILENT": "1"}
        done = subprocess.run(
            [sys.executable, "-m", "tests.kiosk.storage.disk.work", work, str(folder)],
            cwd=ROOT,
            env={**os.environ, **where, **limit, "PYTHONPATH": str(ROOT)},
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        told = folder / TOLD
        lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
        return Run(done.returncode, list(operations(log.read_bytes())), lines, done.stderr)


@functools.cache
def _shim() -> Path:
    """Made once a process, in a folder that goes with it."""
    folder = tempfile.TemporaryDirectory()
    _kept.append(folder)
    return make_shim(Path(folder.name))


def make_shim(folder: Path) -> Path:
    """What is to be preloaded. Needs a C compiler."""
    made = folder / "shim.so"
    options = ["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror"]
    subprocess.run(["cc", *options, "-o", str(made), str(HERE / "shim.c"), "-ldl"], check=True)
    return made


_kept: list[tempfile.TemporaryDirectory[str]] = []


def operations(log: bytes) -> Iterator[Operation]:
    """What a log of shim.c holds."""
    begin = 0
    while begin < len(log):
        what, inode, at, length = _HEAD.unpack_from(log, begin)
        begin += _HEAD.size + length
        yield Operation(chr(what), inode, at, log[begin - length : begin])
