"""The exchange `/content` on the kiosk's side."""

from typing import Any

import pytest

from kiosk.answers.content import read_articles
from kiosk.ports import Offline, Pulled
from kiosk.sync import pull
from kiosk.sync.crm import HttpCrm
from kiosk.sync.line import LARGEST_ANSWER
from kiosk.sync.parts import Part
from kiosk.sync.seal import Seal
from kiosk.sync.trust import Trust
from tests.kiosk.sync.centre import LittleCentre
from tests.kiosk.sync.samples import NOW, message

EXAMPLE = message("content")


@pytest.mark.requirement("C6")
def test_the_golden_exchange(crm: HttpCrm, centre: LittleCentre) -> None:
    centre.says(EXAMPLE["response"])
    found = crm.content(EXAMPLE["request"]["have"])
    assert centre.heard[0].document == EXAMPLE["request"]
    assert centre.heard[0].url.endswith("/api/v1/content")
    knowledge = EXAMPLE["response"]["parts"]["knowledge"]
    assert found == {"knowledge": Pulled(knowledge["version"], knowledge["body"]), "calendar": None}
    assert [article.id for article in read_articles(knowledge["body"])] == ["late-payment"]


def test_content_may_be_larger_than_other_answers(crm: HttpCrm, centre: LittleCentre) -> None:
    large = {"parts": {"knowledge": {"version": "1", "body": "x" * LARGEST_ANSWER}}}
    centre.says(large)
    assert crm.content({"knowledge": ""})["knowledge"] is not None


@pytest.mark.parametrize(
    "parts",
    [None, [], {"a": 7}, {"a": {"version": 7, "body": {}}}, {"a": {"version": "", "body": 1}},
     {"a": {"version": "x" * 65, "body": 1}}],
)  # fmt: skip
def test_another_shape_is_no_answer(parts: Any) -> None:
    with pytest.raises(Offline, match="unusable answer"):
        pull.content(Part({"parts": parts}, "answer"), Seal(Trust()), NOW)


def test_an_older_centre_publishes_nothing() -> None:
    assert pull.versions(Part(None, "answer.content")) == {}
    assert pull.versions(Part({"knowledge": "1"}, "answer.content")) == {"knowledge": "1"}
