"""The panel: start to the first screen, touch to changed pixels, and what an idle panel costs.

Limits are Kivy's own: a bare window with one label for the start and for idling, one button for a touch (bench/touch).
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.bytecode import kept
from bench.report import Measure, middle, publish, spread
from tests.e2e.system import ROOT, Process, free_port

SIZE = (1080, 1920)
STARTS = 3
SETTLED = 12.0  # seconds after the first picture: devices and line were tried, the printers' profiles read
IDLE = 5.0


def main() -> None:
    with tempfile.TemporaryDirectory() as name, _workbench(Path(name)):
        folder = Path(name)
        for begin in (_kiosk, _bare):  # the first one compiles
            _start(begin, folder)
        starts = [(_start(_kiosk, folder), _start(_bare, folder)) for _ in range(STARTS)]
        shares = [_idle_share(begin, folder) for begin in (_kiosk, _bare)]
    publish("screen", [*_started(starts), *_touched(), _idled(*shares)])


# --- processes ------------------------------------------------------------------------------------

Begin = Callable[[Path], Process]


def _kiosk(folder: Path) -> Process:
    command = ["kiosk", "run", "--config", str(ROOT / "kiosk.ini"), "--data", str(folder / "kiosk")]
    command += ["--size", _words(SIZE), "--robot", f"127.0.0.1:{free_port()}"]
    return Process("kiosk", command, folder, kept(folder))


def _bare(folder: Path) -> Process:
    return Process("bare", ["bench.bare", _words(SIZE), str(folder / "bare")], folder, kept(folder))


@contextmanager
def _workbench(folder: Path) -> Iterator[None]:
    command = ["devices.workbench", "--dir", str(folder / "kiosk/workbench"), "--http", "127.0.0.1:0"]
    process = Process("workbench", command, folder, {})
    try:
        process.ready()
        yield
    finally:
        process.end()


@dataclass(frozen=True, slots=True)
class Start:
    """From the process's start to its word that the first picture stands: by the wall's clock, and of a processor."""

    wall: float
    cpu: float


def _start(begin: Begin, folder: Path) -> Start:
    began = time.perf_counter()
    process = begin(folder)
    try:
        process.ready()
        return Start(time.perf_counter() - began, _cpu_seconds(process.pid))
    finally:
        process.end()


def _idle_share(begin: Begin, folder: Path) -> float:
    """Percent of one core while nobody is there."""
    process = begin(folder)
    try:
        process.ready()
        time.sleep(SETTLED)
        before, began = _cpu_seconds(process.pid), time.perf_counter()
        time.sleep(IDLE)
        return 100 * (_cpu_seconds(process.pid) - before) / (time.perf_counter() - began)
    finally:
        process.end()


def _cpu_seconds(pid: int) -> float:
    """User and system time, fields 14 and 15 of /proc/PID/stat (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# --- measures -------------------------------------------------------------------------------------


def _started(starts: list[tuple[Start, Start]]) -> list[Measure]:
    """The processor's time is the steadier one on a shared machine."""
    kiosks, bares = zip(*starts, strict=True)
    walls, cpus = [start.wall for start in kiosks], [start.cpu for start in kiosks]
    wall, cpu = middle([start.wall for start in bares]), middle([start.cpu for start in bares])
    goal = "under 3.5 s"
    return [
        Measure(
            "process start to the first screen",
            "s",
            middle(walls),
            wall,
            middle(walls) / wall,
            goal,
            {},
            spread(walls),
        ),
        Measure(
            "the same, of a processor", "s", middle(cpus), cpu, middle(cpus) / cpu, goal, {}, spread(cpus)
        ),
    ]


def _idled(kiosk: float, bare: float) -> Measure:
    """Without a ratio: the bare window's share is a few ticks of the kernel's clock, too few to divide by."""
    peers = {"bare window": bare}
    return Measure("idle, of one core", "%", kiosk, None, None, "under 5 %", peers, f"over {IDLE:.0f} s")


def _touched() -> list[Measure]:
    with tempfile.TemporaryDirectory() as home:
        from screens.window import prepare

        prepare(SIZE, fullscreen=False, home=Path(home))
        from kivy.config import Config

        Config.set("graphics", "maxfps", "0")
        from bench.touch import measures
        from kiosk.texts import load_texts

        return measures(load_texts(ROOT / "assets/locale").__getitem__)


def _words(size: tuple[int, int]) -> str:
    return "x".join(map(str, size))


if __name__ == "__main__":
    main()
