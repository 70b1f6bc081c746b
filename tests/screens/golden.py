"""Kept pictures of a few screens, in every language, that somebody has looked at: `python -m tests.screens.golden`.

It takes them anew into `tests/screens/golden/`; look at them before they are kept. They are a quarter as wide and as
high as the panel, which is enough to see that something went missing, moved or lost its colour, and too little to see
how a renderer smooths an edge.
"""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

from kiosk.domain.language import Language
from screens.window import PANEL
from tests.screens.pictures import take

FOLDER = Path(__file__).with_suffix("")
#: A customer's way from the resting screen to the proof, and what stands beside it.
NAMES = (
    "attract",
    "home",
    "bills",
    "bills.focus",
    "review",
    "paid.confirmed",
    "account.history",
    "callback_review",
    "faq_search.found",
)
SIZE = PANEL[0] // 4, PANEL[1] // 4
#: Columns and rows of the grid in which two pictures are compared.
GRID = 15, 30
#: How far the mean colour of one field may be off, of 255: less than one short word in it makes.
TOLERANCE = 4.0


def kept(language: Language, name: str) -> Path:
    return FOLDER / language.value / f"{name}.png"


def small(png: bytes) -> Image.Image:
    """A picture of the panel as it is kept."""
    return Image.open(BytesIO(png)).convert("RGB").resize(SIZE, Image.Resampling.BOX)


def apart(one: Image.Image, other: Image.Image) -> float:
    """The largest difference of one colour's mean in one field of the grid, of 255."""
    difference = ImageChops.difference(_coarse(one), _coarse(other))
    return float(max(high for _, high in ImageStat.Stat(difference).extrema))


def _coarse(picture: Image.Image) -> Image.Image:
    return picture.resize(GRID, Image.Resampling.BOX)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for path in take(Path(folder), PANEL, list(NAMES)):
            target = kept(Language(path.parent.name), path.stem)
            target.parent.mkdir(parents=True, exist_ok=True)
            small(path.read_bytes()).save(target, optimize=True)


if __name__ == "__main__":
    main()
