"""Finds articles for a question: any script, any of the languages, offline, a few milliseconds.

An entry of the index is one article in one language: title, other phrasings and a little of the answer, each with its
weight. An article scores as its best entry does. `learn` builds a new index beside the old one and swaps it in by one
assignment; both belong to the lane of answers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kiosk.answers.folding import fold, grams, is_han, pieces, words
from kiosk.answers.index import Bm25, Cosine, Counts
from kiosk.answers.spelling import Spelling
from kiosk.answers.synonyms import NONE, Synonyms
from kiosk.domain.faq import Article
from kiosk.domain.language import Language

#: What a field weighs. The answer is long and says many words that are asked about elsewhere.
TITLE, PHRASING, ANSWER = 1.5, 1.0, 0.1
#: What a synonym, and a word mended by one letter, weigh against the word as typed.
SYNONYM, MENDED = 0.35, 0.8
#: Below this nothing is "a good answer", for a question in Chinese and for one in Latin letters: between what questions
#: that have an answer here reach and what those about something else do (tests/kiosk/answers/test_quality.py).
GOOD_HAN, GOOD_LATIN = 0.13, 0.32
#: An answer this far below the best one is left away.
SHARE_OF_BEST = 0.3


@dataclass(frozen=True, slots=True)
class Phrasing:
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Entry:
    """`owner` is what is found by it."""

    owner: str
    phrasings: tuple[Phrasing, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    owner: str
    score: float


class Index:
    """Immutable once it is made."""

    def __init__(self, entries: Sequence[Entry], synonyms: Synonyms = NONE) -> None:
        self._owners = [entry.owner for entry in entries]
        self._synonyms = synonyms
        self._cosine = Cosine([_counts(entry, grams) for entry in entries])
        self._bm25 = Bm25([_counts(entry, words) for entry in entries])
        self._spelling = Spelling(self._bm25.terms())

    def find(self, question: str) -> list[Hit]:
        """Everything that has something in common with it, best first."""
        folded = fold(question)
        asked = self._asked(folded)
        soft = self._cosine.scores(_with(Counter(grams(folded)), self._mended_grams(asked)))
        total = self._bm25.scores(asked)
        for number, score in soft.items():
            total[number] = total.get(number, 0.0) + score
        best: dict[str, float] = defaultdict(float)
        for number, score in total.items():
            owner = self._owners[number]
            best[owner] = max(best[owner], score)
        return [Hit(owner, score) for owner, score in sorted(best.items(), key=lambda one: (-one[1], one[0]))]

    def _asked(self, folded: str) -> dict[str, float]:
        """The words of the question, mended where nobody knows them, and its synonyms."""
        asked: dict[str, float] = defaultdict(float)
        for word, count in Counter(words(folded)).items():
            near = () if self._bm25.knows(word) else self._spelling.near(word)
            for known in near:
                asked[known] += MENDED * count / len(near)
            if not near:
                asked[word] += count
        for other in self._synonyms.of(folded):
            new = [word for word in words(other) if word not in asked and self._bm25.knows(word)]
            for word in new:
                asked[word] += SYNONYM / len(new)
        return asked

    def _mended_grams(self, asked: Counts) -> Iterator[str]:
        """Letters of what was added to the question."""
        for word, count in asked.items():
            if count < 1 and word.isascii():
                yield from grams(word)


class Engine:
    """The Search port. Used by one lane."""

    def __init__(self, synonyms: Synonyms = NONE) -> None:
        self._synonyms = synonyms
        self._index = Index((), synonyms)

    def learn(self, articles: Sequence[Article]) -> None:
        self._index = Index([entry for article in articles for entry in entries_of(article)], self._synonyms)

    def find(self, question: str, limit: int) -> tuple[str, ...]:
        return good(question, self._index.find(question))[:limit]


def good(question: str, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The owners of those that are good enough to be shown; empty: there is no good answer."""
    enough = good_enough(question)
    if not hits or hits[0].score < enough:
        return ()
    floor = max(hits[0].score * SHARE_OF_BEST, enough / 2)
    return tuple(hit.owner for hit in hits if hit.score >= floor)


def good_enough(question: str) -> float:
    return GOOD_HAN if any(map(is_han, pieces(fold(question)))) else GOOD_LATIN


def entries_of(article: Article) -> Iterator[Entry]:
    for language in Language:
        others = (Phrasing(text, PHRASING) for text in article.alternates.get(language, ()))
        title = Phrasing(article.title[language], TITLE)
        answer = Phrasing(article.answer[language], ANSWER)
        yield Entry(article.id, (title, *others, answer))


def _counts(entry: Entry, terms: Callable[[str], Iterator[str]]) -> Counts:
    counts: dict[str, float] = defaultdict(float)
    for phrasing in entry.phrasings:
        for term in terms(fold(phrasing.text)):
            counts[term] += phrasing.weight
    return counts


def _with(counts: Counter[str], more: Iterator[str]) -> Counts:
    added: dict[str, float] = dict(counts)
    for term in more:
        added[term] = added.get(term, 0.0) + SYNONYM
    return added
