"""The articles that ship with the kiosk, and what faulty content is told."""

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.answers.content import ContentError, load_articles, read_articles
from kiosk.domain.language import Language

SHIPPED = Path(__file__).parents[3] / "assets" / "content" / "faq.json"


def good(**changes: Any) -> dict[str, Any]:
    both = {"zh-Hant": "帳單", "en": "text"}
    row = {
        "id": "a",
        "category": "payment",
        "updated": "2026-11-02",
        "title": both,
        "answer": both,
        "steps": {"zh-Hant": ["一", "二", "三"], "en": ["one", "two", "three"]},
        "alternates": {"en": ["say it so"]},
        "review": "2027-05-01",
        "version": 3,
        "owner": "lead",
    }
    copied: dict[str, Any] = json.loads(json.dumps({**row, **changes}))
    return copied


def written(tmp_path: Path, rows: object) -> Path:
    path = tmp_path / "faq.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


@pytest.mark.requirement("C1")
def test_sixty_articles_ship_in_every_language_each_with_other_ways_to_ask() -> None:
    """C1: to browse and to search with no network."""
    articles = load_articles(SHIPPED)
    assert len({article.id for article in articles}) == len(articles) >= 60
    for article in articles:
        assert set(article.title) == set(article.answer) == set(article.alternates) == set(Language), (
            article.id
        )
        assert all(len(set(others)) == 3 for others in article.alternates.values()), article.id
        assert len({len(article.steps[language]) for language in Language}) == 1, article.id


def test_an_article_is_read_as_it_is_written() -> None:
    (article,) = read_articles([good()])
    assert (article.review, article.version) == ("2027-05-01", 3)
    assert article.alternates == {Language.EN: ("say it so",)}
    assert article.title[Language.ZH_HANT] == "帳單"


@pytest.mark.requirement("X48")
def test_an_article_in_one_language_is_shown_in_every_one() -> None:
    """X48: what an editor wrote in a hurry is there for everybody."""
    (article,) = read_articles([good(title={"zh-Hant": "帳單"}, answer={"zh-Hant": "在這裡"}, steps={})])
    assert set(article.title) == set(article.answer) == set(Language)
    assert article.title[Language.EN] == "帳單"
    assert {article.title[language] for language in Language if language.value == "zh-Hans"} <= {"帐单"}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"id": ""}, "id is missing"),
        ({"category": " "}, "category is missing"),
        ({"updated": "yesterday"}, "updated is no ISO date"),
        ({"review": "soon"}, "review is no ISO date"),
        ({"version": 0}, "version is no number"),
        ({"version": True}, "version is no number"),
        ({"title": {"en": ""}}, "title must map"),
        ({"title": {"de": "Rechnung"}}, "in one language at least"),
        ({"answer": "text"}, "answer must map"),
        ({"answer": {"en": "x" * 4001}}, "answer must map"),
        ({"steps": {"en": ["x"] * 6}}, "steps must map"),
        ({"alternates": {"en": [7]}}, "alternates must map"),
        ({"alternates": ["x"]}, "alternates must map"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, change: dict[str, Any], fault: str) -> None:
    with pytest.raises(ContentError, match=fault):
        load_articles(written(tmp_path, [good(**change)]))


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(
        ContentError, match=r"a: this id is used twice; a: updated.*article 3 is not an object"
    ):
        load_articles(written(tmp_path, [good(), good(updated="no"), 7]))


@pytest.mark.parametrize("rows", [[], {}, None, "text"])
def test_content_without_articles_is_refused(tmp_path: Path, rows: object) -> None:
    with pytest.raises(ContentError, match="a list of articles is expected"):
        load_articles(written(tmp_path, rows))


def test_a_file_that_is_no_json(tmp_path: Path) -> None:
    path = tmp_path / "faq.json"
    path.write_text("[", encoding="utf-8")
    with pytest.raises(ContentError, match="not JSON"):
        load_articles(path)
