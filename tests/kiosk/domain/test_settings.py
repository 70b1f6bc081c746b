"""Settings at the panel: tried one by one and all together, kept only when nothing speaks against them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.effects import WriteAudit
from kiosk.domain.events import Event, Room
from kiosk.domain.setting import Change, Objection, Reason, Rule
from kiosk.domain.visit import Visit
from tests.kiosk.domain.examples import FEWER, SHEET, play, tick, visit

OUTSIDE = states.Maintenance()
FEWER_SECONDS = FEWER[0]
REFUSED = Objection("patience", "idle_seconds", Reason(Rule.RANGE, (("least", "30"), ("most", "900"))))


def opened(*more: Event) -> Visit:
    """In maintenance, with the settings read."""
    return play(visit(OUTSIDE), events.RoomOpened(Room.SETTINGS), events.SettingsRead(SHEET), *more)[0]


def shown(at: Visit) -> states.SettingsShown:
    assert isinstance(at.state, states.SettingsShown)
    return at.state


@pytest.fixture
def typing() -> Visit:
    """The idle time is being given; 9 and 0 are typed."""
    ninety = (events.DigitTyped("9"), events.DigitTyped("0"))
    return opened(events.SectionOpened("patience"), events.SettingOpened("idle_seconds"), *ninety)


@pytest.fixture
def compared(typing: Visit) -> Visit:
    """One change, old and new beside each other."""
    return play(
        typing,
        events.Confirmed(),
        events.SettingTried(FEWER_SECONDS, None),
        events.Confirmed(),
        events.ChangesTried(FEWER, ()),
    )[0]


@pytest.mark.requirement("K8")
def test_a_value_is_taken_when_the_reader_has_nothing_against_it(typing: Visit) -> None:
    """K8: nothing holds before."""
    trying, asked = play(typing, events.Confirmed())
    assert asked == [effects.TrySetting(FEWER_SECONDS)]
    assert play(trying, events.DigitTyped("9"), events.Confirmed())[1] == []
    assert shown(play(trying, events.SettingTried(FEWER_SECONDS, None))[0]).changes == FEWER


@pytest.mark.requirement("K8")
def test_a_refused_value_stays_to_be_mended_with_the_readers_sentence(typing: Visit) -> None:
    """K8."""
    refused = play(typing, events.Confirmed(), events.SettingTried(FEWER_SECONDS, REFUSED))[0]
    assert isinstance(refused.state, states.SettingWanted)
    assert (refused.state.objection, refused.state.typed) == (REFUSED, "90")
    mended = play(refused, events.DigitErased())[0].state
    assert isinstance(mended, states.SettingWanted)
    assert (mended.objection, mended.typed) == (None, "9")


def test_the_answer_to_another_value_is_none(typing: Visit) -> None:
    trying = play(typing, events.Confirmed())[0]
    late = events.SettingTried(replace(FEWER_SECONDS, new="9"), None)
    assert play(trying, late)[0].state == trying.state


@pytest.mark.requirement("K8")
def test_a_choice_is_one_of_those_on_the_screen() -> None:
    """K8: and the one that holds already is no change."""
    choosing = opened(events.SectionOpened("home"), events.SettingOpened("pay"))
    assert play(choosing, events.ValueChosen("perhaps"))[1] == []
    for value, left in (("off", (Change("home", "pay", "on", "off"),)), ("on", ())):
        change = Change("home", "pay", "on", value)
        after, asked = play(choosing, events.ValueChosen(value), events.SettingTried(change, None))
        assert asked == [effects.TrySetting(change)]
        assert shown(after).changes == left


@pytest.mark.requirement("K8")
def test_changes_are_kept_and_taken_up_by_a_restart(compared: Visit) -> None:
    """K8: once, and the restart comes after the file."""
    saving, asked = play(compared, events.Confirmed(), events.Confirmed(), events.WentBack())
    assert asked == [effects.KeepChanges(FEWER)]
    left = WriteAudit(Entry(Kind.MAINTENANCE_LEFT, {"by": "restart"}))
    assert play(saving, events.ChangesKept())[1] == [left, effects.Push(), effects.Restart()]
    assert play(compared, events.ChangesKept())[1] == []  # nobody asked for it


@pytest.mark.requirement("K8")
def test_what_clashes_is_not_kept(compared: Visit) -> None:
    """K8: the reader looks at all of it together."""
    clashing = play(compared, events.ChangesTried(FEWER, (REFUSED,)))[0]
    assert play(clashing, events.Confirmed())[1] == []
    after, asked = play(clashing, events.ChangeDropped("patience", "idle_seconds"))
    assert (shown(after).changes, asked) == ((), [])


@pytest.mark.requirement("K8")
def test_a_disk_that_says_no_changes_nothing(compared: Visit) -> None:
    """K8."""
    after, asked = play(compared, events.Confirmed(), events.ChangesNotKept())
    assert isinstance(after.state, states.ChangesShown)
    assert (after.state.failed, after.state.saving) == (True, False)
    assert asked == [effects.KeepChanges(FEWER)]


@pytest.mark.requirement("K8")
def test_the_last_change_can_be_taken_back() -> None:
    """K8: through the same look at old and new."""
    after, asked = play(opened(), events.UndoAsked())
    assert asked == [effects.TryChanges(SHEET.undo)]
    assert isinstance(after.state, states.ChangesShown)
    assert after.state.before.changes == SHEET.undo


def test_a_text_is_mended_from_what_it_is() -> None:
    at = opened(events.SectionOpened("survey"), events.SettingOpened("url"), events.LetterTyped("/"))
    assert isinstance(at.state, states.SettingWanted)
    assert at.state.typed == "https://example.com/"


@pytest.mark.requirement("X54")
def test_forgotten_settings_are_left_unchanged(compared: Visit) -> None:
    """X54."""
    after, asked = play(compared, tick(601))
    assert after.state == states.Attract()
    assert not [e for e in asked if isinstance(e, effects.KeepChanges)]
