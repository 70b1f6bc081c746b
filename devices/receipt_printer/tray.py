"""What came out of the pretend printer: every piece of paper as a picture, as bytes and as a line in a list.

It lives on disk, so it survives the workbench. Knows no ESC/POS.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from PIL import Image

INDEX = "receipts.json"


@dataclass(frozen=True, slots=True)
class Piece:
    """`whole`: the knife ended it; otherwise the reason why it is torn (`paper_out`, `power`, `cleared`). `place`: where
    it lies: in the open (`tray`), in a presenter's mouth (`mouth`), or drawn in again (`bin`)."""

    number: int
    rows: int
    bytes: int
    whole: bool
    torn_by: str
    place: str = "tray"


class Tray:
    """Numbers go on from 1 for the life of `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        index = folder / INDEX
        kept = json.loads(index.read_text(encoding="utf-8")) if index.exists() else []
        self._pieces = [Piece(**piece) for piece in kept]

    def listing(self) -> list[dict[str, object]]:
        return [asdict(piece) for piece in self._pieces]

    def file(self, number: int, kind: str) -> Path | None:
        """The picture ("png") or the bytes ("bin") of one piece."""
        if kind not in ("png", "bin") or not 1 <= number <= len(self._pieces):
            return None
        return self._folder / f"{number}.{kind}"

    def add(self, strip: Image.Image, data: bytes, torn_by: str, place: str = "tray") -> Piece:
        piece = Piece(len(self._pieces) + 1, strip.height, len(data), not torn_by, torn_by, place)
        strip.save(self._folder / f"{piece.number}.png")
        (self._folder / f"{piece.number}.bin").write_bytes(data)
        self._pieces.append(piece)
        self._keep()
        return piece

    def move(self, place: str) -> None:
        """What is in the mouth goes there."""
        self._pieces = [
            replace(piece, place=place) if piece.place == "mouth" else piece for piece in self._pieces
        ]
        self._keep()

    def _keep(self) -> None:
        fresh = self._folder / f"{INDEX}.new"
        fresh.write_text(json.dumps(self.listing()), encoding="utf-8")
        fresh.replace(self._folder / INDEX)
