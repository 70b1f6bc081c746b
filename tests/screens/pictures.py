"""Takes a picture of every screen in every language: `python -m tests.screens.pictures out/pictures [--size WxH]`.

`--looks` takes them as customers may want them, each leaf of its own: `l.standard`, `xxl.yellow_on_black`,
`m.standard.low` (size, contrast, low down), or `all`: each size in each contrast, and low down.

`--pseudo`: in place of English a language that nobody speaks, with longer words (`pseudo.py`); `--mirrored`: the same
from right to left.

The window is real, the visits are invented (`gallery.py`). `index.html` shows them side by side, and the desk's pages
that lie beside them (`tests/crm/desk/pictures.py`).
"""

from __future__ import annotations

import argparse
import itertools
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

from kiosk.domain.language import Language
from kiosk.domain.preferences import Contrast, Preferences, Size
from kiosk.domain.visit import Visit
from kiosk.texts import load_texts
from screens.window import PANEL, prepare
from tests.screens.gallery import FOCUSED, visits
from tests.screens.keys import go_to
from tests.screens.pseudo import pseudo

ROOT = Path(__file__).resolve().parents[2]


STANDARD = Preferences()


def take(
    folder: Path,
    size: tuple[int, int],
    only: list[str],
    looks: Sequence[Preferences] = (STANDARD,),
    *,
    long_words: bool = False,
    mirrored: bool = False,
) -> list[Path]:
    """The pictures, as `folder/LANGUAGE/NAME.png`; other looks in a folder each, further leaves as `NAME@2.png`."""
    if not os.environ.get("DISPLAY"):
        os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
    prepare(size, home=Path(tempfile.mkdtemp(prefix="kivy-")))
    from kivy.base import EventLoop
    from kivy.config import Config

    Config.set("graphics", "fullscreen", "0")
    from screens.app import KioskWindow
    from screens.robot_touch import picture
    from screens.sheet import Area

    texts = load_texts(ROOT / "assets" / "locale")
    if long_words or mirrored:
        texts[Language.EN] = pseudo(texts[Language.EN], mirrored=mirrored)
    app = KioskWindow(
        lambda event: None, texts.__getitem__, area=Area(476, 268) if size[0] > size[1] else Area()
    )
    app._run_prepare()  # the window without the endless loop (Kivy 2.3.1)
    taken = []
    for path, visit, focused in wanted(folder, only, looks):
        assert app.root is not None
        app.root.focus.leave()  # the picture before may have had one
        app.show(visit)
        for _ in range(4):
            EventLoop.idle()
        if focused:
            go_to(app, focused)
            EventLoop.idle()
        path.parent.mkdir(parents=True, exist_ok=True)
        for leaf in leaves(app, path):
            leaf.write_bytes(picture())
            taken.append(leaf)
    app.stop()
    return taken


def leaves(app: Any, path: Path) -> Iterator[Path]:
    """Turns to each leaf of what is shown, and says where its picture belongs."""
    from kivy.base import EventLoop

    yield path
    leaf = app.root.leaf
    for page in range(1, leaf.at.pages):
        leaf.turn(page)
        for _ in range(3):
            EventLoop.idle()
        yield path.with_stem(f"{path.stem}@{page + 1}")


def wanted(folder: Path, only: list[str], looks: Sequence[Preferences]) -> Iterator[tuple[Path, Visit, str]]:
    """Where to, what, and which control has the focus, if one has."""
    for language, look in itertools.product(Language, looks):
        place = folder / language.value / ("" if look == STANDARD else name_of(look))
        seen = visits(language)
        pictures = {name: (visit, "") for name, visit in seen.items()}
        pictures |= {name: (seen[base], tag) for name, (base, tag) in FOCUSED.items()}
        for name, (visit, focused) in pictures.items():
            if not only or name in only:
                yield place / f"{name}.png", replace(visit, preferences=look), focused


def name_of(look: Preferences) -> str:
    return f"{look.size}.{look.contrast}" + (".low" if look.low else "")


def look_of(name: str) -> Preferences:
    """Raises ValueError."""
    size, contrast, *low = name.split(".")
    if low not in ([], ["low"]):
        raise ValueError(name)
    return Preferences(Size(size), Contrast(contrast), low=bool(low))


def looks_of(names: Sequence[str]) -> tuple[Preferences, ...]:
    if list(names) == ["all"]:
        every = [Preferences(size, contrast) for size in Size for contrast in Contrast]
        return (*every, Preferences(low=True))
    return tuple(map(look_of, names)) or (STANDARD,)


def write_index(folder: Path, pictures: list[Path]) -> None:
    """One row a screen, one column a language."""
    rows: dict[str, list[str]] = {}
    order = [language.value for language in Language]
    desk = sorted(folder.glob("*/desk.*.png"), key=lambda path: (path.stem, order.index(path.parent.name)))
    for picture in (*pictures, *desk):
        rows.setdefault(picture.stem, []).append(picture.relative_to(folder).as_posix())
    cells = "\n".join(
        f"<section><h2>{escape(name)}</h2>"
        + "".join(
            f'<a href="{escape(p)}"><img loading="lazy" src="{escape(p)}" alt="{escape(p)}"></a>'
            for p in paths
        )
        + "</section>"
        for name, paths in rows.items()
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(PAGE.replace("CELLS", cells), encoding="utf-8")


PAGE = """<!doctype html>
<meta charset="utf-8"><title>Every screen of the kiosk, every page of the desk</title>
<style>
body { font: 16px/1.4 sans-serif; margin: 2rem; background: #F6F3EC; color: #10232B }
main { display: flex; flex-wrap: wrap; gap: 2rem }
h2 { font-size: 1rem; margin: 0 0 .4rem }
img { width: 270px; margin-right: 8px; border: 1px solid #D8D2C4 }
</style>
<h1>Every screen of the kiosk, every page of the desk</h1>
<main>
CELLS
</main>
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", default="x".join(map(str, PANEL)), help="WxH in pixels")
    parser.add_argument("--only", nargs="*", default=[], help="names of pictures")
    parser.add_argument("--looks", nargs="*", default=[], help="as customers may want them, or: all")
    parser.add_argument(
        "--pseudo", action="store_true", help="with accents and 40 %% longer instead of English"
    )
    parser.add_argument("--mirrored", action="store_true", help="the same from right to left")
    wishes = parser.parse_args()
    width, height = map(int, wishes.size.split("x"))
    looks = looks_of(wishes.looks)
    taken = take(
        wishes.folder, (width, height), wishes.only, looks, long_words=wishes.pseudo, mirrored=wishes.mirrored
    )
    write_index(wishes.folder, taken)


if __name__ == "__main__":
    main()
