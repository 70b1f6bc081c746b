"""The search of answers beside SQLite's FTS5, on the same entries and questions.

banking77 (CC-BY-4.0, PolyAI; tests/vectors/answers/README.md) in English, and the project's own held-out questions about
its own articles. Peers: FTS5 with its default tokenizer and with `trigram`, the words of the question joined by OR,
ranked by its BM25.
"""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.report import Measure, publish
from kiosk.answers.content import load_articles
from kiosk.answers.engine import Entry, Index, entries_of
from kiosk.answers.evaluation import load_set
from kiosk.answers.synonyms import load_synonyms

ROOT = Path(__file__).resolve().parents[1]
CONTENT, VECTORS = ROOT / "assets" / "content", ROOT / "tests" / "vectors" / "answers"
SHOWN = 600
GOAL, SLOWEST = 0.85, 200.0

Find = Callable[[str], Sequence[str]]
Questions = Sequence[tuple[str, str | None]]


def fts5(entries: Sequence[Entry], tokenizer: str) -> Find:
    db = sqlite3.connect(":memory:")
    db.execute(f"CREATE VIRTUAL TABLE entry USING fts5(text, owner UNINDEXED, tokenize = '{tokenizer}')")
    rows = [(" ".join(phrasing.text for phrasing in entry.phrasings), entry.owner) for entry in entries]
    db.executemany("INSERT INTO entry VALUES (?, ?)", rows)

    def find(question: str) -> list[str]:
        terms = re.findall(r"\w+", question)
        if tokenizer == "trigram":
            terms = [term[at : at + 3] for term in terms for at in range(len(term) - 2)]
        if not terms:
            return []
        asked = " OR ".join(f'"{term}"' for term in terms)
        found = db.execute("SELECT owner FROM entry WHERE entry MATCH ? ORDER BY rank LIMIT 9", (asked,))
        return list(dict.fromkeys(owner for (owner,) in found))

    return find


def ours(index: Index) -> Find:
    return lambda question: [hit.owner for hit in index.find(question)[:3]]


def share(find: Find, questions: Questions, first: int) -> float:
    return sum(right in find(text)[:first] for text, right in questions) / len(questions)


def slowest(find: Find, questions: Questions) -> float:
    """Milliseconds that 99 of 100 questions stay below."""
    times = []
    for text, _ in questions:
        began = time.perf_counter()
        find(text)
        times.append(1000 * (time.perf_counter() - began))
    return sorted(times)[int(0.99 * (len(times) - 1))]


def measures(name: str, entries: Sequence[Entry], questions: Questions, find: Find) -> list[Measure]:
    peers = {"FTS5 default": fts5(entries, "unicode61"), "FTS5 trigram": fts5(entries, "trigram")}
    shares = [
        Measure(
            f"{name}: among the first {first}", "", share(find, questions, first), None, None,
            f"{GOAL} among the first 3 (X47)",
            {peer: share(its, questions, first) for peer, its in peers.items()},
            f"{len(questions)} questions, {len(entries)} entries",
        )
        for first in (1, 3)
    ]  # fmt: skip
    late = slowest(find, questions)
    times = {peer: slowest(its, questions) for peer, its in peers.items()}
    quick = Measure(
        f"{name}: 99 of 100 questions within", "ms", late, SLOWEST, late / SLOWEST, "200 ms", times
    )
    return [*shares, quick]


def main() -> None:
    synonyms = load_synonyms(CONTENT / "synonyms.txt")
    banking = load_set(VECTORS / "banking77_en.json")
    entries = [entry for article in load_articles(CONTENT / "faq.json") for entry in entries_of(article)]
    own: dict[str, Any] = json.loads((VECTORS / "questions.json").read_text(encoding="utf-8"))
    found = measures(
        "banking77", banking.entries, banking.questions[:SHOWN], ours(Index(banking.entries, synonyms))
    )
    find = ours(Index(entries, synonyms))
    for language in ("zh-Hant", "zh-Hans", "en"):
        found += measures(f"own articles, {language}", entries, own[language], find)
    publish("answers", found)


if __name__ == "__main__":
    main()
