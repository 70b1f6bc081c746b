"""Two visits of one customer: a notice once, periods on paper, an open call first; two accounts in one charge."""

from __future__ import annotations

import pytest

from kiosk.texts import Texts
from tests.e2e.memories import centre, wait
from tests.e2e.panel import Panel
from tests.e2e.system import System
from tests.e2e.visits import LIN, Member, present

LI = Member("990120260002901", "975310", ("李文芳", "1203342901", "0933000901"), ("••••••2901",))


def enter(panel: Panel, system: System, member: Member, task: str) -> None:
    panel.tap("attract.start")
    panel.tap(task)
    panel.gone(task)
    present(system, member.card)
    panel.see("keypad.1")
    panel.type(member.pin)
    panel.tap("nav.primary")
    panel.gone("keypad.1")


@pytest.mark.requirement("D5")
@pytest.mark.requirement("D4")
def test_a_notice_once_and_the_periods_on_paper(system: System, panel: Panel, zh: Texts) -> None:
    enter(panel, system, LIN, "home.account")
    panel.see("notice.overdue:" + overdue(system))
    panel.tap("nav.primary")
    panel.tap("account.history")
    panel.see_like("past.", 3)
    panel.tap("nav.primary")
    panel.read(zh.get("history.printed"))
    panel.rest()
    enter(panel, system, LIN, "home.account")
    panel.see("account.history")
    assert centre(system, "SELECT COUNT(*) FROM notices_seen") == [(1,)]


def overdue(system: System) -> str:
    [(id,)] = centre(
        system,
        "SELECT id FROM bills WHERE account_number = '1203347730' AND paid_on IS NULL ORDER BY due LIMIT 1",
    )
    return str(id)


@pytest.mark.requirement("A7")
def test_the_second_visit_sees_the_open_call_first(system: System, panel: Panel, zh: Texts) -> None:
    enter(panel, system, LI, "home.account")
    panel.see("account.history")
    panel.tap("nav.home")
    panel.tap("home.callback")
    panel.tap("topic.billing")
    panel.tap("window.soonest")
    panel.tap("number.on_file")
    panel.tap("nav.primary")
    panel.see("paper.yes")
    reference = panel.reference()
    panel.rest()
    wait(lambda: centre(system, "SELECT COUNT(*) FROM callbacks") == [(1,)], "the request at the centre")
    enter(panel, system, LI, "home.pay")
    panel.read(zh.get("for_you.matters"))
    panel.read(reference)
    panel.tap("nav.primary")
    panel.see_like("bill.", 2)


@pytest.mark.requirement("D4")
def test_two_accounts_in_one_charge_are_two_postings(system: System, panel: Panel) -> None:
    enter(panel, system, LI, "home.pay")
    if "bill" not in "".join(panel.ids()):
        panel.tap("nav.primary")
    for bill in panel.see_like("bill.", 2):
        panel.tap(bill)
    panel.tap("nav.primary")
    panel.tap("nav.primary")
    panel.see("paper.no", seconds=60)
    posted = (
        "SELECT COUNT(DISTINCT payments.id), COUNT(*), COUNT(DISTINCT bills.account_number) FROM payment_lines"
        " JOIN bills ON bills.id = bill_id JOIN payments ON payments.id = payment_id WHERE state = 'posted'"
    )
    wait(lambda: centre(system, posted) == [(1, 2, 2)], "two postings of one payment")
