"""Parts (b), (c) and (d): the power goes at a call of the store's engine, the disk fails at it, it is full from it on.

The calls are those of the engine that ships, heard by tests/kiosk/storage/disk/shim.c, which has to be preloaded. After a
power cut the next life begins over what such a disk may hold: flushed data, and of the rest what chance lets through.
"""

from __future__ import annotations

import ctypes
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.kiosk.storage.disk.crash import Disk, lay_out
from tests.kiosk.storage.disk.recorder import operations
from tests.proof.counter import Counter
from tests.proof.kills import finish
from tests.proof.moments import Moments
from tests.proof.oracle import reds
from tests.proof.points import Moment, Part, Point, Verdict
from tests.proof.scenes import scene_named

IN = ("approved", "recovery, charged", "given back")
#: How many points of each scene the reduced run has.
FEW = 2
#: Of what chance lets through; other seeds find other states at the same points.
seed = 1


@dataclass
class Watched(Moments):
    """While the scene is watched the n-th call dies, fails, or finds the disk full."""

    die: int = 0
    fail: int = 0
    for_good: bool = False
    full: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def begin(self) -> None:
        super().begin()
        _shim().disk_arm(self.die, self.fail, int(self.for_good), self.full)

    def end(self) -> None:
        self.calls = int(_shim().disk_disarm())
        super().end()


def is_preloaded() -> bool:
    return hasattr(_shim(), "disk_watch")


def _shim() -> Any:
    return ctypes.CDLL(None)


class _Disks:
    """One of the three parts: how a point is armed, and what is between this life and the last."""

    def __init__(self, part: Part, ways: dict[str, Callable[[int], dict[str, Any]]]) -> None:
        self._part, self._ways = part, ways

    def plan(self, counter: Counter, reduced: bool, only: str = "") -> list[Point]:
        points = []
        for name in [name for name in IN if only in ("", name)]:
            calls = _calls(counter, name)
            step = max(1, calls // FEW) if reduced else 1
            for number in range(1, calls + 1, step):
                moment = Moment("call", f"#{number} of the store's engine")
                points += [Point(self._part, name, number, moment, how) for how in self._ways]
        return points

    def show(self, counter: Counter, point: Point) -> Verdict:
        scene = scene_named(point.scene)
        counter.begin(scene)
        cut = self._part is Part.POWER
        disk = Disk(counter.data) if cut else None
        log = counter.folder / "log"
        watched = Watched(**self._ways[point.how](point.number))
        status = counter.live(scene.script, watched, begins=lambda: _watch(counter.data, log))
        if disk is not None:
            _lose_what_was_loose(disk, log, counter.data, Random(f"{seed}/{point.scene}/{point.number}"))
        finish(counter, 5.0)
        wrong = reds(counter.evidence())
        if not cut and status:
            wrong.append(f"ended with {status}")
        return Verdict(point, tuple(wrong), drifted=cut and status != -9)


def _calls(counter: Counter, name: str) -> int:
    scene = scene_named(name)
    counter.begin(scene)
    log = counter.folder / "log"
    counter.live(scene.script, Watched(), begins=lambda: _watch(counter.data, log))
    return int(next(event.what for event in reversed(counter.bench.events) if event.kind == "calls"))


def _watch(data: Path, log: Path) -> None:
    _shim().disk_watch(str(data).encode(), str(log).encode())


def _lose_what_was_loose(disk: Disk, log: Path, data: Path, dice: Random) -> None:
    found = disk.after(list(operations(log.read_bytes())), dice)
    shutil.rmtree(data)
    lay_out(found, data)


POWER = _Disks(Part.POWER, {"": lambda number: {"die": number}})
IO = _Disks(
    Part.IO,
    {
        "once": lambda number: {"fail": number},
        "from then on": lambda number: {"fail": number, "for_good": True},
    },
)
FULL = _Disks(Part.FULL, {"": lambda number: {"full": number}})
