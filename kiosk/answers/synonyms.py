"""Words that mean the same here: `assets/content/synonyms.txt`, one group a line, words apart by commas, `#` for remarks.

Editors change the file; a group that stands in a question in any form also asks, more softly, in its other forms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from kiosk.answers.folding import fold, is_han, pieces, stem

#: A whole word or phrase as the search sees it: stems, or one run of characters.
Phrase = tuple[str, ...]
_LONGEST = 3


class Synonyms:
    def __init__(self, groups: list[tuple[str, ...]]) -> None:
        self._others: dict[Phrase, set[str]] = defaultdict(set)
        for group in groups:
            folded = [fold(word) for word in group]
            for word in folded:
                self._others[_phrase(word)] |= {other for other in folded if other != word}
        self._longest_han = max((len(key[0]) for key in self._others if is_han(key[0])), default=0)

    def of(self, folded: str) -> set[str]:
        """Every other form of what stands in a folded question."""
        found: set[str] = set()
        for phrase in self._standing(folded):
            found |= self._others.get(phrase, set())
        return found

    def _standing(self, folded: str) -> Iterator[Phrase]:
        latin: list[str] = []
        for piece in pieces(folded):
            if is_han(piece):
                yield from self._runs(piece)
            else:
                latin.append(stem(piece))
        for size in range(1, _LONGEST + 1):
            yield from (tuple(latin[at : at + size]) for at in range(len(latin) - size + 1))

    def _runs(self, piece: str) -> Iterator[Phrase]:
        for size in range(1, self._longest_han + 1):
            yield from ((piece[at : at + size],) for at in range(len(piece) - size + 1))


def _phrase(folded: str) -> Phrase:
    return tuple(piece if is_han(piece) else stem(piece) for piece in pieces(folded))


def load_synonyms(path: Path) -> Synonyms:
    """Raises OSError."""
    lines = (line.partition("#")[0] for line in path.read_text(encoding="utf-8").splitlines())
    groups = (tuple(word.strip() for word in line.split(",") if word.strip()) for line in lines)
    return Synonyms([group for group in groups if len(group) > 1 and all(map(_phrase, map(fold, group)))])


NONE = Synonyms([])
