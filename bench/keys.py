"""Presses that whole tasks need: by a keypad's keys, with two switches, with one; against a finger's touches.

The real window shows each screen of the task from the gallery, and each control is reached by real presses. Where keys
may go either way the shorter one counts. Nothing here depends on the machine.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.report import Measure, publish
from screens.window import PANEL, prepare
from tests.e2e.system import ROOT

#: Screens of the gallery, and what is chosen on each.
Way = Sequence[tuple[str, Sequence[str]]]
TASKS: Mapping[str, Way] = {
    "a bill paid, by card and PIN": (
        ("home", ["home.pay"]),
        ("pin", [*(f"keypad.{digit}" for digit in "482913"), "nav.primary"]),
        ("bills.none_chosen", ["bill.W1"]),
        ("bills", ["nav.primary"]),
        ("review", ["nav.primary"]),
        ("paid.offered", ["paper.yes"]),
        ("paid.confirmed", ["nav.primary"]),
    ),
    "a call back asked for, by number": (
        ("home", ["home.callback"]),
        ("topic", ["topic.billing"]),
        ("window", ["window.soonest"]),
        ("number", [*(f"keypad.{digit}" for digit in "0912345678"), "nav.primary"]),
        ("callback_review", ["nav.primary"]),
    ),
    "a question of two words, in Zhuyin": (
        ("faq_search.zhuyin", [f"key.{sound}" for sound in "ㄓㄤˋㄉㄢ"] + ["key.space"]),
        ("faq_search.words", ["word.0"]),
        ("faq_search.zhuyin", [f"key.{sound}" for sound in "ㄍㄨㄛˋㄑㄧ"] + ["key.space"]),
        ("faq_search.words", ["word.0", "nav.primary"]),
    ),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        prepare(PANEL, home=Path(home))
        publish("keys", list(_measures()))


def _measures() -> Iterator[Measure]:
    from kiosk.domain.language import Language
    from kiosk.texts import load_texts
    from screens.app import KioskWindow
    from tests.screens.gallery import visits

    app = KioskWindow(lambda _event: None, load_texts(ROOT / "assets" / "locale").__getitem__)
    app._run_prepare()  # the window and its loop, without running it
    shown = visits(Language.ZH_HANT)
    for task, way in TASKS.items():
        touches = sum(len(tags) for _, tags in way)
        two, one = _switches(app, shown, way)
        peers = {"a keypad": _keys(app, shown, way), "one switch": one}
        yield Measure(
            task, "presses", two, touches, two / touches, "few", peers, "two switches; limit: touches"
        )
    app.stop()


def _switches(app: Any, shown: Mapping[str, Any], way: Way) -> tuple[int, int]:
    """With two, and how many of those choose: with one it moves on by itself. The first one only shows where one is."""
    from kiosk.domain.keypad import SWITCHES, NavKey
    from kiosk.domain.preferences import Preferences, Scanning
    from screens.scanning import LOOKS
    from tests.screens.switches import choose

    pressed = [NavKey.SWITCH_MOVE]

    def press(key: NavKey) -> None:
        app.press(key)
        pressed.append(key)
        _turn(LOOKS + 1)

    def scanned() -> list[str]:
        return [control.tag for control in app.root.scanned]

    for screen, tags in way:
        app.show(replace(shown[screen], preferences=Preferences(scanning=Scanning.STEP)))
        _turn(LOOKS + 1)
        if not scanned():
            app.press(NavKey.SWITCH_MOVE)
            _turn(LOOKS + 1)
        for tag in tags:
            choose(tag, scanned, press)
    return len(pressed), 1 + pressed.count(SWITCHES[1])


def _keys(app: Any, shown: Mapping[str, Any], way: Way) -> int:
    """Next or previous as far as it is, and select."""
    from kiosk.domain.keypad import NavKey
    from screens.accessibility import told
    from screens.focus import LOOKS
    from tests.screens.keys import go_to

    pressed = 1
    for screen, tags in way:
        app.show(shown[screen])
        app.press(NavKey.NEXT)
        for tag in tags:
            _turn(LOOKS + 1)
            ahead = go_to(app, tag)
            pressed += min(ahead, len(list(told(app.root))) - ahead) + 1
    return pressed


def _turn(frames: int) -> None:
    from kivy.base import EventLoop

    for _ in range(frames):
        EventLoop.idle()


if __name__ == "__main__":
    main()
