"""A technician changes a setting of a running kiosk: a real file, a real store."""

from __future__ import annotations

import json

import pytest

from kiosk.domain import events, states
from kiosk.domain.events import Room
from kiosk.domain.setting import Reason, Rule
from kiosk.settings import load
from tests.kiosk.services.test_upkeep import inside
from tests.kiosk.windowless import CONFIG, Kiosk


def at_the_idle_time(kiosk: Kiosk, seconds: str) -> Kiosk:
    inside(kiosk).touch(
        events.RoomOpened(Room.SETTINGS),
        events.SectionOpened("patience"),
        events.SettingOpened("idle_seconds"),
    )
    return kiosk.enter(seconds).touch(events.Confirmed())


@pytest.mark.requirement("K8")
def test_a_changed_setting_is_on_the_disk_written_down_and_taken_up(kiosk: Kiosk) -> None:
    """K8: validated, kept, audited, restarted."""
    site = kiosk.path.with_name("site.ini")
    site.write_text("# our own\n[rating]\nevery = 3\n", encoding="utf-8")
    at_the_idle_time(kiosk, "90").touch(events.Confirmed())
    assert kiosk.at(states.ChangesShown).objections == ()
    assert (kiosk.restarts, "90" in site.read_text(encoding="utf-8")) == (0, False)
    kiosk.touch(events.Confirmed())
    assert kiosk.restarts == 1
    settings = load(CONFIG, site)
    assert (settings.patience.idle_seconds, settings.rating.every) == (90, 3)
    assert site.read_text(encoding="utf-8").startswith("# our own\n")
    with kiosk.store.read() as db:
        (noted,) = db.execute("SELECT fields FROM audit WHERE kind = 'setting.changed'").fetchone()
    assert json.loads(noted) == {"setting": "patience.idle_seconds", "old": "120", "new": "90"}


@pytest.mark.requirement("K8")
def test_a_value_that_cannot_be_is_refused_and_the_kiosk_goes_on(kiosk: Kiosk) -> None:
    """K8: nothing is written anywhere."""
    at_the_idle_time(kiosk, "5")
    objection = kiosk.at(states.SettingWanted).objection
    assert objection is not None
    assert objection.reason == Reason(Rule.RANGE, (("least", "30"), ("most", "900")))
    assert not kiosk.path.with_name("site.ini").exists()


@pytest.mark.requirement("K8")
def test_where_nothing_can_be_written_down_nothing_is_changed(kiosk: Kiosk) -> None:
    """K8: the audit line comes before the file."""
    at_the_idle_time(kiosk, "90").touch(events.Confirmed())
    kiosk.disk.full = True
    kiosk.touch(events.Confirmed())
    assert kiosk.at(states.ChangesShown).failed
    assert not kiosk.path.with_name("site.ini").exists()
    assert kiosk.restarts == 0
