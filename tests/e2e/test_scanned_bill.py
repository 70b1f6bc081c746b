"""A bill held before the scanner, at the real window: a guest pays it in one touch, and nobody learns whose it is."""

from __future__ import annotations

import pytest

from kiosk.texts import Texts
from tests.e2e.memories import asked, centre, charges, wait
from tests.e2e.panel import Panel
from tests.e2e.system import System
from tests.e2e.visits import codes_of, scan

#: Of the third customer of the demonstration, whose bill no other story pays.
BILL = "-W-3311"
BARE = ("Jane", "Smith", "1203343311", "0905000311")


@pytest.mark.requirement("B2", "O7", "E1", "E3", "X64")
def test_guest_pays_a_scanned_bill(system: System, panel: Panel, zh: Texts) -> None:
    """B2: no account, nothing personal on any screen. O7: at most three taps to the approval request."""
    before, charged = asked(system), len(charges(system))
    one, two, three, _ = codes_of(system, BILL)
    for code in (three, one):
        scan(system, code)
    panel.read(zh.get("scan.more.one"), 20)
    panel.taps = 0
    scan(system, two)
    panel.read("NT$ 372", 20)
    panel.tap("nav.primary")
    wait(lambda: asked(system) == before + 1, "the approval request")
    assert panel.taps <= 3

    panel.read(zh.get("paid.posted"), 40)
    assert [charge["amount_minor"] for charge in charges(system)[charged:]] == [37200]
    paid = (
        "SELECT paid_by, paid_minor FROM bills JOIN payment_lines ON bills.id = bill_id WHERE bills.id LIKE ?"
    )
    posted = centre(system, paid, f"%{BILL}")
    assert posted == [("kiosk", 37200)]
    for bare in BARE:
        assert not [text for text in panel.seen if bare in text]

    panel.tap("nav.primary")
    scan(system, three)
    scan(system, two)
    scan(system, one)
    panel.read(zh.get("scan.problem.already_paid"), 20)


@pytest.mark.requirement("B2")
def test_what_is_no_bill_and_what_nobody_knows_are_told(system: System, panel: Panel, zh: Texts) -> None:
    """B2: a sentence that says what to do; nothing is asked of the terminal."""
    before = asked(system)
    panel.tap("attract.start")
    panel.see("home.pay")
    scan(system, "4711234567892")
    panel.read(zh.get("scan.problem.unknown_code"), 20)
    for code in ("160101QC7", "QCE02A7K2M9P0000", "0101B2000002318"):
        scan(system, code)
    panel.read(zh.get("scan.problem.wrong_check"), 20)
    assert asked(system) == before


@pytest.mark.requirement("K6", "X1")
def test_scanner_pulled_is_told_where_it_is_needed_and_heard_again(
    system: System, panel: Panel, zh: Texts
) -> None:
    """K6, X1."""
    panel.tap("attract.start")
    panel.tap("home.pay")
    panel.tap("card.scan")
    panel.see("scan.callback")
    system.bench.post("/code_scanner", {"unplugged": True})
    panel.read(zh.get("scan.broken"), 20)
    system.bench.post("/code_scanner", {"unplugged": False})
    panel.unread(zh.get("scan.broken"), 20)
    wait(lambda: _heard(system, panel, zh), "the scanner to be heard again")


def _heard(system: System, panel: Panel, zh: Texts) -> bool:
    scan(system, "4711234567892")
    return zh.get("scan.problem.unknown_code") in panel.texts()
