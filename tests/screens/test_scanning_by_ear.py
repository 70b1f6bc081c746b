"""Two switches in the hands of somebody who sees nothing: which row the ring is around is said, then what is in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.domain.keypad import SWITCHES
from kiosk.domain.language import Language
from kiosk.domain.speech import Channel
from kiosk.texts import Texts
from tests.kiosk.domain.examples import PIN
from tests.screens.blind import ENOUGH, Blind, arrives
from tests.screens.conftest import Pilot

MOVE, CHOOSE = SWITCHES


@pytest.fixture
def blind(
    pilot: Pilot, catalogue: dict[Language, Texts], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Blind:
    return arrives(pilot, catalogue, tmp_path / "kiosk.db", monkeypatch)


def named(blind: Blind, said: str) -> list[str]:
    """What the ring is around, by what was said last: a row's titles, or the name of one control."""
    begins, _, goes_on = blind.words.get("speech.row", count="|", names="").partition("|")
    _, is_row, told = said.partition(begins)
    if is_row:
        return told.partition(goes_on)[2].partition("。")[0].split("，")
    return [said.partition("。")[0].partition(", ")[0]]


def moves_to(blind: Blind, title: str) -> bool:
    """Goes on until it is said; whether in a row with others. Raises LookupError where no way leads there."""
    said = blind.transcript[-1]
    for _ in range(ENOUGH):
        around = named(blind, said)
        if title in around:
            return len(around) > 1
        said = blind.press(MOVE)
        assert said, f"the switch was answered by silence on the way to {title}"
    raise LookupError(f"nothing here is called {title}")


def chooses(blind: Blind, title: str) -> str:
    """By rows, then along the row; what is said once it was chosen."""
    if moves_to(blind, title):
        blind.press(CHOOSE)
        moves_to(blind, title)
    return blind.press(CHOOSE)


@pytest.mark.requirement("X41", "X42")
@pytest.mark.accessibility("SPK-01")
def test_somebody_who_hears_only_signs_in_by_two_switches(blind: Blind) -> None:
    """X41, X42: steered by nothing but what is said of rows and of what is in them."""
    say = blind.words
    blind.press(MOVE)
    chooses(blind, say.get("task.account"))
    assert say.get("pin.title") in blind.shows_card()
    for digit in PIN:
        chooses(blind, digit)
    assert say.get("for_you.title") in chooses(blind, say.get("pin.confirm"))
    assert {each.channel for each in blind.kiosk.voice.said} == {Channel.PRIVATE}
