"""How good the search is on a set of questions: `python -m kiosk faq-eval --set FILE`.

The file: `{"corpus": [{"id", "title", "alts", "answer"}], "queries": [[text, id], ...]}`; an id of null marks a question
that the corpus does not answer.
"""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.answers.engine import ANSWER, PHRASING, TITLE, Entry, Index, Phrasing, good
from kiosk.answers.synonyms import NONE, Synonyms


@dataclass(frozen=True, slots=True)
class QuestionSet:
    entries: tuple[Entry, ...]
    questions: tuple[tuple[str, str | None], ...]


def load_set(path: Path) -> QuestionSet:
    """Raises OSError and ValueError (no such file, another shape)."""
    document = json.loads(path.read_text(encoding="utf-8"))
    try:
        entries = tuple(_entry(row) for row in document["corpus"])
        questions = tuple((text, None if id is None else str(id)) for text, id in document["queries"])
    except (KeyError, TypeError, AttributeError) as fault:
        raise ValueError(f"{path.name} is no set of questions: {fault!r}") from None
    return QuestionSet(entries, questions)


def _entry(row: Mapping[str, Any]) -> Entry:
    others = tuple(Phrasing(text, PHRASING) for text in row.get("alts") or ())
    answer = (Phrasing(row["answer"], ANSWER),) if row.get("answer") else ()
    return Entry(str(row["id"]), (Phrasing(row["title"], TITLE), *others, *answer))


def evaluate(asked: QuestionSet, synonyms: Synonyms = NONE) -> dict[str, float]:
    """Shares of all questions, milliseconds a question, and megabytes of this process at its largest.

    `no_answer` is the share that gets "no good answer"; the ranks are those before that is decided.
    """
    index = Index(asked.entries, synonyms)
    ranks, times, silent = [], [], 0
    for text, right in asked.questions:
        began = time.perf_counter()
        hits = index.find(text)
        times.append(1000 * (time.perf_counter() - began))
        silent += not good(text, hits)
        ranks.append(_rank([hit.owner for hit in hits], right))
    count = max(len(ranks), 1)
    return {
        "questions": len(ranks),
        "hit@1": round(sum(rank == 1 for rank in ranks) / count, 4),
        "hit@3": round(sum(0 < rank <= 3 for rank in ranks) / count, 4),
        "mrr": round(sum(1 / rank for rank in ranks if rank) / count, 4),
        "no_answer": round(silent / count, 4),
        "p50_ms": round(_quantile(times, 0.5), 2),
        "p99_ms": round(_quantile(times, 0.99), 2),
        "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def _rank(found: Sequence[str], right: str | None) -> int:
    """From 1; 0: not among them."""
    return found.index(right) + 1 if right in found else 0


def _quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0
