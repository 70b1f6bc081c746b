"""`python -m tests.soak.stay [COUNT]`: so many visits (2,000) at a real window; the slope of memory, and what grows.

Exit 0 only if memory grows by less than 0.5 KiB a visit behind the warm-up and no kind of object, thread or descriptor by
one and more in every round; `out/soak-visits.json` tells. Needs a display.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.soak import visits

OUT = Path("out/soak-visits.json")
VISITS, GOAL = 2000, 0.5
#: Rounds after which every cache is as full as it gets; and of so many the counts are kept: they take memory themselves.
WARM, KEPT = 10, 6
#: A quarter of the panel in both directions: what is drawn is not what is counted.
SIZE = (270, 480)


def main(arguments: list[str]) -> int:
    count = int(arguments[0]) if arguments else VISITS
    with tempfile.TemporaryDirectory() as name:
        window, frames = _window(Path(name))
        stay = visits.Stay(Path(name), window, frames)
        began = time.monotonic()
        samples: list[tuple[int, int]] = []
        counted: list[Counter[str]] = []
        while stay.played < count:
            stay.round()
            counted = [*counted, visits.held()][-KEPT:]
            samples.append((stay.played, visits.resident()))
            _tell(count, samples, counted, time.monotonic() - began)
        stay.close()
    return 0 if _slope(samples[WARM:]) < GOAL and not visits.growing(counted) else 1


def _window(folder: Path) -> tuple[Any, Callable[[int], None]]:
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


def _slope(samples: list[tuple[int, int]]) -> float:
    """KiB a visit, by least squares."""
    if len(samples) < 3:
        return float("inf")
    played, resident = zip(*samples, strict=True)
    return statistics.linear_regression(played, resident).slope


def _tell(count: int, samples: list[tuple[int, int]], counted: list[Any], seconds: float) -> None:
    """After each round, so that a run that is ended has said what it saw."""
    warm = samples[WARM:]
    told = {
        "visits": samples[-1][0],
        "of": count,
        "seconds": round(seconds),
        "slope_kib_a_visit": round(_slope(warm), 3) if len(warm) >= 3 else None,
        "resident_kib": [resident for _, resident in samples],
        "growing": visits.growing(counted) if len(warm) >= 3 else None,
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"{told['visits']} visits: {samples[-1][1]} KiB, slope {told['slope_kib_a_visit']}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
