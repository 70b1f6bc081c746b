"""`python -m tests.proof [--reduced] [--only PART,PART] [--seed N] [--minutes N] [--workers N] [--like TEXT] [--resume]`.

Prints one table, writes out/prove-money.json, and ends with 1 when a point is red or could not be come to.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.kiosk.storage.disk.recorder import make_shim
from tests.proof import answers, cables, clocks, disks, kills, table
from tests.proof.centre import House
from tests.proof.counter import Counter, prepare
from tests.proof.points import Part, Point, Verdict
from tests.proof.table import Result
from tests.proof.warm import warm_up
from tests.proof.workers import shown

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "out" / "prove-money.json"
SHOWN = REPORT.with_suffix(".shown")
#: By part: which points there are, and how one is shown.
PARTS: dict[Part, Any] = {
    Part.KILL: kills,
    Part.POWER: disks.POWER,
    Part.IO: disks.IO,
    Part.FULL: disks.FULL,
    Part.CLOCK: clocks,
    Part.LINE: answers,
    Part.CABLE: cables,
}
#: Where the shim is that watches the engine's calls.
SHIM = "LD_PRELOAD"


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    if not disks.is_preloaded():
        return again_with_the_shim("tests.proof", *sys.argv[1:])
    disks.seed = asked.seed
    logging.disable(logging.CRITICAL)  # what goes wrong here is meant to
    begun = time.monotonic()
    home = Path(tempfile.mkdtemp(prefix="proof-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None))
    try:
        result = run(asked, home, begun)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    seconds = time.monotonic() - begun
    REPORT.parent.mkdir(exist_ok=True)
    said = table.document(result, seconds, asked.seed, asked.reduced)
    REPORT.write_text(json.dumps(said, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    for verdict in [*result.red(), *result.drifted][:20]:
        print(
            f"\nRED {verdict.point.name}"
            + "".join(f"\n    {red}" for red in verdict.reds or ("not come to",))
        )
    print(table.text(result, seconds))
    if result.planned > len(result.verdicts):
        print(f"The time was up: {len(result.verdicts)} of {result.planned} points.")
    return 1 if result.red() or result.drifted else 0


def again_with_the_shim(module: str, *arguments: str) -> int:
    """A library is preloaded when a process begins, and never later."""
    with tempfile.TemporaryDirectory() as folder:
        preload = {SHIM: str(make_shim(Path(folder)))}
        command = [sys.executable, "-m", module, *arguments]
        return subprocess.run(command, env={**os.environ, **preload}, check=False).returncode


def run(asked: argparse.Namespace, home: Path, begun: float) -> Result:
    house = House()
    prepared = prepare(home, house)
    warm_up(home, prepared, house)
    points = _plan(asked, home, prepared, house)
    random.Random(asked.seed).shuffle(points)
    result = Result(planned=len(points))
    points = _go_on(points, result) if asked.resume else points
    REPORT.parent.mkdir(exist_ok=True)
    if not asked.resume and not asked.reduced:
        SHOWN.write_text("", encoding="utf-8")
    for verdict in shown(points, show, home, prepared, house, asked.workers):
        result.verdicts.append(verdict)
        if not (asked.reduced or verdict.reds or verdict.drifted):
            with SHOWN.open("a", encoding="utf-8") as file:
                file.write(f"{verdict.processor:.2f} {verdict.point.name}\n")
        if verdict.reds:
            print(f"RED {verdict.point.name}: {verdict.reds[0]}", flush=True)
        if asked.minutes and time.monotonic() - begun > 60 * asked.minutes:
            break
    return result


def _go_on(points: list[Point], result: Result) -> list[Point]:
    """Those that an earlier run did not show; the others count as it showed them."""
    lines = SHOWN.read_text(encoding="utf-8").splitlines() if SHOWN.exists() else []
    known = {name: float(worked) for worked, _, name in (line.partition(" ") for line in lines)}
    result.verdicts += [Verdict(p, processor=known[p.name]) for p in points if p.name in known]
    return [point for point in points if point.name not in known]


def _plan(asked: argparse.Namespace, home: Path, prepared: Path, house: House) -> list[Point]:
    counter = Counter(home / "plan", prepared, house)
    try:
        points = [
            point
            for part, shows in PARTS.items()
            if part in asked.only
            for point in shows.plan(counter, asked.reduced)
        ]
    finally:
        counter.close()
    return [point for point in points if asked.like in point.name]


def show(counter: Counter, point: Point) -> Verdict:
    return PARTS[point.part].show(counter, point)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/prove-money", description=__doc__)
    parser.add_argument("--reduced", action="store_true", help="some points of every part: for every change")
    parser.add_argument(
        "--only", type=_parts, default=list(Part), help=", ".join(part.value for part in Part)
    )
    parser.add_argument(
        "--seed", type=int, default=1, help="the order of the points, and of what a disk keeps"
    )
    parser.add_argument("--minutes", type=float, default=0, help="stop after so long, with what was shown")
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--resume", action="store_true", help="go on behind what the last run showed")
    parser.add_argument("--like", default="", help="only points whose name has this text in it")
    return parser


def _parts(text: str) -> list[Part]:
    return [Part(name.strip()) for name in text.split(",")]


if __name__ == "__main__":
    sys.exit(main())
