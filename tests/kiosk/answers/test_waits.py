"""The waiting times, read as the contract shows them; whatever else comes is refused whole."""

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.answers.waits import read_waits
from kiosk.domain.wait import Wait

EXAMPLE = Path(__file__).parents[2] / "contract" / "parts" / "waits.json"


def example() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    return found


@pytest.mark.requirement("D6")
def test_the_contracts_example_is_understood() -> None:
    waits = read_waits(example())
    assert waits.told[0] == Wait("三重服務中心", 4, 2, 15, datetime(2026, 11, 23, 5, 5, 12, tzinfo=UTC))
    assert waits.told[1].counters == 0


BROKEN: dict[str, Any] = {
    "no moment": lambda body: body[0].pop("told_at"),
    "a moment without a zone": lambda body: body[0].update(told_at="2026-11-23T05:05:12"),
    "a moment that is none": lambda body: body[0].update(told_at=7),
    "half a person": lambda body: body[0].update(waiting=0.5),
    "fewer than no minutes": lambda body: body[0].update(minutes=-1),
    "as many as true": lambda body: body[0].update(counters=True),
    "a site that turns the writing": lambda body: body[0].update(site="\u202etxt"),
    "no site": lambda body: body[0].update(site=None),
    "something else": lambda body: body.append("soon"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_anything_else_is_refused_whole(how: str) -> None:
    body = copy.deepcopy(example())
    BROKEN[how](body)
    with pytest.raises(ValueError):  # noqa: PT011 - whichever: it is one refusal
        read_waits(body)


@pytest.mark.parametrize("body", [None, {}, "waits", 7])
def test_no_list_is_refused(body: object) -> None:
    with pytest.raises(ValueError, match="list"):
        read_waits(body)
