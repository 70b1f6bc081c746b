"""Plugs that are pulled and put back while somebody stands at the kiosk; a printer that does not answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.texts import Texts
from tests.e2e.memories import charges, receipts
from tests.e2e.panel import Panel
from tests.e2e.system import System
from tests.e2e.visits import WANG, enter_maintenance, to_review

SECONDS = 10.0
#: What customers are told is missing without it.
MISSED = {
    "receipt_printer": ("banner.printing",),
    "payment_terminal": ("task.pay",),
}


@pytest.fixture(autouse=True)
def everything_plugged_in(system: System, panel: Panel, zh: Texts) -> Iterator[None]:
    """Before and after each test."""
    panel.unread(_banner(zh), 20)
    yield
    for device in (*MISSED, "card_reader"):
        system.bench.post(f"/{device}", {"unplugged": False})
    system.bench.post("/receipt_printer", {"mute": False})


def _banner(zh: Texts) -> str:
    return zh.get("banner.missing", services="")


@pytest.mark.requirement("K6", "X1")
@pytest.mark.parametrize("device", list(MISSED))
def test_pulled_plug_is_told_and_forgotten_within_ten_seconds(
    system: System, panel: Panel, zh: Texts, device: str
) -> None:
    """K6, X1: out and in again; customers read what does not work, and then nothing any more."""
    panel.tap("attract.start")
    panel.see("home.callback")
    system.bench.post(f"/{device}", {"unplugged": True})
    panel.read(_banner(zh), SECONDS)
    told = next(text for text in panel.texts().splitlines() if text.startswith(_banner(zh)))
    assert [word for word in MISSED[device] if zh.get(word) not in told] == []

    system.bench.post(f"/{device}", {"unplugged": False})
    panel.unread(_banner(zh), SECONDS)
    assert {"home.pay", "home.callback"} <= panel.ids()


@pytest.mark.requirement("K6", "X1")
def test_without_the_reader_the_card_screen_says_so_and_a_number_leads_on(
    system: System, panel: Panel, zh: Texts
) -> None:
    """K6, X1: nothing stands still then: who has no card that can be read types a number."""
    panel.tap("attract.start")
    panel.tap("home.pay")
    panel.see("card.number")
    system.bench.post("/card_reader", {"unplugged": True})
    panel.read(zh.get("card.broken"), SECONDS)
    panel.see("card.number")
    system.bench.post("/card_reader", {"unplugged": False})
    panel.unread(zh.get("card.broken"), SECONDS)


@pytest.mark.requirement("K6", "X1", "X3")
def test_technician_sees_which_plug_and_who_must_act(system: System, panel: Panel, zh: Texts) -> None:
    """K6, X1, X3: no answer is not well; the fault has a name and an owner."""
    enter_maintenance(panel)
    panel.read(zh.get("maintenance.title"))
    fault = zh.get("maintenance.fault", fault=zh.get("fault.port_missing"), owner=zh.get("owner.technician"))
    assert fault not in panel.texts()
    system.bench.post("/card_reader", {"unplugged": True})
    panel.read(fault, SECONDS)
    assert zh.get("device_state.unplugged") in panel.texts()
    system.bench.post("/card_reader", {"unplugged": False})
    panel.unread(fault, SECONDS)
    panel.tap("nav.second")
    panel.see("attract.start")


@pytest.mark.requirement("F2", "X2", "K6")
def test_mute_printer_is_told_before_paying_and_the_visit_goes_on(
    system: System, panel: Panel, zh: Texts
) -> None:
    """F2, X2: no answer is no paper, said on the review screen. K6: back again, and the visit is still here."""
    charged = charges(system)
    to_review(panel, system, WANG)
    panel.read(zh.get("pay_review.title"))
    assert zh.get("pay_review.no_paper") not in panel.texts()
    system.bench.post("/receipt_printer", {"mute": True})
    panel.read(zh.get("pay_review.no_paper"), SECONDS)
    assert zh.get("pay_review.no_paper.about") in panel.texts()
    assert charges(system) == charged

    system.bench.post("/receipt_printer", {"mute": False})
    panel.unread(zh.get("pay_review.no_paper"), SECONDS)
    assert "NT$ 1,240" in panel.texts()


@pytest.mark.requirement("E6", "F2", "X4")
def test_printer_pulled_after_paying_leaves_the_reference_and_prints_when_it_is_back(
    system: System, panel: Panel, zh: Texts
) -> None:
    """E6, F2, X4: the payment stands, nothing is called printed; plugged in again, the proof is had."""
    printed = len(receipts(system))
    system.bench.post("/payment_terminal", {"next": "approve", "delay_s": 0.3})
    to_review(panel, system, WANG)
    panel.tap("nav.primary")
    panel.see("paper.yes", 30)
    reference = panel.reference()
    system.bench.post("/receipt_printer", {"unplugged": True})
    panel.read(zh.get("paper.cannot"), SECONDS)
    assert panel.reference() == reference

    system.bench.post("/receipt_printer", {"unplugged": False})
    panel.unread(zh.get("paper.cannot"), SECONDS)
    panel.tap("paper.yes")
    panel.read(zh.get("paid.paper.confirmed"), 40)
    assert [receipt["whole"] for receipt in receipts(system)[printed:]] == [True]
