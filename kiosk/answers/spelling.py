"""One wrong letter: a Latin word that nobody knows becomes the known words at one change from it.

A change is a letter too many, too few, another one, or two in the wrong order. Known words lie under themselves and under
every way to leave one letter out (Garbe's symmetric deletion), so that looking up costs a handful of set look-ups.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

#: Shorter words are too near to one another.
SHORTEST = 4


class Spelling:
    def __init__(self, words: Iterable[str]) -> None:
        self._known: set[str] = {word for word in words if word.isascii() and word.isalpha()}
        self._without: dict[str, set[str]] = defaultdict(set)
        for word in self._known:
            if len(word) >= SHORTEST - 1:
                for shorter in _without_one(word):
                    self._without[shorter].add(word)

    def near(self, word: str) -> set[str]:
        """Empty for a word that is known, too short, or far from all."""
        if word in self._known or len(word) < SHORTEST or not word.isalpha():
            return set()
        shorter = _without_one(word)
        found = set(self._without.get(word, ())) | (shorter & self._known)
        for each in shorter:
            found |= {known for known in self._without.get(each, ()) if _one_change(word, known)}
        return found


def _without_one(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def _one_change(one: str, other: str) -> bool:
    """For words of equal length: another letter, or two neighbours in the wrong order."""
    differ = [at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    if len(one) != len(other) or len(differ) > 2:
        return False
    if len(differ) == 2:
        left, right = differ
        return right == left + 1 and one[left] == other[right] and one[right] == other[left]
    return True
