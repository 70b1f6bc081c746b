"""The announcements, read as the contract shows them; whatever else comes is refused whole."""

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.answers.announcements import read_announcements
from kiosk.domain.language import Language

EXAMPLE = Path(__file__).parents[2] / "contract" / "parts" / "announcements.json"


def example() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    return found


@pytest.mark.requirement("D5")
def test_the_contracts_example_is_understood() -> None:
    first, second = read_announcements(example()).all
    assert (first.id, first.important, first.sites) == ("7", False, frozenset({"三重服務中心"}))
    assert first.begins == datetime(2026, 11, 22, 1, tzinfo=UTC)
    assert first.texts[Language.EN].startswith("System maintenance on 28 November")
    assert (second.important, second.sites) == (True, frozenset())


def test_what_a_newer_centre_adds_is_left_alone() -> None:
    body = example()
    body[0].update(severity="panic", picture="storm.png")
    body[0]["texts"]["fr"] = "Bonjour"
    assert not read_announcements(body).all[0].important
    assert set(read_announcements(body).all[0].texts) == set(Language)


BROKEN: dict[str, Any] = {
    "no text": lambda body: body[0].update(texts={}),
    "an empty text": lambda body: body[0].update(texts={"en": " "}),
    "a text of two lines": lambda body: body[0]["texts"].update(en="one\ntwo"),
    "a text that turns the writing": lambda body: body[0]["texts"].update(en="\u202etxt"),
    "a text without end": lambda body: body[0]["texts"].update(en="x" * 301),
    "an end before its beginning": lambda body: body[0].update(to="2026-11-21T00:00:00.000Z"),
    "a moment without a zone": lambda body: body[0].update(to="2026-11-29T00:00:00"),
    "no end": lambda body: body[0].pop("to"),
    "one id twice": lambda body: body[1].update(id="7"),
    "a number for an id": lambda body: body[0].update(id=7),
    "a site that is none": lambda body: body[0].update(sites=[7]),
    "something else": lambda body: body.append("soon"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_anything_else_is_refused_whole(how: str) -> None:
    body = copy.deepcopy(example())
    BROKEN[how](body)
    with pytest.raises(ValueError):  # noqa: PT011 - whichever: it is one refusal
        read_announcements(body)
