"""The articles that ship with the kiosk, and what a faulty file is told."""

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.answers.content import ContentError, load_articles
from kiosk.domain.language import Language

SHIPPED = Path(__file__).parents[3] / "assets" / "content" / "faq.json"


def good() -> dict[str, Any]:
    both = {"zh-Hant": "文字", "en": "text"}
    steps = {"zh-Hant": ["一", "二", "三"], "en": ["one", "two", "three"]}
    row = {
        "id": "a",
        "category": "payment",
        "updated": "2026-11-02",
        "title": both,
        "answer": both,
        "steps": steps,
    }
    return json.loads(json.dumps(row))


def written(tmp_path: Path, rows: object) -> Path:
    path = tmp_path / "faq.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


@pytest.mark.requirement("C1")
def test_ten_articles_ship_in_every_language() -> None:
    """C1: ten articles to browse with no network, each with an answer and its steps."""
    articles = load_articles(SHIPPED)
    assert len({article.id for article in articles}) == 10
    assert all(set(article.title) == set(Language) for article in articles)
    assert all(len(a.steps[Language.ZH_HANT]) == len(a.steps[Language.EN]) for a in articles)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"id": ""}, "article 1: id is missing"),
        ({"category": None}, "a: category is missing"),
        ({"updated": "yesterday"}, "a: updated is no ISO date"),
        ({"title": {"en": "text"}}, "a: title in zh-Hant is missing"),
        ({"answer": "text"}, "a: answer in en is missing"),
        (
            {"steps": {"en": ["one"], "zh-Hant": ["一", "二", " "]}},
            "a: steps in zh-Hant must be 3 to 5 texts",
        ),
    ],
)
def test_faulty_article_is_named_with_its_fault(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    with pytest.raises(ContentError, match=told):
        load_articles(written(tmp_path, [{**good(), **change}]))


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    rows = [{**good(), "category": ""}, {**good(), "updated": ""}, "not an object"]
    with pytest.raises(ContentError) as caught:
        load_articles(written(tmp_path, rows))
    told = str(caught.value)
    assert all(
        part in told for part in ("category is missing", "this id is used twice", "article 3 is not an")
    )


@pytest.mark.parametrize("rows", [[], {}, "text"])
def test_file_without_articles_is_refused(tmp_path: Path, rows: object) -> None:
    with pytest.raises(ContentError, match="a list of articles is expected"):
        load_articles(written(tmp_path, rows))


def test_torn_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "faq.json"
    path.write_text('[{"id": "a"', encoding="utf-8")
    with pytest.raises(ContentError, match="is not JSON"):
        load_articles(path)
