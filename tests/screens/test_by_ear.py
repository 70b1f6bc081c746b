"""Every task, by somebody who hears and feels and sees nothing: keys alone, steered by what is said alone.

Each is a story that ends where the machine, the centre or the disk knows what was done, and the customer was told so.
What customers can come to or ask for at all is in one of them, or is excused here.
"""

from __future__ import annotations

import typing
from pathlib import Path

import pytest

from kiosk.domain import events, states
from kiosk.domain.account import Factor
from kiosk.domain.callback import Reply
from kiosk.domain.events.assist import AssistTouch
from kiosk.domain.events.day_end import DayEndTouch
from kiosk.domain.events.maintenance import MaintenanceTouch
from kiosk.domain.events.records import RecordsTouch
from kiosk.domain.events.settings import SettingsTouch
from kiosk.domain.events.staff import StaffTouch
from kiosk.domain.events.upkeep import UpkeepTouch
from kiosk.domain.flow.case import VOICES
from kiosk.domain.house import Task
from kiosk.domain.keypad import SWITCHES, NavKey
from kiosk.domain.language import Language
from kiosk.domain.speech import Channel
from kiosk.texts import Texts
from tests.screens.account_stories import ACCOUNT
from tests.screens.blind import arrives
from tests.screens.callback_stories import CALLBACK, asks_for_a_call
from tests.screens.case_stories import CASES, books, looks_a_case_up
from tests.screens.conftest import Pilot
from tests.screens.panel_stories import PANEL, calls_staff, searches_for_an_answer
from tests.screens.paying_stories import PAYING, pays_by_card
from tests.screens.story import Story

STORIES = (*PAYING, *ACCOUNT, *CALLBACK, *CASES, *PANEL)
#: Told in English too, after the language was changed by ear.
IN_ENGLISH = (searches_for_an_answer, pays_by_card, asks_for_a_call, books, looks_a_case_up, calls_staff)

#: What only staff come to or ask for.
STAFF_STATES = (states.MaintenanceState, states.UpkeepState, states.AssistPin | states.Assist)
STAFF_WISHES = (
    MaintenanceTouch,
    UpkeepTouch,
    AssistTouch,
    SettingsTouch,
    StaffTouch,
    RecordsTouch,
    DayEndTouch,
)
#: What no story is told for, and why.
EXCUSED: dict[object, str] = {
    events.Started: "a finger on the resting screen; whoever hears begins with the headphones or a key",
    events.MoreTimeTaken: "any key is a sign of life: takes_more_time",
    events.WordChosen: "told in test_writing_by_ear, with the real engines",
    events.LayoutChosen: "told in test_writing_by_ear",
}


def members(*unions: object) -> set[object]:
    return {each for union in unions for each in typing.get_args(union)}


#: All that customers can come to, ask for and choose.
OFFERED = {
    *(members(states.State, states.Overlay) - members(*STAFF_STATES)),
    *(members(events.Touch) - members(*STAFF_WISHES)),
    *Task,
    *VOICES,
    *Factor,
    *Reply,
    *(key for key in NavKey if key not in SWITCHES),
}


def test_there_is_a_story_for_all_that_is_offered_to_customers() -> None:
    told = {what for story in STORIES for what in story.of}
    assert OFFERED - told == set(EXCUSED)


TOLD = [
    *((Language.ZH_HANT, story) for story in STORIES),
    *((Language.EN, story) for story in IN_ENGLISH),
]


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("SPK-01")
@pytest.mark.parametrize(
    ("language", "story"), [pytest.param(*each, id=f"{each[0]}-{each[1].name}") for each in TOLD]
)
def test_a_task_is_done_by_ear(
    language: Language,
    story: Story,
    pilot: Pilot,
    catalogue: dict[Language, Texts],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """X41: the same end as by touch, on the way that the story is told for; and nothing of it reached the room."""
    blind = arrives(pilot, catalogue, tmp_path / "kiosk.db", monkeypatch, story.house)
    story(blind, blind.speaks(language))
    assert story.of <= blind.passed
    assert {each.channel for each in blind.kiosk.voice.said} == {Channel.PRIVATE}
    assert blind.kiosk.bugs == []
