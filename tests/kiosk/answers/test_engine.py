"""The search: any script, synonyms, one wrong letter, and knowing when it does not know."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.answers.content import load_articles
from kiosk.answers.engine import Engine
from kiosk.answers.folding import fold, grams, words
from kiosk.answers.spelling import Spelling
from kiosk.answers.synonyms import load_synonyms

CONTENT = Path(__file__).parents[3] / "assets" / "content"
ARTICLES = load_articles(CONTENT / "faq.json")


@pytest.fixture(scope="module")
def engine() -> Engine:
    engine = Engine(load_synonyms(CONTENT / "synonyms.txt"))
    engine.learn(ARTICLES)
    return engine


@pytest.mark.requirement("C2")
@pytest.mark.parametrize(
    ("one", "other"),
    [("帳單沒有寄來", "帐单没有寄来"), ("帳單沒有寄來", "账单没有寄来"), ("缴费期限", "繳費期限"),
     ("电表怎么看", "電錶怎麼看"),     ("Ｐａｙ my ＢＩＬＬ", "pay my bill")],
)  # fmt: skip
def test_scripts_and_widths_fold(engine: Engine, one: str, other: str) -> None:
    """C2: the same words find the same articles, whichever characters they are written in."""
    assert fold(one) == fold(other) or engine.find(one, 5) == engine.find(other, 5)
    assert engine.find(one, 5)
    assert engine.find(one, 5) == engine.find(other, 5)


@pytest.mark.requirement("C2")
def test_simplified_finds_what_was_written_in_traditional_alone() -> None:
    article = next(one for one in ARTICLES if one.id == "bill-missing")
    (traditional,) = (language for language in article.title if language.value == "zh-Hant")
    engine = Engine()
    only = dict.fromkeys(article.title, article.title[traditional])
    engine.learn([replace(article, title=only, answer=only, alternates={})])
    assert engine.find("没收到帐单", 3) == ("bill-missing",)


@pytest.mark.requirement("C2")
@pytest.mark.parametrize(
    "question",
    ["refnd money", "my meetr is wrong", "gas smeell", "instalmant", "smart metre", "privcy of my data"],
)
def test_one_wrong_letter_is_forgiven(engine: Engine, question: str) -> None:
    """C2: too many, too few, another one, two in the wrong order."""
    right = {
        "refnd money": "refund",
        "my meetr is wrong": "meter-wrong",
        "gas smeell": "gas-smell",
        "instalmant": "instalments",
        "smart metre": "meter-smart",
        "privcy of my data": "privacy-data",
    }
    assert right[question] in engine.find(question, 3)


@pytest.mark.requirement("C2")
@pytest.mark.parametrize(
    ("question", "article"), [("blackout", "outage"), ("客訴", "complain"), ("煤气味", "gas-smell")]
)
def test_synonyms_find(engine: Engine, question: str, article: str) -> None:
    assert article in engine.find(question, 3)


def test_what_is_about_something_else_has_no_good_answer(engine: Engine) -> None:
    for question in ("", "   ", "？？", "zzzz", "asdf qwer zxcv", "怎么做红烧肉", "🙂"):
        assert engine.find(question, 3) == ()


def test_new_articles_take_the_place_of_the_old_ones(engine: Engine) -> None:
    fresh = Engine()
    fresh.learn(ARTICLES[:1])
    fresh.learn(ARTICLES[1:2])
    assert fresh.find(ARTICLES[0].title[next(iter(ARTICLES[0].title))], 3) != (ARTICLES[0].id,)
    fresh.learn(())
    assert fresh.find("bill", 3) == ()


def test_text_becomes_terms() -> None:
    assert list(words(fold("Paying my bills"))) == ["pay", "bill"]
    assert list(words(fold("缴电费A"))) == ["缴电", "电费"]
    assert {"缴", "电费", " pay", "ay "} <= set(grams(fold("繳電費 PAY")))


def test_near_words() -> None:
    near = Spelling(["meter", "bill", "pay"])
    assert near.near("metr") == near.near("meterr") == near.near("mater") == near.near("metre") == {"meter"}
    assert near.near("meter") == near.near("ba") == near.near("wonderful") == near.near("m3ter") == set()
