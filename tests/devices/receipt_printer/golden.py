"""The kept bytes of receipts in each of the three ways to write: `python -m tests.devices.receipt_printer.golden` keeps
them anew.

The raster's are those of a kept picture, so that they depend on no font: what a font draws is compared elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image

from devices.receipt_printer.fonts import house_fonts
from devices.receipt_printer.job import Setter, job_of
from devices.receipt_printer.layout import Layout
from devices.receipt_printer.letters import Letters
from kiosk.domain.receipt import Paper
from tests.devices import papers

HERE = Path(__file__).parent / "kept"
PICTURE = HERE / "proof.zh-Hant.png"
FONTS = Path(__file__).resolve().parents[3] / "assets" / "fonts"


class Kept:
    """A setter that gives the kept picture, in strips of `rows`."""

    width = 576

    def __init__(self, rows: int = 100) -> None:
        self._rows = rows

    def strips(self, paper: Paper) -> Iterator[Image.Image]:
        with Image.open(PICTURE) as kept:
            picture = kept.convert("1")
        for top in range(0, picture.height, self._rows):
            yield picture.crop((0, top, picture.width, min(top + self._rows, picture.height)))


def _letters(codes: str, width: int = 576) -> Setter:
    return Letters(Layout(house_fonts(FONTS), width), codes)


#: File -> what is printed, and what sets it.
CASES: dict[str, Callable[[], tuple[Paper, Setter]]] = {
    "proof.zh-Hant.raster": lambda: (papers.proof_zh(), Kept()),
    "proof.zh-Hant.big5": lambda: (papers.proof_zh(), _letters("big5")),
    "proof.zh-Hant.gb18030": lambda: (papers.proof_zh(), _letters("gb18030")),
    "proof.zh-Hans.gb18030": lambda: (papers.proof_hans(), _letters("gb18030")),
    "proof.en.big5": lambda: (papers.proof_en(), _letters("big5")),
    "proof.en.gb18030.384": lambda: (papers.proof_en(), _letters("gb18030", 384)),
}


def made(name: str) -> bytes:
    paper, setter = CASES[name]()
    return job_of(paper, setter).wire


def kept(name: str) -> bytes:
    return (HERE / f"{name}.bin").read_bytes()


def main() -> None:
    HERE.mkdir(exist_ok=True)
    if not PICTURE.exists():
        Layout(house_fonts(FONTS)).picture(papers.proof_zh()).save(PICTURE, optimize=True)
    for name in CASES:
        (HERE / f"{name}.bin").write_bytes(made(name))


if __name__ == "__main__":
    main()
