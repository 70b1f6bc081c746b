"""The kiosk beside the same home page in Chromium's kiosk mode: start, memory, touch, seen from outside on the glass.

Each has a screen of its own (1080x1920, no graphics card), and both are asked in turn. A start runs from the process's
start to the picture that then stands, judged by the same strips of pixels; the kiosk's home is one touch behind its
resting screen, so that touch is in it. A touch is a real input event (XTEST), timed until pixels of the touched tile
change. Memory is the proportional set of the whole process tree, ten seconds after home stands. A window of plain Kivy
buttons (`bench/plain.py`) stands as a peer: what Kivy itself costs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.bytecode import kept
from bench.glass import Glass, screen
from bench.report import Measure, middle, publish, spread
from tests.e2e.system import ROOT, System

SIZE = (1080, 1920)
STARTS, TOUCHES = 5, 15
IDLE, PAUSE = 10.0, 0.4
PLAIN = "plain Kivy buttons"
PAGE = ROOT / "bench/home.html"
CHROMIUM = ("chromium", "--kiosk", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
            "--disable-background-networking", "--disable-component-update", "--disable-extensions",
            "--allow-file-access-from-files", "--force-device-scale-factor=1", "--window-position=0,0",
            "--window-size=1080,1920", "--password-store=basic", "--noerrdialogs")  # fmt: skip

#: Its middle, a plain spot of its surface, and where nothing is.
TILE, SPOT, NOWHERE = (290, 860), (300, 780, 24, 24), (540, 1660)


@dataclass
class Runner:
    """One of the three. `begin` starts it on a display; `enters`: its home is one touch behind its first picture."""

    begin: Callable[[str], subprocess.Popen[bytes]]
    enters: bool
    display: str
    glass: Glass
    firsts: list[float] = field(default_factory=list)
    homes: list[float] = field(default_factory=list)
    touches: list[float] = field(default_factory=list)

    @contextmanager
    def running(self) -> Iterator[int]:
        """Home stands, and how long it took is kept; the process's number."""
        began = time.perf_counter()
        process = self.begin(self.display)
        try:
            first = home = self.glass.standing(began)
            if self.enters:
                before, touched = self.glass.strips(), time.perf_counter()
                self.glass.tap(*NOWHERE)
                home = first + self.glass.standing(touched, before)
            self.firsts.append(first)
            self.homes.append(home)
            yield process.pid
        finally:
            process.terminate()
            process.wait(20)

    def touch(self) -> None:
        """A finger on a tile; it slides off again, so that home stays."""
        before = self.glass.look(SPOT)
        began = time.perf_counter()
        self.glass.press(*TILE)
        try:
            self.touches.append(1000 * self.glass.changed(SPOT, before, began))
        finally:
            self.glass.slide_off(*NOWHERE)
            time.sleep(PAUSE)


def main() -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        system = stack.enter_context(System(folder))
        system.start_bench()
        system.prepare_crm()
        system.start_crm()
        system.enrol()
        ours = _runner(stack, lambda display: _kiosk(system, display), enters=True)
        web = _runner(stack, lambda display: _chromium(folder, display), enters=False)
        bare = _runner(stack, lambda display: _plain(folder, display), enters=False)
        for runner in (ours, web, bare):  # caches of the disk, of the browser and of Python
            with runner.running():
                pass
            runner.firsts.clear()
            runner.homes.clear()
        for _ in range(STARTS):
            for runner in (ours, web, bare):
                with runner.running():
                    pass
        with ours.running() as kiosk, web.running() as chromium, bare.running() as plain:
            time.sleep(IDLE)
            weights = _weight(kiosk), _weight(chromium), _weight(plain)
            for _ in range(TOUCHES):
                ours.touch()
                web.touch()
                bare.touch()
    publish("beside", _measures(ours, web, bare, weights))


def _measures(ours: Runner, web: Runner, bare: Runner, weights: tuple[float, float, float]) -> list[Measure]:
    goal = "ahead: below 1"
    rows = (
        (
            "start to home, a touch on the resting screen included",
            "s",
            ours.homes,
            web.homes,
            bare.homes,
            goal,
        ),
        (
            "start to the first picture (resting screen beside home)",
            "s",
            ours.firsts,
            web.firsts,
            bare.firsts,
            "report",
        ),
        ("touch to changed pixels of a tile", "ms", ours.touches, web.touches, bare.touches, goal),
    )
    measures = [
        Measure(
            name,
            unit,
            middle(our),
            middle(its),
            middle(our) / middle(its),
            aim,
            {PLAIN: middle(kivy)},
            f"{spread(our)}; {spread(its)}",
        )
        for name, unit, our, its, kivy, aim in rows
    ]
    we, they, kivy = weights
    steady = f"after {IDLE:.0f} s"
    heavy = Measure("memory of the process tree", "MiB", we, they, we / they, goal, {PLAIN: kivy}, steady)
    return [*measures, heavy]


# --- the three --------------------------------------------------------------------------------------


def _runner(stack: ExitStack, begin: Callable[[str], subprocess.Popen[bytes]], *, enters: bool) -> Runner:
    display = stack.enter_context(screen(SIZE))
    glass = Glass(display)
    stack.callback(glass.close)
    return Runner(begin, enters, display, glass)


def _kiosk(system: System, display: str) -> subprocess.Popen[bytes]:
    words = "x".join(map(str, SIZE))
    command = [
        sys.executable,
        "-m",
        "kiosk",
        "run",
        "--config",
        "kiosk.ini",
        "--data",
        str(system.data),
        "--size",
        words,
    ]
    return _begun(command, display, kept(system.directory))


def _chromium(folder: Path, display: str) -> subprocess.Popen[bytes]:
    return _begun([*CHROMIUM, f"--user-data-dir={folder / 'chromium'}", PAGE.as_uri()], display, {})


def _plain(folder: Path, display: str) -> subprocess.Popen[bytes]:
    size = "x".join(map(str, SIZE))
    return _begun([sys.executable, "-m", "bench.plain", size, str(folder / "plain")], display, kept(folder))


def _begun(command: list[str], display: str, more: dict[str, str]) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "DISPLAY": display, **more}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


# --- the kernel's account ---------------------------------------------------------------------------


def _weight(pid: int) -> float:
    """MiB of a process and all below it: proportional set size (proc(5)), shared pages by their share."""
    return sum(map(_pss, _tree(pid))) / 1024


def _tree(pid: int) -> list[int]:
    below = Path(f"/proc/{pid}/task").glob("*/children")
    return [
        pid,
        *(each for file in below for child in file.read_text().split() for each in _tree(int(child))),
    ]


def _pss(pid: int) -> int:
    """KiB; 0 for one that has just ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    main()
