"""The proof on the customer's phone: a link that is written down before it is shown, and kept nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain import events, states
from kiosk.domain.copies import ReceiptLink
from kiosk.domain.flow import step
from kiosk.domain.house import Task
from kiosk.domain.states import LinkState, PaperState
from kiosk.storage.canon import digest
from tests.kiosk.windowless import Kiosk

pytestmark = pytest.mark.requirement("F3")

PAGE = "https://www.example.com/receipts"


@pytest.fixture
def paid(kiosk: Kiosk) -> Kiosk:
    """Somebody paid where receipts can be had on a phone."""
    kiosk.sign_in(Task.PAY)
    kiosk.choose_and_pay()
    kiosk.controller.visit = replace(kiosk.visit, house=replace(kiosk.visit.house, receipt_page=PAGE))
    return kiosk


def link_of(kiosk: Kiosk) -> ReceiptLink:
    link = kiosk.at(states.Paid).link
    assert link is not None
    return link


def test_the_centre_hears_of_it_and_only_the_customer_has_the_code(paid: Kiosk) -> None:
    """F3: the hash goes to the centre; the code itself is on no disk and in no line of the audit."""
    paid.touch(events.LinkAsked())
    code = link_of(paid).code
    assert paid.at(states.Paid).phone is LinkState.SHOWN
    [told] = paid.crm.bodies("receipt_link")
    payment = paid.at(states.Paid).payment
    assert (told["payment"], told["code_hash"]) == (payment.id, digest(code))
    assert paid.audited().count("payment.linked") == 1
    with paid.disk.read() as db:
        tables = [
            name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        ]
        kept = [row for table in tables for row in db.execute(f"SELECT * FROM [{table}]").fetchall()]
    assert any(payment.id in str(row) for row in kept)
    assert not any(code in str(row) for row in kept)
    assert code not in repr(paid.visit)


def test_one_link_a_payment_however_often_it_is_shown(paid: Kiosk) -> None:
    paid.touch(events.LinkAsked())
    first = link_of(paid)
    paid.touch(events.LinkClosed())
    assert paid.at(states.Paid).phone is LinkState.OFFERED
    paid.touch(events.LinkAsked())
    assert link_of(paid) is first
    assert len(paid.crm.bodies("receipt_link")) == 1


def test_paper_can_be_had_as_well_and_neither_is_no_paper_refused(paid: Kiosk) -> None:
    """F3: the answer about paper stays the customer's; who leaves with the phone alone wanted none."""
    paid.touch(events.LinkAsked(), events.LinkClosed(), events.PaperChosen(True))
    assert paid.at(states.Paid).paper is PaperState.CONFIRMED
    assert paid.at(states.Paid).link is not None


def test_nothing_is_promised_where_nothing_could_be_written(paid: Kiosk) -> None:
    paid.disk.full = True
    paid.touch(events.LinkAsked())
    assert (paid.at(states.Paid).phone, paid.at(states.Paid).link) == (LinkState.NOT_MADE, None)
    paid.disk.full = False
    paid.touch(events.LinkAsked())
    assert paid.at(states.Paid).phone is LinkState.SHOWN


def test_a_house_without_such_a_page_makes_none(kiosk: Kiosk) -> None:
    kiosk.sign_in(Task.PAY)
    kiosk.choose_and_pay()
    kiosk.touch(events.LinkAsked())
    assert kiosk.at(states.Paid).phone is LinkState.OFFERED
    assert kiosk.crm.bodies("receipt_link") == []


def test_another_payments_link_is_not_shown(paid: Kiosk) -> None:
    late = events.LinkMade("K07-2222-2201", ReceiptLink("of-somebody-else", paid.clock.now().date()))
    after, asked = step(paid.visit, late)
    assert (after.state, asked) == (paid.visit.state, ())
