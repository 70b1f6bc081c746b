"""Who goes away leaves nothing open: after ten seconds, never under way, never while somebody is seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kiosk.domain import events, states
from kiosk.domain.callback import CallbackDraft, Topic
from kiosk.domain.events import PresenceSensed
from kiosk.domain.preferences import Preferences, Size
from kiosk.domain.visit import Visit
from tests.kiosk.domain.drafts import NOW, PHONE
from tests.kiosk.domain.examples import CUSTOMER, WINDOWS, play, tick, visit

pytestmark = pytest.mark.requirement("X36")
CAME, WENT, UNKNOWN = PresenceSensed(True), PresenceSensed(False), PresenceSensed(None)
TYPING = states.NumberWanted(Topic.OTHER, WINDOWS[0], WINDOWS, PHONE)


def seen(state: states.State = TYPING, **more: Any) -> Visit:
    """A visit of somebody whom the sensor sees."""
    given: dict[str, Any] = {"somebody": True, "touched_at": NOW, "customer": CUSTOMER, **more}
    return visit(state, **given)


def is_over(at: Visit) -> bool:
    return at.id == "boot.2"


def test_leaving_ends_the_visit_after_ten_seconds() -> None:
    """X36: the warning hides the screen at once, and counts down."""
    at, _ = play(seen(), tick(5), WENT, tick(5.25))
    assert at.overlay == states.IdleWarning(NOW + timedelta(seconds=15))
    at, _ = play(at, tick(14.75))
    assert not is_over(at)
    at, _ = play(at, tick(15))
    assert is_over(at)
    assert (at.customer, at.somebody, at.left_at) == (None, False, None)


@pytest.mark.parametrize("sign", [CAME, UNKNOWN, events.MoreTimeTaken(), events.DigitTyped("1")])
def test_who_comes_back_or_touches_goes_on_where_he_was(sign: events.Event) -> None:
    """X36: also who stands where the sensor does not see him, and beside a sensor that broke."""
    at, _ = play(seen(), WENT, tick(1), tick(9), sign, tick(60))
    assert not is_over(at)
    assert (at.state, at.overlay) == (TYPING, None)


def test_who_was_never_seen_has_not_left() -> None:
    """X36: a sensor that hangs in the wrong place, or broke when it was opened, shortens nothing."""
    at, _ = play(seen(somebody=None), WENT, tick(60), WENT, tick(119))
    assert not is_over(at)
    assert at.overlay is None


def test_a_touch_makes_the_sensor_wrong_until_it_has_seen_somebody_again() -> None:
    at, _ = play(seen(), WENT, tick(1), events.MoreTimeTaken(), WENT, tick(100))
    assert at.overlay is None
    at, _ = play(at, CAME, WENT, tick(101))
    assert isinstance(at.overlay, states.IdleWarning)


def test_while_somebody_stands_there_it_is_as_without_a_sensor() -> None:
    """X36: whoever reads has all the time that everybody has."""
    at, _ = play(seen(), tick(119))
    assert at.overlay is None
    at, _ = play(at, tick(120))
    assert at.overlay == states.IdleWarning(NOW + timedelta(seconds=150))


def test_a_warning_that_ends_sooner_stays() -> None:
    at, _ = play(seen(), tick(120), tick(145), WENT, tick(145.25))
    assert at.overlay == states.IdleWarning(NOW + timedelta(seconds=150))
    at, _ = play(seen(), tick(120), WENT, tick(120.25))
    assert at.overlay == states.IdleWarning(NOW + timedelta(seconds=130))


@pytest.mark.requirement("X35")
def test_what_is_under_way_is_not_interrupted() -> None:
    """X36, X35: money, a record; the ten seconds begin when it is done."""
    draft = CallbackDraft(Topic.OTHER, WINDOWS[0], PHONE, visit="boot.1", notice="x")
    saving = states.CallbackReview(draft, TYPING, saving=True)
    at, _ = play(seen(saving), WENT, tick(30))
    assert (at.state, at.overlay) == (saving, None)
    at = replace(at, state=replace(saving, saving=False))
    at, _ = play(at, tick(31))
    assert at.overlay == states.IdleWarning(NOW + timedelta(seconds=40))


@pytest.mark.parametrize(
    "more",
    [{"card_in": True}, {"longer_until": NOW + timedelta(minutes=5)}],
    ids=["a card in the reader", "staff gave more time"],
)
def test_what_somebody_comes_back_for_is_held(more: dict[str, Any]) -> None:
    at, _ = play(seen(**more), WENT, tick(60))
    assert at.overlay is None


def test_technicians_walk_about() -> None:
    at, _ = play(seen(states.Maintenance()), WENT, tick(60))
    assert isinstance(at.state, states.Maintenance)


def test_who_needs_longer_has_longer() -> None:
    large = Preferences(size=Size.XL)
    at, _ = play(seen(preferences=large), WENT, tick(1))
    assert at.overlay == states.IdleWarning(NOW + timedelta(seconds=20))


def test_who_passes_by_starts_nothing() -> None:
    at, asked = play(visit(touched_at=None), CAME, WENT, tick(60), CAME, tick(300))
    assert (at.state, at.overlay, at.id, asked) == (states.Attract(), None, "boot.1", [])
    assert at.touched_at is None
