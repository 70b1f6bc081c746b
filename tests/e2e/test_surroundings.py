"""The box around the machine and its power, on their real lines: what customers read, and who ends it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.texts import Texts
from tests.e2e.memories import centre, wait
from tests.e2e.panel import Panel
from tests.e2e.system import Overrides, System
from tests.e2e.visits import enter_maintenance

SURROUNDED = True
OVERRIDES: Overrides = {"cabinet": {"presence": "cd"}}
SECONDS = 15.0


@pytest.fixture(autouse=True)
def as_delivered(system: System) -> Iterator[None]:
    yield
    system.bench.post("/power", {"mains": True, "low": False})
    system.bench.post("/cabinet", {"tamper": False, "door": "closed", "before_it": "nobody"})


def test_without_the_mains_no_payment_begins_and_the_rest_goes_on(
    system: System, panel: Panel, zh: Texts
) -> None:
    panel.tap("attract.start")
    panel.see("home.callback")
    system.bench.post("/power", {"mains": False})
    panel.read(zh.get("told.on_battery"), SECONDS)
    assert {"home.pay", "home.callback"} <= panel.ids()
    system.bench.post("/power", {"mains": True})
    panel.unread(zh.get("told.on_battery"), SECONDS)


def test_a_battery_that_dies_ends_the_service_until_the_power_is_back(
    system: System, panel: Panel, zh: Texts
) -> None:
    panel.see("attract.start")
    system.bench.post("/power", {"mains": False, "low": True})
    panel.read(zh.get("out_of_power.title"), SECONDS)
    panel.read(zh.get("out_of_power.calm"))
    system.bench.post("/power", {"mains": True, "low": False})
    panel.see("attract.start", SECONDS)


def test_a_forced_cabinet_takes_no_payment_until_a_technician_has_looked(
    system: System, panel: Panel, zh: Texts
) -> None:
    """Its contact is closed again at once; that alone opens nothing. The centre hears of it."""
    panel.tap("attract.start")
    system.bench.post("/cabinet", {"tamper": True})
    panel.read(zh.get("told.paying_checked"), SECONDS)
    system.bench.post("/cabinet", {"tamper": False})
    wait(lambda: bool(centre(system, "SELECT 1 FROM records WHERE what = 'cabinet.tampered'")), "the centre")
    panel.read(zh.get("told.paying_checked"))
    enter_maintenance(panel)
    panel.tap("machine.cabinet")
    panel.tap("fault.tamper")
    panel.gone("fault.tamper")
    panel.tap("nav.back")
    panel.tap("nav.second")
    panel.tap("attract.start")
    panel.see("home.callback")
    panel.unread(zh.get("told.paying_checked"), SECONDS)


@pytest.mark.requirement("X36")
def test_who_goes_away_leaves_nothing_open(system: System, panel: Panel, zh: Texts) -> None:
    """X36: the sensor's line, the covered screen, the resting screen; and who stands there is left alone."""
    system.bench.post("/cabinet", {"before_it": "somebody"})
    for tag in ("attract.start", "home.callback", "topic.billing", "window.soonest"):
        panel.tap(tag)
    panel.type("0912")
    system.bench.post("/cabinet", {"before_it": "nobody"})
    panel.see("idle.stay", SECONDS)
    system.bench.post("/cabinet", {"before_it": "somebody"})
    panel.gone("idle.stay", SECONDS)
    panel.read(zh.phone("0912"))
    system.bench.post("/cabinet", {"before_it": "nobody"})
    panel.see("attract.start", 2 * SECONDS)
