"""The disk is full: what was accepted is kept, what is refused says so, and the queue drains all the same.

By the shim (disk/shim.c) at one place after another of the same work, and on a small file system of its own where root
can make one. The quota, which comes before, is in test_database.py.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.ports import Answer, StoreError
from kiosk.storage.database import ROOM_TO_GO_ON
from tests.kiosk.storage.disk.recorder import TOLD as TOLD_FILE
from tests.kiosk.storage.disk.recorder import Run, recorded
from tests.kiosk.storage.disk.verdict import faults
from tests.kiosk.storage.samples import DECIDED, OPENED, Kiosk
from tests.kiosk.storage.test_power_cuts import IN_MEMORY

#: In bytes, from the first write of all to where the work ends with room to spare.
TOLD = [ROOM_TO_GO_ON + (step << 17) for step in (-8, -1, 0, 8, 9, 11, 14, 18, 23, 29, 36, 44)]
SILENT = [*range(0, 1 << 16, 3 << 12), *range(1 << 16, 5 << 20, 3 << 17)]


@pytest.fixture
def data() -> Iterator[Path]:
    """A kiosk that is in use, with a queue."""
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as name:
        folder = Path(name) / "data"
        kiosk = Kiosk.at(folder / "store" / "kiosk.db")
        for _ in range(30):
            kiosk.call_back()
        kiosk.store.close()
        yield folder


def kinds(run: Run) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in run.lines:
        kind, _, what = line.partition(" ")
        found.setdefault(kind, []).append(what)
    return found


def drained(folder: Path) -> bool:
    """Whether the queue can be emptied, now that there is room again."""
    kiosk = Kiosk.at(folder / "store" / "kiosk.db")
    while due := kiosk.due():
        kiosk.outbox.settle([Answer(record.id, "stored") for record in due], DECIDED)
    waiting = kiosk.outbox.counts().waiting
    kiosk.store.close()
    return waiting == 0


@pytest.mark.requirement("J1")
@pytest.mark.parametrize("room", TOLD)
def test_a_disk_that_fills_up_takes_nothing_new_and_drains(data: Path, room: int) -> None:
    """J1: whatever is accepted is kept, and with what was there before the centre takes it over, without more room."""
    run = recorded(data, "filling", room=room)
    assert run.status == 0, run.errors
    told = kinds(run)
    assert all("the_disk_is_full" in why for why in told.get("refused", [])), told["refused"]
    assert told["drained"] == ["0"]
    assert len(told.get("erased", [])) >= 60
    assert faults(data, run.lines) == []


@pytest.mark.requirement("J1")
@pytest.mark.parametrize("room", SILENT)
def test_a_disk_that_somebody_else_fills_loses_nothing(data: Path, room: int) -> None:
    """J1: in the middle of any write, without a warning: with room again all is there and goes."""
    run = recorded(data, "filling", room=room, warns=False)
    assert run.status == 0, run.errors
    assert faults(data, run.lines) == []
    assert drained(data)


def test_the_rooms_that_are_tried_are_too_small_and_large_enough(data: Path) -> None:
    """Else nothing was shown: the smallest takes nothing at all, the largest everything."""
    refused = kinds(recorded(data, "filling", room=SILENT[0], warns=False))
    assert "callback" not in refused
    assert "stuck" in refused
    (data / TOLD_FILE).unlink()
    assert "refused" not in kinds(recorded(data, "filling", room=64 << 20))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 24 MiB of its own."""
    if os.geteuid() or not (shutil.which("mkfs.ext4") and shutil.which("mount")):
        pytest.skip("only root mounts a file system of its own; the shim says 'full' in the tests above")
    image, place = tmp_path / "image", tmp_path / "disk"
    with image.open("wb") as file:
        file.truncate(24 << 20)
    place.mkdir()
    subprocess.run(["mkfs.ext4", "-q", str(image)], check=True)
    if subprocess.run(
        ["mount", "-o", "loop", str(image), str(place)], check=False, capture_output=True
    ).returncode:
        pytest.skip("this machine lets nobody mount a file system; the shim says 'full' in the tests above")
    yield place
    while OPENED:
        OPENED.pop().close()
    subprocess.run(["umount", str(place)], check=True)


def fill(disk: Path, left: int) -> None:
    """Somebody else's file, until so many bytes are free; 0: until nothing more goes in."""
    with open(disk / "somebodys", "wb", buffering=0) as file, contextlib.suppress(OSError):
        while shutil.disk_usage(disk).free > left:
            file.write(bytes(1 << 16))


@pytest.mark.requirement("J1")
def test_a_real_disk_that_is_full(small_disk: Path) -> None:
    """J1: nothing new is taken, what waits goes out all the same; with nothing free at all it waits, and is kept."""
    kiosk = Kiosk.at(small_disk / "data" / "store" / "kiosk.db")
    references = [kiosk.call_back() for _ in range(30)]
    fill(small_disk, ROOM_TO_GO_ON // 2)
    with pytest.raises(StoreError, match="the disk is full"):
        kiosk.call_back()
    assert [record.reference for record in kiosk.due("cases")] == references
    kiosk.outbox.settle([Answer(record.id, "stored") for record in kiosk.due("cases")], DECIDED)
    fill(small_disk, 0)
    assert kiosk.due("cases") == []
    assert len(kiosk.due("telemetry")) == 30
    with contextlib.suppress(StoreError):
        kiosk.outbox.settle([Answer(kiosk.due()[0].id, "stored")], DECIDED)
    (small_disk / "somebodys").unlink()
    while due := kiosk.due(limit=20):
        kiosk.outbox.settle([Answer(record.id, "stored") for record in due], DECIDED)
    assert kiosk.call_back()
    assert kiosk.audit.broken_at() == []
    kiosk.store.close()
