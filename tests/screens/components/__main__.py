"""The gallery of components: `python -m tests.screens.components` in a window, or `... FOLDER` as pictures.

In the window the arrows turn leaves and specimens; s, p and l change size, palette and language; q ends it. `--only`
names specimens; `--looks` is as in `tests/screens/pictures.py`. Without a display there are pictures, and `index.html`.
"""

from __future__ import annotations

import argparse
import itertools
import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk.domain.language import Language
from kiosk.domain.preferences import Contrast, Preferences, Size
from kiosk.texts import load_texts
from screens.window import PANEL, prepare
from tests.screens.pictures import ROOT, STANDARD, looks_of, name_of, write_index


class Gallery:
    """A board in a window of its own, and what it shows: which specimen, in which language, how."""

    def __init__(self, only: Sequence[str]) -> None:
        from kivy.core.window import Window

        from screens import theme

        self._window = Window
        theme.load_fonts()
        theme.load_looks()
        from tests.screens.components.board import Board
        from tests.screens.components.specimens import specimens

        self._make = Board
        self.specimens = [each for each in specimens() if not only or each.name in only]
        self._texts = load_texts(ROOT / "assets" / "locale")
        self.at, self.language, self.look = 0, Language.ZH_HANT, STANDARD
        self.board: Any = None

    def show(self) -> None:
        """Anew: another size is another unit."""
        from screens.sheet import sheet
        from screens.theme import PALETTES, typeface

        if self.board is not None:
            self._window.remove_widget(self.board)
        width, height = self._window.size
        sheet.fit(width, height, self.look)
        typeface.speak(self.language)
        self.board = self._make()
        self._window.add_widget(self.board)
        specimen = self.specimens[self.at]
        page = self.board.show(specimen, self._texts[self.language], PALETTES[self.look.contrast])
        self.turn_loop(3)
        page.name()
        self.turn_loop(3)

    @staticmethod
    def turn_loop(times: int) -> None:
        from kivy.base import EventLoop

        for _ in range(times):
            EventLoop.idle()

    def press(self, key: str) -> None:
        """What the keys do; others do nothing."""
        leaf = self.board.leaf
        match key:
            case "right" if leaf.at.page < leaf.at.pages - 1:
                leaf.turn(leaf.at.page + 1)
                return
            case "left" if leaf.at.page:
                leaf.turn(leaf.at.page - 1)
                return
            case "right" | "left":
                self.at = (self.at + (1 if key == "right" else -1)) % len(self.specimens)
            case "s":
                self.look = replace(self.look, size=_next(list(Size), self.look.size))
            case "p":
                self.look = replace(self.look, contrast=_next(list(Contrast), self.look.contrast))
            case "l":
                self.language = _next(list(Language), self.language)
            case _:
                return
        self.show()


def _next(all_of_them: list[Any], one: Any) -> Any:
    return all_of_them[(all_of_them.index(one) + 1) % len(all_of_them)]


def take(folder: Path, gallery: Gallery, looks: Sequence[Preferences]) -> list[Path]:
    """Pictures as `folder/LANGUAGE/[LOOK/]NAME.png`, further leaves as `NAME@2.png`."""
    from kivy.core.window import Window

    from screens.robot_touch import picture

    Window.bind(on_draw=_not_now, on_flip=_not_now)
    taken = []
    for gallery.language, gallery.look in itertools.product(Language, looks):
        place = folder / gallery.language.value
        place = place if gallery.look == STANDARD else place / name_of(gallery.look)
        place.mkdir(parents=True, exist_ok=True)
        for number, specimen in enumerate(gallery.specimens):
            gallery.at = number
            gallery.show()
            for page in range(gallery.board.leaf.at.pages):
                gallery.board.leaf.turn(page)
                gallery.turn_loop(3)
                path = place / f"{specimen.name}{f'@{page + 1}' if page else ''}.png"
                path.write_bytes(picture())
                taken.append(path)
    return taken


def _not_now(_window: Any) -> bool:
    """Nobody looks: only pictures are drawn."""
    return True


def stay(gallery: Gallery) -> None:
    """In the window until somebody ends it."""
    from kivy.base import runTouchApp, stopTouchApp
    from kivy.core.window import Window

    def pressed(_window: object, _key: int, _code: int, letter: str | None, _held: object) -> bool:
        name = {275: "right", 276: "left", 27: "q"}.get(_key, letter or "")
        stopTouchApp() if name == "q" else gallery.press(name)
        return True

    Window.bind(on_key_down=pressed)
    gallery.show()
    runTouchApp()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder", type=Path, nargs="?", help="for pictures; without it and with a display: a window"
    )
    parser.add_argument("--only", nargs="*", default=[], help="names of specimens")
    parser.add_argument("--looks", nargs="*", default=[], help="as customers may want them, or: all")
    wishes = parser.parse_args()
    in_window = wishes.folder is None and bool(os.environ.get("DISPLAY"))
    if not os.environ.get("DISPLAY"):
        os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
    prepare(PANEL, fullscreen=False, home=Path(tempfile.mkdtemp(prefix="kivy-")))
    gallery = Gallery(wishes.only)
    if in_window:
        stay(gallery)
        return
    folder = wishes.folder or ROOT / "out" / "components"
    write_index(folder, take(folder, gallery, looks_of(wishes.looks)))


if __name__ == "__main__":
    main()
