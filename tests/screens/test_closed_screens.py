"""What stands on a kiosk that serves nobody: where people are, and when, by the centre's calendar."""

import pytest

from kiosk.domain.language import Language
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits


def told(pilot: Pilot, name: str) -> str:
    pilot.show(visits(Language.EN)[name])
    return "\n".join(node["name"] for node in pilot.tree())


@pytest.mark.requirement("D6")
@pytest.mark.parametrize("name", ["closed.hours", "closed.holiday_near", "out_of_order.hours"])
def test_the_nearest_counter_and_the_telephone_are_told(pilot: Pilot, name: str) -> None:
    """D6: the one at this place, the nearest other one with its distance, the company's number."""
    said = told(pilot, name)
    assert "Service counter, ground floor" in said
    assert "Banqiao Service Centre 5.0 km" in said
    assert "Xinyi" not in said
    assert "0800-000-123" in said


@pytest.mark.requirement("D6")
def test_a_closed_day_changes_the_text(pilot: Pilot) -> None:
    """D6: why it is closed and when somebody is there again; on a working day the hours, and what is closed soon."""
    closed = told(pilot, "closed.holiday")
    assert "Closed today (typhoon)" in closed
    assert "Next open Mon 23 Nov, 09:00–12:00, 13:00–17:00" in closed
    assert "Our staff will help you" not in closed
    working = told(pilot, "closed.holiday_near")
    assert "Today 09:00–12:00, 13:00–17:00" in working
    assert "Closed on Thu 26 Nov (Calibration Day)" in working


def test_without_a_calendar_the_settings_are_told(pilot: Pilot) -> None:
    said = told(pilot, "closed")
    assert "Service counter, ground floor" in said
    assert "0800-000-123" in said
    assert "Today" not in said


@pytest.mark.requirement("D6")
@pytest.mark.parametrize("name", ["closed.waits", "out_of_order.waits", "site.waits"])
def test_how_long_one_waits_at_a_counter_is_told_with_its_moment(pilot: Pilot, name: str) -> None:
    """D6: here and at the nearest other counter; the one that was told too long ago says nothing of it."""
    said = told(pilot, name)
    assert "about 15 minutes, as of 13:59" in said
    assert "about 40 minutes, as of 14:03" in said
    assert "about 10 minutes" not in said


@pytest.mark.parametrize("name", ["closed.hours", "site", "site.untold"])
def test_where_nobody_told_it_nothing_is_said_of_waiting(pilot: Pilot, name: str) -> None:
    assert "aiting now" not in told(pilot, name)
