"""A guest complains at the panel in five taps; the supervisor sees the alert, and an agent takes it up."""

from __future__ import annotations

import pytest

from kiosk.texts import Texts
from tests.e2e.desk import Desk
from tests.e2e.memories import centre, receipts, wait
from tests.e2e.panel import Panel
from tests.e2e.system import System


@pytest.fixture(scope="module")
def filed(system: System) -> Panel:
    """An outage: severe whatever is ticked."""
    panel = Panel(system.robot_address)
    panel.rest()
    panel.tap("attract.start")
    panel.see("home.feedback")
    panel.taps = 0
    for tag in ("home.feedback", "voice.complaint", "pick.supply", "pick.explanation", "nav.primary"):
        panel.tap(tag)
    panel.see("paper.yes")
    return panel


@pytest.mark.requirement("H1", "B2", "O6")
def test_a_complaint_takes_five_taps_and_begins_with_an_apology(filed: Panel, zh: Texts) -> None:
    """H1, B2, O6: in the real window, without signing in, without a keyboard."""
    assert filed.taps == 5
    filed.read(zh.get("case_done.complaint.title"))


@pytest.mark.requirement("H1", "F4")
def test_its_paper_comes_out_whole(system: System, filed: Panel, zh: Texts) -> None:
    """H1, F4: whole, and the number still stands on the screen."""
    filed.tap("paper.yes")
    filed.read(zh.get("case_done.paper.confirmed"), 40)
    assert receipts(system)[-1]["whole"]
    assert filed.reference()


@pytest.mark.requirement("H1", "H2")
def test_it_alerts_the_supervisor_and_is_taken_up(system: System, filed: Panel) -> None:
    """H2: the number in the menu, the list, and the five steps."""
    reference = filed.reference()
    wait(lambda: centre(system, "SELECT 1 FROM cases WHERE urgent") != [], "the case at the centre", 60)
    with Desk(system.crm_address) as lead:
        chen = lead.colleague()
        lead.sign_in("lead", "qingchuan-lead")
        lead.open("alerts")
        assert reference in lead.text()
        assert lead.page.inner_text("#alerts span") == "1"
        chen.sign_in("chen", "qingchuan-chen")
        chen.open("cases")
        chen.page.click(f'text="{reference}"')
        chen.page.click('form[action$="/claim"] button')
        chen.page.wait_for_selector("#close")
        assert chen.page.locator('form[action$="/close"]').count() == 0
