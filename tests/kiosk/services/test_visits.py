"""Whole visits, from the first touch to what the disk, the terminal and the centre then know."""

import pytest

from kiosk.domain import events, states
from kiosk.domain.callback import Topic
from kiosk.domain.house import Task
from kiosk.domain.states import PaperState, Problem
from kiosk.storage.canon import utc_text
from tests.kiosk.domain.drafts import PHONE
from tests.kiosk.domain.examples import AMOUNT, CARD, CUSTOMER, PIN
from tests.kiosk.windowless import Kiosk


@pytest.mark.requirement("E1")
@pytest.mark.requirement("B1")
def test_two_bills_are_paid_once_and_proved(kiosk: Kiosk) -> None:
    """E1, B1: card, PIN, two bills, one charge, one posting, one proof."""
    kiosk.sign_in(Task.PAY).choose_and_pay()
    kiosk.at(states.Paid)
    assert [slip.amount for slip in kiosk.terminal.ledger] == [AMOUNT]
    (posted,) = kiosk.crm.bodies("payment")
    assert (posted["outcome"], [line["bill"] for line in posted["lines"]]) == ("approved", ["E1", "W1"])
    assert kiosk.at(states.Paid).posted
    kiosk.touch(events.PaperChosen(True))
    assert kiosk.at(states.Paid).paper is PaperState.CONFIRMED
    assert [paper.reference for paper in kiosk.printer.printed] == [posted["reference"]]
    kiosk.touch(events.Ended())
    assert kiosk.state == states.Attract()
    assert kiosk.crm.signed_out == [CUSTOMER.grant]
    assert kiosk.bugs == []


@pytest.mark.requirement("B1")
def test_a_wrong_pin_shows_nothing(kiosk: Kiosk) -> None:
    """B1: and the right one does."""
    kiosk.sign_in(Task.PAY, pin="111111")
    assert kiosk.state == states.PinWanted(Task.PAY, CARD, problem=Problem.SIGN_IN_REFUSED)
    assert kiosk.visit.customer is None
    kiosk.enter(PIN).touch(events.Confirmed())
    kiosk.at(states.BillsShown)


@pytest.mark.requirement("G1")
@pytest.mark.requirement("A5")
def test_a_callback_without_a_line_arrives_once_with_its_own_time(kiosk: Kiosk) -> None:
    """G1, A5: kept, numbered, said to be provisional; there after the line is back, with the time it was asked."""
    kiosk.crm.down = True
    kiosk.wait(8)
    asked_at = kiosk.clock.now()
    kiosk.touch(
        events.Started(),
        events.TaskChosen(Task.CALLBACK),
        events.TopicChosen(Topic.METER),
        events.WindowChosen("soonest"),
    )
    kiosk.enter(PHONE).touch(events.Confirmed(), events.Confirmed())
    done = kiosk.at(states.CallbackDone)
    assert done.provisional
    assert kiosk.crm.bodies("callback") == []
    kiosk.crm.down = False
    for _ in range(4):
        kiosk.wait(30)
        kiosk.touch(events.MoreTimeTaken())
    assert not kiosk.at(states.CallbackDone).provisional
    (record,) = [r for r in kiosk.crm.records.values() if r.kind == "callback"]
    assert record.reference == done.reference
    assert record.at == utc_text(asked_at)
    (body,) = kiosk.crm.bodies("callback")
    assert (body["phone"], body["visit"]) == (PHONE, "")


@pytest.mark.requirement("A5")
def test_the_centre_gone_before_paying_is_refused_before_the_terminal_is_asked(kiosk: Kiosk) -> None:
    """A5, E4."""
    kiosk.sign_in(Task.PAY)
    kiosk.crm.down = True
    kiosk.choose_and_pay()
    assert kiosk.at(states.NotPaid).why == "line_down"
    assert (kiosk.terminal.asked, kiosk.outcomes()) == (0, [])


@pytest.mark.requirement("E2")
def test_the_centre_gone_after_the_intent_changes_nothing_for_the_customer(kiosk: Kiosk) -> None:
    """E2: the payment goes on and drains later."""
    kiosk.sign_in(Task.PAY)
    kiosk.lanes["terminal"].stuck = True
    kiosk.choose_and_pay()
    kiosk.crm.down = True
    kiosk.lanes["terminal"].stuck = False
    kiosk.run()
    assert not kiosk.at(states.Paid).posted
    kiosk.crm.down = False
    for _ in range(3):
        kiosk.wait(30)
    assert len(kiosk.crm.bodies("payment")) == 1


@pytest.mark.requirement("E3")
def test_a_bill_paid_elsewhere_meanwhile(kiosk: Kiosk) -> None:
    """E3: the terminal is never asked."""
    kiosk.sign_in(Task.PAY)
    kiosk.crm.paid_elsewhere = {"W1"}
    kiosk.choose_and_pay()
    assert kiosk.at(states.NotPaid).why == "already_paid"
    assert kiosk.terminal.asked == 0


@pytest.mark.requirement("E5")
@pytest.mark.parametrize(
    ("script", "why", "recorded"),
    [
        ("decline", "declined", ["declined"]),
        ("cancel", "cancelled", ["cancelled"]),
        ("unreachable", "cancelled", ["cancelled"]),
    ],
)
def test_no_money_moved_and_that_is_what_is_told(
    kiosk: Kiosk, script: str, why: str, recorded: list[str]
) -> None:
    """E5."""
    kiosk.terminal.script.append(script)
    kiosk.sign_in(Task.PAY).choose_and_pay()
    assert (kiosk.at(states.NotPaid).why, kiosk.outcomes(), kiosk.terminal.ledger) == (why, recorded, [])


@pytest.mark.requirement("A4")
def test_who_walks_away_leaves_nothing_queued(kiosk: Kiosk) -> None:
    """A4: after the time-out no job of the visit waits in any lane, and the next visit is another one."""
    kiosk.sign_in(Task.ACCOUNT)
    kiosk.lanes["network"].stuck = True
    kiosk.touch(events.WentHome(), events.TaskChosen(Task.PAY))
    assert [owner for owner, _ in kiosk.lanes["network"].jobs].count("boot.1") == 1
    kiosk.wait(120).wait(30)
    assert kiosk.state == states.Attract()
    assert kiosk.visit.id == "boot.2"
    assert "boot.1" not in [owner for lane in kiosk.lanes.values() for owner, _ in lane.jobs]
    held = repr(kiosk.visit)
    assert not any(word in held for word in (CUSTOMER.name, CUSTOMER.account, CARD))
