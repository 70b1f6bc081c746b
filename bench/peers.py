"""Other queues on a disk, as their documentation sets them up for durability: installed by the benchmark for itself.

They go into an environment of their own beneath `out/`, at these versions, and are imported from there: the product's own
environment stays what requirements.lock says.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

PLACE = Path("out/bench/peers")
VERSIONS = ("persist-queue==1.1.0", "litequeue==0.9", "huey==3.5.4", "diskcache==5.6.3")


@dataclass(frozen=True, slots=True)
class Queue:
    """`append` adds the payload and returns when it is kept; `acknowledge` takes one out for good."""

    append: Callable[[], object]
    acknowledge: Callable[[], object]


def install() -> None:
    """Once. Raises CalledProcessError where no registry can be asked."""
    stamp = PLACE / "versions"
    if not stamp.exists() or stamp.read_text(encoding="ascii").split() != list(VERSIONS):
        venv.create(PLACE, with_pip=True, clear=True)
        asked = [PLACE / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*map(str, asked), "--no-deps", *VERSIONS], check=True)
        stamp.write_text("\n".join(VERSIONS), encoding="ascii")
    packages = PLACE / f"lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"
    sys.path.append(str(packages))


def queues(folder: Path, payload: bytes) -> dict[str, Queue]:
    """Each with its files beneath `folder`."""
    return {
        "persist-queue": _persist_queue(folder, payload.decode()),
        "litequeue as it comes": _litequeue(folder, payload.decode()),
        "huey": _huey(folder, payload),
        "diskcache as it comes": _diskcache(folder, payload.decode()),
    }


def _persist_queue(folder: Path, payload: str) -> Queue:
    queue = import_module("persistqueue").SQLiteAckQueue(str(folder / "persist"), auto_commit=True)
    return Queue(lambda: queue.put(payload), lambda: queue.ack(queue.get()))


def _litequeue(folder: Path, payload: str) -> Queue:
    """WAL and NORMAL: a commit is not flushed."""
    queue = import_module("litequeue").LiteQueue(filename_or_conn=folder / "lite.db")
    return Queue(lambda: queue.put(payload), lambda: queue.done(queue.pop().message_id))


def _huey(folder: Path, payload: bytes) -> Queue:
    """It has no acknowledgement: what was taken is gone, also when its taker dies."""
    storage = import_module("huey.storage").SqliteStorage(filename=str(folder / "huey.db"), fsync=True)
    return Queue(lambda: storage.enqueue(payload), storage.dequeue)


def _diskcache(folder: Path, payload: str) -> Queue:
    """WAL and NORMAL: a commit is not flushed; what was taken is gone."""
    deque = import_module("diskcache").Deque(directory=str(folder / "diskcache"))
    return Queue(lambda: deque.append(payload), deque.popleft)
