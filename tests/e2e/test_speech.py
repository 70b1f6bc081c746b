"""A bill is paid by somebody who hears and feels, and sees nothing: keys alone, steered by what is said alone."""

from __future__ import annotations

import pytest

from kiosk.domain.keypad import NavKey
from kiosk.texts import Texts
from tests.e2e.ear import Ear
from tests.e2e.memories import charges
from tests.e2e.panel import Panel
from tests.e2e.system import Overrides, System
from tests.e2e.visits import LIN, WANG, present

OVERRIDES: Overrides = {
    "keypad": {"port": "workbench/keypad"},
    "voice": {"headphones": "null", "loud": "null"},
}
TRANSCRIPT = True


@pytest.fixture
def ear(system: System, panel: Panel, zh: Texts) -> Ear:
    """Somebody's, at a kiosk at which nobody stands."""
    return Ear(system, zh)


def plugged(system: System, way: str) -> None:
    system.bench.post("/keypad", {"headphones": way})


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("SPK-01", "SPK-12")
def test_a_bill_is_paid_by_ear_alone(system: System, panel: Panel, ear: Ear, zh: Texts) -> None:
    """X41: headphones in, everything by what is said, the proof too; the money moves once, the room heard nothing."""
    charged = len(charges(system))
    panel.taps = 0
    plugged(system, "in")
    ear.hear(zh.get("speech.part.jack", where=zh.get("speech.where.below")), zh.get("home.title"))
    ear.choose(zh.get("task.pay"))
    ear.hear(zh.get("card.title"))
    present(system, WANG.card)
    ear.hear(zh.get("pin.title"))
    for digit in WANG.pin:
        ear.choose(f"{digit}。{zh.get('speech.role.button')}")
    ear.choose(zh.get("pin.confirm"))
    ear.hear(zh.get("bills.title"))
    ear.choose("NT$", zh.get("speech.role.checkbox"))
    ear.choose(zh.get("bills.confirm"))
    ear.hear(zh.get("pay_review.title"))
    ear.choose(zh.get("pay_review.pay", amount="NT$"))
    ear.hear(zh.get("paid.posted"), seconds=40)
    ear.choose(zh.get("paid.paper.yes"))
    ear.hear(zh.get("paid.paper.confirmed"), seconds=40)
    ear.choose(zh.get("action.read_out"))
    ear.hear(zh.get("proof.title"), zh.get("proof.no_invoice"))
    plugged(system, "out")
    assert len(charges(system)) == charged + 1
    assert panel.taps == panel.digits == 0
    assert {line["channel"] for line in ear.lines} == {"private"}
    assert {line["language"] for line in ear.lines} == {"zh-Hant"}


@pytest.mark.requirement("B6")
@pytest.mark.accessibility("AUD-07")
def test_the_room_is_told_nothing_of_whoever_stands_there(
    system: System, panel: Panel, ear: Ear, zh: Texts
) -> None:
    """B6: aloud, by touch; from signing in to the last look before paying, read out twice over by key."""
    panel.tap("attract.start")
    panel.tap("nav.accessibility")
    panel.tap("accessibility.speech")
    ear.hear(zh.get("accessibility.title"))
    panel.tap("overlay.close")
    panel.tap("home.pay")
    ear.hear(zh.get("card.title"))
    present(system, LIN.card)
    ear.hear(zh.get("pin.title"))
    panel.type(LIN.pin)
    panel.tap("nav.primary")
    bill = panel.see_like("bill.", 1)[0]
    ear.hear(zh.get("speech.withheld"))
    panel.tap(bill)
    panel.tap("nav.primary")
    ear.hear(zh.get("pay_review.title"))
    ear.press(NavKey.REPEAT)
    ear.hear(zh.get("pay_review.title"))
    ear.press(NavKey.REPEAT)
    ear.hear(zh.get("action.help"))
    said = " ".join(line["text"] for line in ear.lines)
    assert {line["channel"] for line in ear.lines} == {"loud"}
    assert not any(line["private"] for line in ear.lines)
    for personal in (*LIN.bare, *LIN.masked, "7730", "NT$", LIN.pin):
        assert personal not in said
    assert [line["text"] for line in ear.lines].count("") == len(LIN.pin)
