"""Which character is meant: the commonest word of two that holds it, as people say "the tai of Taiwan".

libchewing answers by sound and never by character, so its dictionary is read here as it lies on the disk (version 0.5:
`index_tree.dat` is a tree of 8 bytes a node; of a leaf the first two are 0, three are a place in `dictionary.dat`, and
three how often the word is used). Where that is not what is found, characters are without an example, and nothing else.
"""

from __future__ import annotations

import struct
from pathlib import Path

FOLDER = Path("/usr/share/libchewing")
_NODE = struct.Struct("<HHBHB")
#: Two characters of three bytes each, as nearly all are in UTF-8.
_PAIR = 6


class Phrases:
    """Read once, when it is made."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._best = _read(folder)

    def like(self, text: str) -> tuple[str, ...]:
        """A word for each character of `text`; none at all if one has none."""
        found = tuple(self._best.get(character, "") for character in text)
        return found if all(found) else ()


def _read(folder: Path) -> dict[str, str]:
    """For each character the commonest word of two that holds it."""
    try:
        tree = (folder / "index_tree.dat").read_bytes()
        words = (folder / "dictionary.dat").read_bytes()
    except OSError:
        return {}
    best: dict[str, tuple[int, str]] = {}
    for key, low, high, often_low, often_high in _NODE.iter_unpack(tree[: len(tree) // 8 * 8]):
        place, often = low | high << 16, often_low | often_high << 16
        if key == 0 and words.find(b"\0", place, place + _PAIR + 1) == place + _PAIR:
            word = words[place : place + _PAIR].decode(errors="replace")
            for character in word if len(word) == 2 else "":
                if often > best.get(character, (0, ""))[0]:
                    best[character] = (often, word)
    return {character: word for character, (_, word) in best.items()}
