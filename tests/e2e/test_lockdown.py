"""Somebody leans on the glass and on a plugged-in keyboard; and a task that the site has switched off."""

from __future__ import annotations

import random

import pytest

from kiosk.texts import Texts
from tests.e2e.memories import asked, audited, journal
from tests.e2e.panel import Panel
from tests.e2e.system import Overrides, System
from tests.e2e.visits import LIN, present

OVERRIDES: Overrides = {"home": {"pay": "off", "account": "off"}}

SEED = 20261122
TOUCHES = 150
#: What leads out of other applications: settings, quitting, window switching, screenshots, full screen.
KEYS = (
    "f1", "escape", "alt", "f4", "lctrl", "q", "w", "c", "tab", "super", "compose", "f5", "f10", "f11", "f12",
    "print", "pause", "delete", "backspace", "enter", "spacebar", "home", "numlock", "capslock", "1", "a",
)  # fmt: skip


@pytest.mark.requirement("P2", "A1")
def test_no_touch_and_no_key_leads_out_of_the_application(system: System, panel: Panel) -> None:
    """P2, A1: touches all over the glass and on its edges, and every key that elsewhere leads out."""
    pid = system.process("kiosk").pid
    dice = random.Random(SEED)
    for number in range(TOUCHES):
        panel.touch(*_place(dice))
        if number % 5 == 0:
            panel.key(dice.choice(KEYS))

    assert system.process("kiosk").alive
    assert system.process("kiosk").pid == pid
    assert panel.tree()["rect"] == [0, 0, 540, 960]
    panel.rest()
    assert audited(system, "bug") == journal(system, "SELECT 1 FROM audit WHERE kind = 'bug'") == []


def _place(dice: random.Random) -> tuple[int, int]:
    """Anywhere; one in three at a very edge or corner."""
    x, y = dice.randrange(540), dice.randrange(960)
    match dice.randrange(6):
        case 0:
            return dice.choice((0, 539)), y
        case 1:
            return x, dice.choice((0, 959))
    return x, y


@pytest.mark.requirement("P2")
def test_keys_change_nothing_of_what_was_begun(panel: Panel, zh: Texts) -> None:
    """P2: settings do not open, nothing is typed, sent, left or lost."""
    panel.tap("attract.start")
    for tag in ("home.callback", "topic.supply", "window.soonest"):
        panel.tap(tag)
    panel.type("0912")
    before = panel.texts()
    for key in KEYS:
        panel.key(key)
    assert panel.texts() == before
    panel.type("0")
    panel.read(zh.phone("09120"))


@pytest.mark.requirement("P2")
def test_robot_does_not_know_a_key_that_is_none(panel: Panel) -> None:
    """So that the fuzz above presses what it says it presses."""
    with pytest.raises(AssertionError, match="no key is called"):
        panel.key("anykey")


@pytest.mark.requirement("A2", "P2")
def test_task_that_is_switched_off_cannot_be_reached(system: System, panel: Panel, zh: Texts) -> None:
    """A2: no tile, no word, and a membership card held to the reader opens nothing, wherever one stands."""
    presented = system.bench.get("/state")["card_reader"]["counters"]["presented"]
    for way in ((), ("attract.start",), ("attract.start", "home.faq"), ("attract.start", "home.callback")):
        panel.rest()
        for tag in way:
            panel.tap(tag)
        before = panel.ids()
        present(system, LIN.card)
        _is_quiet(panel)
        assert panel.ids() == before
        assert not [tag for tag in before if tag.startswith(("home.pay", "home.account", "keypad.", "bill."))]
    assert zh.get("task.pay.about") not in "\n".join(panel.seen)
    assert system.bench.get("/state")["card_reader"]["counters"]["presented"] == presented + 4
    assert asked(system) == 0


def _is_quiet(panel: Panel) -> None:
    """Time enough for a card to have been read twice: the reader is polled twenty times a second."""
    for _ in range(30):
        panel.tree()


@pytest.mark.requirement("A2")
def test_help_offers_no_task_that_is_switched_off(panel: Panel, zh: Texts) -> None:
    """A2: nor does the way to a person."""
    panel.tap("attract.start")
    panel.tap("nav.help")
    panel.see("overlay.close")
    assert zh.get("task.account") not in panel.texts()
