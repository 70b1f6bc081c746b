"""The accessibility tree: what each look at the panel costs while somebody listens, and what it costs to hand it on.

Every screen and dialog of the gallery, at the panel's size. Speech looks at the scene; a screen reader from outside gets
the whole snapshot, as a line of JSON, and AccessKit's tree is made of that in a process of its own.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from bench.report import Measure, middle, publish, spread
from kiosk.domain.language import Language
from kiosk.outside.tree import PanelTree
from kiosk.panel import LOOK

T = TypeVar("T")
#: Milliseconds between two looks, and frames drawn before a screen stands still.
BETWEEN, SETTLED = 1000 * LOOK, 6


def main() -> None:
    """The first of what is timed is warm-up."""
    panel = PanelTree()
    found: dict[str, list[float]] = {"look": [], "line": [], "tree": []}
    for app in _screens():
        _timed(found["look"], app.scene)
        line = _timed(found["line"], partial(_line, app))
        _timed(found["tree"], partial(_taken, panel, line))
    publish(
        "telling",
        [
            _measure("a look at one screen, for speech", found["look"]),
            _measure("the whole snapshot as a line, for outside", found["line"]),
            _measure("AccessKit's tree of it, in its own process", found["tree"]),
        ],
    )


def _screens() -> Iterator[Any]:
    from screens.window import PANEL, prepare

    prepare(PANEL, fullscreen=False, home=Path(os.environ["KIVY_HOME"]))
    from kivy.base import EventLoop

    from kiosk.texts import load_texts
    from screens.app import KioskWindow
    from tests.e2e.system import ROOT
    from tests.screens.gallery import visits

    app = KioskWindow(tap=lambda event: None, texts=load_texts(ROOT / "assets" / "locale").__getitem__)
    app._run_prepare()  # the window and its loop, without running it
    for visit in visits(Language.ZH_HANT).values():
        app.show(visit)
        for _ in range(SETTLED):
            EventLoop.idle()
        yield app
    app.stop()


def _line(app: Any) -> bytes:
    return json.dumps(app.tree()).encode()


def _taken(panel: PanelTree, line: bytes) -> None:
    panel.update(json.loads(line))


def _timed(into: list[float], what: Callable[[], T]) -> T:
    began = time.perf_counter()
    result = what()
    into.append((time.perf_counter() - began) * 1000)
    return result


def _measure(name: str, taken: list[float]) -> Measure:
    taken = taken[1:]
    goal = "a small share of the 50 ms between two looks"
    return Measure(name, "ms", middle(taken), BETWEEN, middle(taken) / BETWEEN, goal, {}, spread(taken))


if __name__ == "__main__":
    main()
