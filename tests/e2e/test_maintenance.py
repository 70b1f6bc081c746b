"""A technician at the kiosk: in by gesture and PIN, test print, service closed and opened; at last locked out."""

from __future__ import annotations

import json

import pytest

from kiosk.texts import Texts
from tests.e2e.conftest import ready
from tests.e2e.memories import audited, journal, receipts, wait
from tests.e2e.panel import Panel
from tests.e2e.system import System
from tests.e2e.visits import BRAND, TECHNICIAN, enter_maintenance

WRONG = "000000"


@pytest.fixture
def at_work(system: System, panel: Panel, zh: Texts) -> Panel:
    """Inside maintenance."""
    enter_maintenance(panel)
    panel.read(zh.get("maintenance.title"))
    return panel


@pytest.mark.requirement("K2", "K4", "X1", "X3")
def test_gesture_and_pin_open_maintenance_which_shows_every_device(at_work: Panel, zh: Texts) -> None:
    """K2, K4, X1, X3: devices, line, queue; nothing of a customer."""
    told = at_work.texts()
    for name in ("receipt_printer", "card_reader", "code_scanner", "payment_terminal"):
        assert zh.get(f"device.{name}") in told
    at_work.read(zh.get("maintenance.line.up"))
    at_work.read(zh.get("maintenance.waiting"))
    at_work.tap("nav.second")
    at_work.see("attract.start")


@pytest.mark.requirement("K2")
def test_four_taps_on_the_brand_open_nothing(panel: Panel) -> None:
    """K2: four knocks are no gesture."""
    for _ in range(4):
        panel.tap_words(BRAND)
    assert "keypad.1" not in panel.ids()
    panel.tap("attract.start")  # and the kiosk serves as before
    panel.see("home.faq")


@pytest.mark.requirement("K2", "F1")
def test_test_print_comes_out_whole_and_is_audited(system: System, at_work: Panel, zh: Texts) -> None:
    """K2, F1: the result is on the screen, the paper in the tray, the line at the centre."""
    before = len(receipts(system))
    at_work.tap("maintenance.test")
    at_work.read(zh.get("maintenance.test.confirmed"), 40)
    assert [receipt["whole"] for receipt in receipts(system)[before:]] == [True]
    at_work.tap("nav.second")
    at_work.see("attract.start")
    wait(lambda: audited(system, "device.test_printed") != [], "the audit line at the centre")


@pytest.mark.requirement("K2", "A1")
def test_closed_service_stays_closed_over_a_restart_until_it_is_opened(
    system: System, at_work: Panel, zh: Texts, en: Texts
) -> None:
    """K2, A1: customers read that it is closed, in both languages; only a technician opens it again."""
    at_work.tap("nav.primary")
    at_work.read(zh.get("service.closed"))
    at_work.tap("nav.second")
    at_work.read(zh.get("closed.title"))
    assert en.get("closed.title") in at_work.texts()
    assert not {"attract.start", "home.pay"} & at_work.ids()

    assert system.end("kiosk") == 0
    system.start_kiosk()
    at_work.read(zh.get("closed.title"))

    enter_maintenance(at_work)
    at_work.read(zh.get("maintenance.title"))
    at_work.tap("nav.primary")
    at_work.read(zh.get("service.open"))
    at_work.tap("nav.second")
    at_work.see("attract.start")


@pytest.mark.requirement("K2")
def test_every_entry_is_in_the_audit_list_of_the_centre(system: System, panel: Panel, zh: Texts) -> None:
    """K2: refused, entered, left: the centre's own list says what the kiosk's does, line by line."""
    panel.knock(BRAND)
    _try(panel, WRONG, zh.get("problem.pin_wrong"), zh)
    _try(panel, TECHNICIAN, zh.get("maintenance.title"), zh)
    panel.tap("nav.second")
    panel.see("attract.start")

    wait(lambda: audited(system, "maintenance.left") != [], "the audit lines at the centre")
    kept = journal(system, "SELECT kind, fields FROM audit WHERE kind LIKE 'maintenance.%' ORDER BY seq")
    wait(lambda: len(audited(system, "maintenance.%")) == len(kept), "every audit line at the centre")
    told = audited(system, "maintenance.%")
    assert [(what, json.loads(detail)) for _, what, detail in told] == [
        (kind, json.loads(fields)) for kind, fields in kept
    ]
    assert [kind for kind, _ in kept[-3:]] == [
        f"maintenance.{what}" for what in ("refused", "entered", "left")
    ]
    assert {who for who, _, _ in told} == {"K07"}


@pytest.mark.requirement("K8")
def test_a_setting_changed_at_the_panel_holds_after_the_restart(
    system: System, at_work: Panel, zh: Texts
) -> None:
    """K8: refused, mended, compared, kept; the same process begins anew and reads it."""
    at_work.tap("room.settings")
    at_work.tap("section.patience")
    at_work.tap("setting.idle_seconds")
    at_work.type("5")
    at_work.tap("nav.primary")
    at_work.read(zh.get("setting.refused", value="5"))
    at_work.type("00")
    at_work.tap("nav.primary")
    at_work.read(zh.get("settings.unkept", count=1))
    at_work.tap("nav.primary")
    at_work.read(zh.get("changes.ready"))
    at_work.tap("nav.primary")
    wait(lambda: audited(system, "setting.changed") != [], "the audit line at the centre", 60)
    wait(lambda: _is_back(at_work), "the kiosk that begins anew", 60)
    assert "idle_seconds = 500" in (system.data / "site.ini").read_text(encoding="utf-8")


def _is_back(panel: Panel) -> bool:
    try:
        return "attract.start" in panel.ids()
    except OSError:  # between the two, nobody answers at the robot's door
        return False


@pytest.mark.requirement("K2")
def test_five_wrong_pins_lock_the_door_and_a_restart_does_not_open_it(
    system: System, panel: Panel, zh: Texts
) -> None:
    """K2: the count is on disk before a PIN is looked at; locked, even the right PIN is refused."""
    panel.knock(BRAND)
    for _ in range(3):
        _try(panel, WRONG, zh.get("problem.pin_wrong"), zh)
    assert system.end("kiosk") == 0
    system.start_kiosk()
    ready(system)
    panel.see("attract.start")

    locked = _locked(zh)
    panel.knock(BRAND)
    _try(panel, WRONG, zh.get("problem.pin_wrong"), zh)
    _try(panel, WRONG, locked, zh)
    _try(panel, TECHNICIAN, locked, zh)
    assert zh.get("maintenance.title") not in panel.texts()

    panel.tap("nav.back")
    panel.see("attract.start")
    panel.tap("attract.start")
    panel.see("home.pay")  # customers are served as before


def _try(panel: Panel, pin: str, answer: str, zh: Texts) -> None:
    panel.type(pin)
    panel.unread(zh.get("problem.pin_wrong"))
    panel.tap("nav.primary")
    panel.read(answer)


def _locked(zh: Texts) -> str:
    """The beginning or end of what is told, without the time."""
    return max(zh.get("problem.pin_locked", time="\0").split("\0"), key=len)
