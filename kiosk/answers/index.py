"""Two inverted indexes over the same entries: TF-IDF cosine of grams, and BM25 of words. Pure Python, in memory.

Both answer on a scale from 0 (nothing in common) to about 1 (the same text), so they can be added, and a sum that is too
small means "no good answer". A part of the question that no entry knows weighs against every entry.

Sources: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with a weighted sum of
term counts before saturation for fields of different weight (BM25F); Manning et al., "Introduction to Information
Retrieval", chapter 6, for the cosine with logarithmic counts.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

#: Term -> how often, weighted by the field that it stands in.
Counts = Mapping[str, float]
#: Entry number -> score.
Scores = dict[int, float]


class Cosine:
    def __init__(self, entries: Sequence[Counts]) -> None:
        self._rarity = _Rarity(entries)
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, counts in enumerate(entries):
            weights = {term: _damped(count) * self._rarity.of(term) for term, count in counts.items()}
            length = _length(weights.values())
            for term, weight in weights.items():
                self._postings[term].append((number, weight / length))

    def scores(self, question: Counts) -> Scores:
        weights = {term: _damped(count) * self._rarity.of(term) for term, count in question.items()}
        length = _length(weights.values())
        found: Scores = defaultdict(float)
        for term, weight in weights.items():
            share = weight / length
            for number, own in self._postings.get(term, ()):
                found[number] += share * own
        return found


class Bm25:
    """`k1` bounds what repetition is worth, `b` how far long entries are held back."""

    def __init__(self, entries: Sequence[Counts], k1: float = 1.2, b: float = 0.75) -> None:
        self._top = k1 + 1
        self._rarity = _Rarity(entries)
        lengths = [sum(counts.values()) for counts in entries]
        usual = sum(lengths) / max(len(lengths), 1) or 1.0
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, counts in enumerate(entries):
            held = k1 * (1 - b + b * lengths[number] / usual)
            for term, count in counts.items():
                self._postings[term].append((number, count * self._top / (count + held)))

    def knows(self, term: str) -> bool:
        return term in self._postings

    def terms(self) -> Sequence[str]:
        return tuple(self._postings)

    def scores(self, question: Counts) -> Scores:
        best = self._top * sum(self._rarity.of(term) * count for term, count in question.items()) or 1.0
        found: Scores = defaultdict(float)
        for term, count in question.items():
            share = self._rarity.of(term) * count / best
            for number, own in self._postings.get(term, ()):
                found[number] += share * own
        return found


class _Rarity:
    """Inverse document frequency, smoothed; the highest for a term that stands nowhere."""

    def __init__(self, entries: Sequence[Counts]) -> None:
        spread: dict[str, int] = defaultdict(int)
        for counts in entries:
            for term in counts:
                spread[term] += 1
        everything = len(entries)
        self._known = {term: math.log((1 + everything) / (0.5 + n)) for term, n in spread.items()}
        self._unknown = math.log((1 + everything) / 0.5)

    def of(self, term: str) -> float:
        return self._known.get(term, self._unknown)


def _damped(count: float) -> float:
    return 1 + math.log(count) if count >= 1 else count


def _length(weights: Iterable[float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights)) or 1.0
