"""Settings at the panel, as they are seen and touched."""

from __future__ import annotations

import pytest

from kiosk.domain import events
from kiosk.domain.language import Language
from kiosk.settings.values import BAUDS
from screens.settings_shown import objection_words
from tests.screens.conftest import Pilot
from tests.screens.reading import told
from tests.screens.settings_states import AGAINST, LONG, SHEET, settings_states
from tests.screens.visits import visit

SHOWN = settings_states()


@pytest.mark.requirement("K8")
def test_every_section_has_a_door_and_what_is_changed_is_marked(pilot: Pilot) -> None:
    """K8."""
    pilot.show(visit(SHOWN["settings"]))
    for section in SHEET.sections:
        pilot.tap(f"section.{section}")
    pilot.tap("nav.second")
    assert pilot.sent == [*map(events.SectionOpened, SHEET.sections), events.UndoAsked()]
    pilot.show(visit(SHOWN["settings.printer"], Language.EN))
    assert pilot.texts[Language.EN].get("settings.changed") in told(pilot)
    pilot.tap("setting.baud")
    assert pilot.sent[-1] == events.SettingOpened("baud")


@pytest.mark.requirement("K8")
@pytest.mark.parametrize("language", Language)
def test_a_bad_speed_is_refused_with_the_speeds_there_are(pilot: Pilot, language: Language) -> None:
    """K8: and the keypad goes on."""
    pilot.show(visit(SHOWN["setting.refused"], language))
    said = pilot.texts[language].get("unfit.choice", choices=", ".join(map(str, BAUDS)))
    assert said in told(pilot)
    for tag in ("keypad.9", "keypad.erase", "keypad.clear", "nav.primary"):
        pilot.tap(tag)
    digit = events.DigitTyped("9")
    assert pilot.sent == [digit, events.DigitErased(), events.DigitsCleared(), events.Confirmed()]


@pytest.mark.requirement("K8")
def test_words_are_typed_and_devices_are_chosen(pilot: Pilot) -> None:
    """K8: signs of addresses and windows are on the keys."""
    pilot.show(visit(SHOWN["setting.letters"]))
    pilot.tap("key.:")
    pilot.tap("key.a")
    assert pilot.sent == [events.LetterTyped(":"), events.LetterTyped("a")]
    pilot.show(visit(SHOWN["setting.choice"]))
    pilot.tap("value.0")
    pilot.tap("value.2")
    assert pilot.sent[2:] == [events.ValueChosen(LONG), events.ValueChosen("")]


@pytest.mark.requirement("K8")
def test_old_and_new_stand_beside_each_other_with_what_speaks_against_them(pilot: Pilot) -> None:
    """K8: also against what was not touched."""
    pilot.show(visit(SHOWN["changes.clash"]))
    assert "120 → 25" in told(pilot)
    assert objection_words(AGAINST, pilot.texts[Language.ZH_HANT]) in told(pilot).replace("\n", "")
    pilot.tap("change.patience.idle_seconds")
    pilot.tap("nav.primary")  # disabled
    assert pilot.sent == [events.ChangeDropped("patience", "idle_seconds")]
    pilot.show(visit(SHOWN["changes"]))
    pilot.tap("nav.primary")
    assert pilot.sent[1:] == [events.Confirmed()]
