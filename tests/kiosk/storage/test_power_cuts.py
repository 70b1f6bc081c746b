"""The power goes: over the engine that ships, encrypted, opened as the kiosk opens it.

A process of its own works while a shim records what it writes and flushes (disk/shim.c); from the record come the
states in which a cut may leave the disk (disk/crash.py). Each is opened, and judged by what had been told until then.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.kiosk.storage.disk.crash import Disk, lay_out
from tests.kiosk.storage.disk.recorder import recorded
from tests.kiosk.storage.disk.verdict import faults
from tests.kiosk.storage.older import older_store
from tests.kiosk.storage.samples import Kiosk
from tests.kiosk.storage.test_sealing import plain_store

#: The record is the same where a flush costs nothing.
IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None

Before = Callable[[Path], list[str]]


def nothing(path: Path) -> list[str]:
    """A new machine."""
    return []


def in_use(path: Path) -> list[str]:
    kiosk = Kiosk.at(path)
    references = [kiosk.call_back() for _ in range(3)]
    kiosk.store.close()
    return [f"callback {reference}" for reference in references]


def plain(path: Path) -> list[str]:
    """As a kiosk left it that did not encrypt yet."""
    kiosk = plain_store(path)
    waiting = [f"callback {record.reference}" for record in kiosk.due("cases")]
    kiosk.store.close()
    return waiting


def older(path: Path) -> list[str]:
    """Encrypted, of an earlier schema."""
    return [f"callback {reference}" for reference in older_store(path)]


#: work, what was there before, how many cuts: 1,000 in all.
CUTS: list[tuple[str, Before, int]] = [
    ("requests", in_use, 250),
    ("settling", in_use, 250),
    ("checkpoints", in_use, 150),
    ("starting", nothing, 120),
    ("starting", older, 120),
    ("starting", plain, 110),
]
NAMES = [f"{work}, {before.__name__}" for work, before, _ in CUTS]


@pytest.fixture
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as name:
        yield Path(name)


def cut(place: Path, work: str, before: Before, count: int, *, heeds: bool = True) -> dict[str, list[str]]:
    """What was wrong, by the number of the cut and its place."""
    data, state = place / "data", place / "state"
    data.mkdir()
    told_before = before(data / "store" / "kiosk.db")
    disk = Disk(data, heeds=heeds)
    run = recorded(data, work)
    assert run.status == 0, run.errors
    found = {}
    for number, (at, files, told) in enumerate(disk.cuts(run.operations, random.Random(20261126), count)):
        lay_out(files, state)
        found[f"{number} at {at} of {len(run.operations)}"] = faults(state, told_before + told)
        shutil.rmtree(state)
    assert disk.told
    return {which: wrong for which, wrong in found.items() if wrong}


@pytest.mark.requirement("J1")
@pytest.mark.parametrize(("work", "before", "count"), CUTS, ids=NAMES)
def test_nothing_that_was_told_is_lost(place: Path, work: str, before: Before, count: int) -> None:
    """J1: no acknowledged row lost, none that was erased back, no hole in a stream, the chain whole, nothing readable."""
    assert cut(place, work, before, count) == {}


@pytest.mark.requirement("J1")
@pytest.mark.parametrize(("work", "before", "count"), CUTS, ids=NAMES)
def test_a_disk_that_does_not_flush_is_found_out(place: Path, work: str, before: Before, count: int) -> None:
    """J1: the same without a single flush loses what was told; else the test above would show nothing."""
    assert len(cut(place, work, before, 30, heeds=False)) > 3


def test_there_are_a_thousand_cuts() -> None:
    assert sum(count for _, _, count in CUTS) == 1000
