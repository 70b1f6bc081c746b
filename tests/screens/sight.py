"""Somebody who only sees: words and places as Tesseract recognises them on a picture (decision 49), and nothing of us."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

from PIL import Image, ImageOps, ImageStat

from kiosk.domain.language import Language

MODELS = {Language.ZH_HANT: "chi_tra", Language.EN: "eng"}
#: Percent, from which on Tesseract is sure of a word. Drawings look like letters to it, of which it is not.
SURE = 80.0
#: Pixels: between cuts on a page, and what is left away of each side of a place, where its frame is.
GAP, FRAME = 40, 14

Place = tuple[int, int, int, int]


class Layout(StrEnum):
    """What Tesseract takes a picture for: its page segmentation modes."""

    BLOCK = "6"
    LINE = "7"
    SPARSE = "11"


@dataclass(frozen=True, slots=True)
class Seen:
    """One word, its middle in pixels of the picture from the top left."""

    text: str
    x: float
    y: float
    sure: bool


def read(picture: Image.Image, language: Language, layout: Layout = Layout.SPARSE) -> list[Seen]:
    """In reading order. Raises CalledProcessError."""
    asked = ("tesseract", "-", "-", "-l", MODELS[language], "--psm", layout, "--dpi", "300", "tsv")
    page = io.BytesIO()
    picture.save(page, "PNG")
    answer = subprocess.run(
        asked,
        input=page.getvalue(),
        capture_output=True,
        check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    rows = csv.DictReader(io.StringIO(answer.stdout.decode()), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [_seen(row) for row in rows if row["level"] == "5" and row["text"].strip()]


def read_at(picture: Image.Image, places: Sequence[Place], language: Language) -> list[str]:
    """What stands at each place (left, top, width, height), dark on white and without the frame around it."""
    cuts = [_cut(picture, place) for place in places]
    page = Image.new(
        "L", (max(cut.width for cut in cuts) + 2 * GAP, sum(cut.height + GAP for cut in cuts) + GAP), 255
    )
    tops = [GAP]
    for cut in cuts:
        page.paste(cut, (GAP, tops[-1]))
        tops.append(tops[-1] + cut.height + GAP)
    words = read(page, language)
    return [" ".join(word.text for word in words if top <= word.y < below) for top, below in pairwise(tops)]


def look_closely(picture: Image.Image, place: Place, language: Language) -> Iterator[str]:
    """One place alone, larger and smaller, as a block of text and as a line: what is read each time."""
    cut = _cut(picture, place)
    for scale in (2, 1, 0.6):
        sized = cut.resize((round(cut.width * scale), round(cut.height * scale)), Image.Resampling.LANCZOS)
        framed = ImageOps.expand(sized, GAP, 255)
        for layout in (Layout.BLOCK, Layout.LINE):
            yield " ".join(word.text for word in read(framed, language, layout))


def _cut(picture: Image.Image, place: Place) -> Image.Image:
    left, top, width, height = place
    frame = min(FRAME, height // 8)
    cut = picture.crop((left + frame, top + frame, left + width - frame, top + height - frame)).convert("L")
    return ImageOps.autocontrast(cut if ImageStat.Stat(cut).median[0] > 127 else ImageOps.invert(cut))


def bare(text: str) -> str:
    """Letters and digits alone, full width as half width: what a picture shows of a text for certain."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def share_of(name: str, found: str) -> float:
    """How much of `name` stands in `found`, 0 to 1: each part in order, the parts in any (a price stands beside)."""
    parts = [part for part in map(bare, name.split(",")) if part]
    return sum(map(_length_in(bare(found)), parts)) / max(1, sum(map(len, parts)))


def _length_in(found: str) -> Callable[[str], int]:
    def length(part: str) -> int:
        matcher = SequenceMatcher(None, part, found, autojunk=False)
        return sum(block.size for block in matcher.get_matching_blocks())

    return length


def _seen(row: dict[str, str]) -> Seen:
    left, top, width, height = (int(row[name]) for name in ("left", "top", "width", "height"))
    return Seen(row["text"], left + width / 2, top + height / 2, float(row["conf"]) >= SURE)
