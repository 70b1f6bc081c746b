"""Help at the real window: floor staff at a customer's step, and a slip for the counter that the scanner knows again."""

from __future__ import annotations

import pytest

from kiosk.texts import Texts
from tests.e2e.memories import asked, audited, journal, wait
from tests.e2e.panel import Panel
from tests.e2e.system import System
from tests.e2e.visits import LIN, codes_of, present, scan

#: Two stories at one window; a busy machine takes its time.
pytestmark = pytest.mark.timeout(300)

STAFF, PIN = "2041", "526813"


@pytest.mark.requirement("A6")
def test_staff_help_and_the_customer_goes_on_with_what_was_typed(
    system: System, panel: Panel, zh: Texts
) -> None:
    """A6: the same visit at the same step; the centre hears who helped, and at which step."""
    panel.tap("attract.start")
    panel.tap("home.pay")
    present(system, LIN.card)
    panel.type(LIN.pin[:2])
    panel.tap("nav.help")
    panel.tap("help.staff")
    panel.type(STAFF)
    panel.tap("assist.enter")
    panel.type(PIN)
    panel.tap("assist.enter")
    panel.read(zh.get("assist.title", staff=STAFF), 20)
    panel.read(zh.get("assist.typed.count", count=2))
    panel.tap("assist.end.explained")
    panel.type(LIN.pin[2:])
    panel.tap("nav.primary")
    panel.see_like("bill.", 1, 20)
    wait(lambda: bool(audited(system, "assist.ended")), "the line at the centre")
    panel.tap("nav.end")


@pytest.mark.requirement("E9")
def test_a_cash_only_bill_goes_to_the_counter_with_a_slip(system: System, panel: Panel, zh: Texts) -> None:
    """E9: held before the scanner, refused, a slip instead; the terminal is never asked."""
    before = asked(system)
    *_, qr = codes_of(system, "-G-1442")
    scan(system, qr)
    panel.read(zh.get("not_paid.cash_only"), 20)
    panel.tap("slip.ask")
    panel.read(zh.get("slip.paper.confirmed"), 40)
    ((reference,),) = journal(system, "SELECT reference FROM counter_slip")
    panel.read(reference)
    panel.tap("nav.primary")
    assert asked(system) == before
