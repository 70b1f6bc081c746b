"""The faces that receipts are set in. Where they lie is told from outside; each language has its own shapes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont


@dataclass(frozen=True, slots=True)
class Faces:
    """Two font files (TTF, OTF, or a collection and the place of the face in it)."""

    regular: Path
    bold: Path
    index: int = 0

    def font(self, size: int, bold: bool) -> ImageFont.FreeTypeFont:
        return _opened(str(self.bold if bold else self.regular), self.index, size)


@dataclass(frozen=True, slots=True)
class Fonts:
    """`default` sets every language that `special` does not name."""

    default: Faces
    special: Mapping[str, Faces]

    def of(self, language: str) -> Faces:
        return self.special.get(language, self.default)


def house_fonts(folder: Path) -> Fonts:
    """The faces that the house's font build puts into `folder`."""
    faces = {
        script: Faces(
            folder / f"NotoSansCJK{script}-Regular.otf",
            folder / f"NotoSansCJK{script}-Bold.otf",
        )
        for script in ("tc", "sc")
    }
    return Fonts(faces["tc"], {"zh-Hans": faces["sc"]})


@cache
def _opened(path: str, index: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, index, layout_engine=ImageFont.Layout.BASIC)
