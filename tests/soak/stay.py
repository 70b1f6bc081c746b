"""`python -m tests.soak.stay [COUNT [LEAK]]`: so many visits (2,000) at a real window; memory's slope, and what grows.

Exit 0 only if memory grows by less than 0.5 KiB a visit behind the warm-up, and of no kind of object, of threads and of
descriptors there is one more for every second round at the end than behind the warm-up; `out/soak-visits.json` tells.
LEAK: so many bytes of each visit are kept, to see that it is found. Needs a display.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import reduce
from operator import and_
from pathlib import Path
from typing import Any

from kiosk.services.sweeper import take_over
from tests.soak import visits
from tests.soak.slope import fit

OUT = Path("out/soak-visits.json")
VISITS, GOAL = 2000, 0.5
#: Of so many rounds only the last is drawn picture by picture, the others where they end: to draw takes a fifth of the
#: time. Behind the drawn one memory is looked at: the rounds differ by 15 MiB, two of a kind by some tens of KiB.
SEEN = 5
#: Looks after which every cache is as full as it gets; of so many the least is taken: what waits to be swept at one of
#: them was not kept.
WARM, LATELY = 8, 3
#: A quarter of the panel in both directions: what is drawn is not what is counted.
SIZE = (270, 480)


def main(arguments: list[str]) -> int:
    count = int(arguments[0]) if arguments else VISITS
    with tempfile.TemporaryDirectory() as name:
        app, frames = window(Path(name))
        frames(3)
        take_over()  # as the panel does when its first picture stands
        stay = visits.Stay(Path(name), app, frames)
        stay.leak = int(arguments[1]) if len(arguments) > 1 else 0
        found = _play(stay, count)
        stay.close()
    return (
        0
        if found["slope_kib_a_visit"] is not None and found["slope_kib_a_visit"] < GOAL and not found["grown"]
        else 1
    )


def _play(stay: visits.Stay, count: int) -> dict[str, Any]:
    """What is told after each look, so that a run that is ended has said what it saw."""
    began = time.monotonic()
    samples: list[tuple[int, int]] = []
    first: Counter[str] = Counter()
    lately: list[Counter[str]] = []
    while True:
        for left in reversed(range(SEEN)):
            stay.round(seen=left == 0)
        counted = visits.held()
        samples.append((stay.played, visits.resident()))
        if len(samples) <= WARM:
            first = counted
        lately = [*lately, counted][-LATELY:]
        told = _told(count, samples, first, reduce(and_, lately), time.monotonic() - began)
        if stay.played >= count:
            return told


def window(folder: Path) -> tuple[Any, Callable[[int], None]]:
    """The app without its endless loop, and what turns the loop."""
    os.environ.update(KIVY_NO_ARGS="1", KIVY_LOG_MODE="PYTHON")
    from screens.window import prepare

    prepare(SIZE, fullscreen=False, home=folder / "kivy")
    from kivy.config import Config

    Config.set("graphics", "maxfps", "0")
    from kivy.base import EventLoop

    from screens.app import KioskWindow

    app = KioskWindow(tap=lambda event: None, texts=visits.catalogues())
    app._run_prepare()  # build, window, on_start; without the endless loop (Kivy 2.3.1)

    def turn(turns: int) -> None:
        for _ in range(turns):
            EventLoop.idle()

    return app, turn


def _told(
    count: int, samples: list[tuple[int, int]], first: Counter[str], last: Counter[str], seconds: float
) -> dict[str, Any]:
    warm = samples[WARM:]
    slope = fit(warm) if len(warm) >= 3 else None
    told = {
        "visits": samples[-1][0],
        "of": count,
        "seconds": round(seconds),
        "slope_kib_a_visit": round(slope.middle, 3) if slope else None,
        "standard_error": round(slope.error, 3) if slope else None,
        "objects": [sum(first.values()), sum(last.values())],
        "grown": visits.grown(first, last, SEEN * len(warm)) if slope else None,
        "resident_kib": [resident for _, resident in samples],
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(", ".join(f"{name} {value}" for name, value in list(told.items())[:-1]) + "\n")
    sys.stdout.flush()
    return told


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
