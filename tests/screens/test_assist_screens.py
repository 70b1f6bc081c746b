"""Floor staff over a customer's step, as it is seen and touched."""

from __future__ import annotations

import pytest

from kiosk.domain import events
from kiosk.domain.assist import Assisted
from kiosk.domain.language import Language
from tests.screens.assist_visits import assist_visits
from tests.screens.conftest import Pilot
from tests.screens.reading import told


@pytest.mark.requirement("A6")
def test_staff_come_in_by_the_help_dialog(pilot: Pilot) -> None:
    """A6: discreet, and in reach."""
    pilot.show(assist_visits(Language.EN)["help.staff"])
    pilot.tap("help.staff")
    assert pilot.sent == [events.AssistAsked()]


@pytest.mark.requirement("A6")
def test_staff_see_counts_and_never_what_was_typed(pilot: Pilot) -> None:
    """A6: neither the customer's PIN nor their own shows."""
    pilot.show(assist_visits(Language.EN)["assist"])
    assert "4 signs" in told(pilot)
    assert "4829" not in told(pilot)
    pilot.show(assist_visits(Language.EN)["assist_pin.pin"])
    assert "52681" not in told(pilot)


@pytest.mark.requirement("A6")
@pytest.mark.parametrize("how", Assisted)
def test_the_screen_is_handed_back_by_one_touch(pilot: Pilot, how: Assisted) -> None:
    """A6: which says how the help ended."""
    pilot.show(assist_visits(Language.ZH_HANT)["assist"])
    pilot.tap("assist.longer")
    pilot.tap(f"assist.end.{how.value}")
    assert pilot.sent == [events.TimeGiven(), events.AssistEnded(how)]


@pytest.mark.requirement("A6")
def test_what_is_offered_after_three_errors_leads_on(pilot: Pilot) -> None:
    """A6: another way, a call, or once more."""
    pilot.show(assist_visits(Language.ZH_HANT)["help_offered.card"])
    for tag in ("offer.other", "offer.callback", "overlay.close"):
        pilot.tap(tag)
    assert pilot.sent == [events.NumberInsteadChosen(), events.CallbackAsked(), events.OverlayClosed()]
