"""What technicians see and touch behind the first page."""

from __future__ import annotations

import pytest

from kiosk.domain import events, states
from kiosk.domain.events import Room
from kiosk.domain.language import Language
from kiosk.domain.upkeep import Check, LogLevel, LogTopic, Part
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits
from tests.screens.reading import told
from tests.screens.upkeep_states import LINES, QUEUE, RESULTS, upkeep_states
from tests.screens.visits import visit

SHOWN = upkeep_states()


@pytest.mark.parametrize("room", Room)
def test_every_room_has_a_door(pilot: Pilot, room: Room) -> None:
    pilot.show(visit(states.Maintenance()))
    pilot.tap(f"room.{room.value}")
    assert pilot.sent == [events.RoomOpened(room)]


@pytest.mark.requirement("K3")
@pytest.mark.parametrize("language", Language)
def test_every_failed_check_says_what_to_do(pilot: Pilot, language: Language) -> None:
    """K3."""
    pilot.show(visit(SHOWN["checks"], language))
    texts = pilot.texts[language]
    for result in RESULTS:
        assert not result.hint or texts.get(f"hint.{result.hint}") in told(pilot)
    for check in Check:
        pilot.tap(f"check.{check.value}")
    pilot.tap("nav.primary")
    assert pilot.sent == [*map(events.CheckAsked, Check), events.ReadinessAsked()]


@pytest.mark.requirement("K3")
def test_every_place_of_the_panel_is_reached(pilot: Pilot) -> None:
    """K3: a touch counts when the finger comes down."""
    pilot.show(visit(SHOWN["touch_test"]))
    pilot.tap("touch.2")
    pilot.tap("touch.14")
    assert pilot.sent == [events.CellTouched(2), events.CellTouched(14)]


@pytest.mark.requirement("K4", "J5")
def test_parked_records_stand_with_reason_and_a_way_to_retry(pilot: Pilot) -> None:
    """K4, J5."""
    pilot.show(visit(SHOWN["queue"], Language.EN))
    assert QUEUE.parked[0].reason in told(pilot)
    pilot.tap("parked.r-2")
    pilot.tap("nav.primary")
    pilot.tap("pager.next")
    assert pilot.sent == [events.RetryAsked("r-2"), events.RetryAsked(), events.PageTurned(1)]


def test_the_log_is_filtered_and_turned(pilot: Pilot) -> None:
    pilot.show(visit(SHOWN["logs"]))
    assert LINES[0].says in told(pilot)
    pilot.tap("level.error")
    pilot.tap("pager.next")
    assert pilot.sent == [events.LogLevelChosen(LogLevel.ERROR), events.PageTurned(1)]
    pilot.tap("topic.printer")
    assert pilot.sent[2:] == [events.LogTopicChosen(LogTopic.PRINTER)]


@pytest.mark.requirement("K4")
def test_parts_and_paper_are_seen_and_noted(pilot: Pilot) -> None:
    """K4: what, when and by whom; a new part by one touch."""
    pilot.show(visit(SHOWN["parts"], Language.EN))
    for words in ("Paper roll", "Staff 2041", "Cutter", "Technician"):
        assert words in told(pilot)
    pilot.tap("nav.primary")
    pilot.show(visit(SHOWN["part"]))
    for part in Part:
        pilot.tap(f"part.{part.value}")
    assert pilot.sent == [events.PartAsked(), *map(events.PartNoted, Part)]


@pytest.mark.requirement("K4")
def test_a_bundle_is_written_once_and_its_place_is_told(pilot: Pilot) -> None:
    """K4."""
    pilot.show(visit(SHOWN["support"]))
    pilot.tap("nav.primary")
    pilot.show(visit(SHOWN["support.writing"]))
    pilot.tap("nav.primary")
    assert pilot.sent == [events.BundleAsked()]
    pilot.show(visit(SHOWN["support.written"]))
    assert "support/support-K07-20261123-140500.zip" in told(pilot)


@pytest.mark.parametrize(("name", "counts"), [("device.printer", True), ("device.keypad", False)])
def test_counts_are_announced_only_where_something_is_counted(pilot: Pilot, name: str, counts: bool) -> None:
    pilot.show(visits(Language.EN)[name])
    assert (pilot.texts[Language.EN].get("counts.title") in told(pilot)) is counts
