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


@pytest.mark.requirement("A6")
def test_staff_are_called_by_the_help_dialog(pilot: Pilot) -> None:
    """A6: also where help is offered unasked."""
    pilot.show(assist_visits(Language.ZH_HANT)["help.staff"])
    pilot.tap("help.call")
    pilot.show(assist_visits(Language.ZH_HANT)["help_offered.card"])
    pilot.tap("offer.call")
    assert pilot.sent == [events.StaffCalled(), events.StaffCalled()]


@pytest.mark.requirement("A6", "X45")
@pytest.mark.parametrize(("name", "said"), [
    ("help.alone", "nobody can be called from here"), ("calling.asked", "Telling our staff"),
    ("calling.told", "Our staff have been told"), ("calling.unanswered", "Nobody has answered yet"),
    ("calling.coming", "Somebody is on the way"), ("calling.unreached", "nobody knows that you called"),
    ("calling.cut_off", "we cannot say here whether anybody is coming"), ("calling.failed", "could not be told"),
])  # fmt: skip
def test_no_more_is_said_than_is_known(pilot: Pilot, name: str, said: str) -> None:
    """A6, X45: whether anybody has heard of it, and whether anybody comes; and where people are, if not."""
    pilot.show(assist_visits(Language.EN)[name])
    assert said in told(pilot)
    assert ("0800" in told(pilot)) == (name != "calling.coming")
    assert ("on the way" in told(pilot)) == (name in ("calling.coming", "calling.told"))


@pytest.mark.requirement("A6")
def test_a_call_is_taken_back_by_its_own_button_only(pilot: Pilot) -> None:
    """A6: staff come in by the same dialog."""
    pilot.show(assist_visits(Language.ZH_HANT)["calling.told"])
    pilot.tap("help.staff")
    pilot.tap("overlay.close")
    assert pilot.sent == [events.AssistAsked(), events.OverlayClosed()]
