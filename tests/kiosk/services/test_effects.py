"""Events and effects on their way: what is dropped with a visit and what is not, full inboxes, technicians, paper."""

from dataclasses import replace

import pytest

from kiosk.domain import events, states
from kiosk.domain.account import Factor, Granted
from kiosk.domain.faults import Fault
from kiosk.domain.health import Line, Service
from kiosk.domain.house import Task
from kiosk.domain.payment import Approved
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.states import PaperState, Problem
from kiosk.services.controller import Envelope
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.domain.every import examples, members
from tests.kiosk.domain.examples import (
    CARD,
    CODE,
    CUSTOMER,
    GRANT,
    NUMBER,
    OVERVIEW,
    PIN,
    TECHNICIAN_PIN,
    a_payment,
    a_slip,
)
from tests.kiosk.windowless import Kiosk

#: What is heard even when the visit that asked is over: money, and a grant that must be given back.
HEARD = {
    "TerminalAnswered",
    "TerminalFound",
    "IntentSaved",
    "OutcomeSaved",
    "OutcomeNotSaved",
    "SignInAnswered",
}


@pytest.mark.requirement("A4")
@pytest.mark.parametrize("kind", [kind for kind in members(events.Event) if kind.__name__ not in HEARD])
def test_a_late_event_is_dropped(kiosk: Kiosk, kind: type) -> None:
    """A4: what an earlier visit asked for does nothing to this one."""
    kiosk.touch(events.Started())
    before = kiosk.visit
    for event in examples(kind):
        kiosk.post(Envelope("boot.0", event))
    kiosk.run()
    assert kiosk.visit == before


@pytest.mark.requirement("E2")
def test_late_money_is_recorded(kiosk: Kiosk) -> None:
    """E2: except money, which is never dropped."""
    mark = kiosk.terminal.prepare()
    example = a_payment()
    payment = kiosk.world.payments.ask(
        example.lines, example.amount, mark, False, kiosk.house.languages[0], NOW
    )
    assert payment is not None
    kiosk.post(Envelope("boot.0", events.TerminalAnswered(payment, Approved(a_slip()))))
    kiosk.run()
    assert kiosk.outcomes() == ["approved"]
    assert kiosk.state == states.Attract()


@pytest.mark.requirement("B1")
def test_a_grant_that_came_too_late_is_given_back_and_opens_nothing_for_the_next(kiosk: Kiosk) -> None:
    """B1: the first customer walked away while the centre was slow; the next one is asking with another card."""
    kiosk.lanes["network"].stuck = True
    kiosk.sign_in(Task.ACCOUNT)
    kiosk.touch(events.Ended())
    kiosk.touch(events.Started(), events.TaskChosen(Task.ACCOUNT)).present_card("990120260000001")
    kiosk.enter(PIN).touch(events.Confirmed())
    kiosk.post(Envelope("boot.1", events.SignInAnswered(Granted(CUSTOMER), CARD)))
    kiosk.lanes["network"].stuck = False
    kiosk.run()
    assert kiosk.visit.customer is None
    assert kiosk.at(states.PinWanted).problem is Problem.SIGN_IN_REFUSED
    assert kiosk.crm.signed_out == [GRANT]


@pytest.mark.requirement("B1")
def test_signing_in_by_number_and_code(kiosk: Kiosk) -> None:
    kiosk.touch(events.Started(), events.TaskChosen(Task.ACCOUNT), events.NumberInsteadChosen())
    kiosk.enter(NUMBER).touch(events.Confirmed(), events.FactorChosen(Factor.CODE))
    assert kiosk.at(states.SecretWanted).factor is Factor.CODE
    kiosk.enter("000000").touch(events.Confirmed())
    assert kiosk.at(states.SecretWanted).problem is Problem.NUMBER_REFUSED
    kiosk.enter(CODE).touch(events.Confirmed())
    assert kiosk.visit.customer == CUSTOMER


@pytest.mark.requirement("A7")
@pytest.mark.requirement("D5")
def test_news_of_the_centre_come_before_the_bills(kiosk: Kiosk) -> None:
    kiosk.crm.overview_now = OVERVIEW
    kiosk.sign_in(Task.ACCOUNT)
    assert kiosk.state == states.ForYou(Task.ACCOUNT)
    kiosk.touch(events.Confirmed())
    assert kiosk.at(states.AccountShown).bills
    assert kiosk.crm.seen == [notice.id for notice in OVERVIEW.notices]


@pytest.mark.requirement("D4")
def test_the_periods_are_printed(kiosk: Kiosk) -> None:
    kiosk.crm.overview_now = replace(OVERVIEW, notices=(), matters=())
    kiosk.sign_in(Task.ACCOUNT)
    kiosk.touch(events.HistoryChosen(), events.StatementAsked())
    assert kiosk.at(states.HistoryShown).paper is PaperState.CONFIRMED
    assert [paper.reference for paper in kiosk.printer.printed] == ["statement"]


@pytest.mark.requirement("A5")
def test_no_line_for_a_code(kiosk: Kiosk) -> None:
    kiosk.touch(events.Started(), events.TaskChosen(Task.ACCOUNT), events.NumberInsteadChosen())
    kiosk.crm.down = True
    kiosk.enter(NUMBER).touch(events.Confirmed(), events.FactorChosen(Factor.CODE))
    assert kiosk.at(states.FactorWanted).problem is Problem.LINE_DOWN
    assert kiosk.visit.health.line is Line.DOWN


@pytest.mark.requirement("A5")
def test_a_line_that_goes_away_in_a_visit_shows_at_once(kiosk: Kiosk) -> None:
    """A5: a question without an answer is the news, not the next heartbeat."""
    kiosk.sign_in(Task.ACCOUNT)
    lines = [kiosk.visit.health.line]
    kiosk.crm.down = True
    kiosk.touch(events.WentHome(), events.TaskChosen(Task.ACCOUNT))
    assert kiosk.at(states.AccountShown).problem is Problem.LINE_DOWN
    assert [*lines, kiosk.visit.health.line] == [Line.UP, Line.DOWN]
    assert kiosk.visit.health.limited


@pytest.mark.requirement("A5")
def test_a_centre_that_says_no_is_not_a_line_that_is_down(kiosk: Kiosk) -> None:
    """A5: a grant that ran out."""
    kiosk.sign_in(Task.ACCOUNT)
    kiosk.crm.down, kiosk.crm.reason = True, "bad_grant"
    kiosk.touch(events.WentHome(), events.TaskChosen(Task.ACCOUNT))
    assert kiosk.state == states.CardWanted(Task.ACCOUNT)
    assert kiosk.visit.health.line is Line.UP


# --- technicians -----------------------------------------------------------------------------------


def knock(kiosk: Kiosk, pin: str) -> Kiosk:
    if not isinstance(kiosk.state, states.TechnicianPin):
        kiosk.touch(events.MaintenanceGestured())
    return kiosk.enter(pin).touch(events.Confirmed())


@pytest.mark.requirement("K2")
@pytest.mark.requirement("X49")
def test_a_try_is_on_the_disk_before_the_pin_is_looked_at(kiosk: Kiosk) -> None:
    """K2, X49: pulling the plug does not give a try back."""
    knock(kiosk, "111111")
    knock(kiosk, "222222")
    assert kiosk.lock.asked_when == ["1", "2"]
    assert kiosk.at(states.TechnicianPin).problem is Problem.PIN_WRONG


@pytest.mark.requirement("K2")
def test_the_fifth_wrong_pin_locks_and_says_until_when(kiosk: Kiosk) -> None:
    """K2: at once, not at the next try; then not even the right one opens, and nobody looks at it."""
    for _ in range(5):
        knock(kiosk, "111111")
    locked = kiosk.at(states.TechnicianPin)
    assert locked.problem is Problem.PIN_LOCKED
    assert locked.locked_until is not None
    assert (locked.locked_until - kiosk.clock.now()).total_seconds() == 15 * 60
    knock(kiosk, TECHNICIAN_PIN)
    assert kiosk.at(states.TechnicianPin).locked_until == locked.locked_until
    assert len(kiosk.lock.asked_when) == 5
    assert kiosk.audited().count("maintenance.refused") == 6


@pytest.mark.requirement("K2")
def test_after_the_lock_and_the_right_pin_the_count_begins_anew(kiosk: Kiosk) -> None:
    """K2."""
    for _ in range(5):
        knock(kiosk, "111111")
    kiosk.wait(15 * 60 + 1).touch(events.MoreTimeTaken())
    knock(kiosk, TECHNICIAN_PIN)
    kiosk.at(states.Maintenance)
    kiosk.touch(events.MaintenanceLeft())
    for _ in range(4):
        knock(kiosk, "111111")
    assert kiosk.at(states.TechnicianPin).locked_until is None


@pytest.mark.requirement("K2")
def test_a_disk_that_cannot_count_lets_nobody_in(kiosk: Kiosk) -> None:
    """K2."""
    kiosk.touch(events.MaintenanceGestured())
    kiosk.disk.full = True
    kiosk.enter(TECHNICIAN_PIN).touch(events.Confirmed())
    assert kiosk.at(states.TechnicianPin).problem is Problem.PIN_WRONG
    assert kiosk.lock.asked_when == []


@pytest.mark.requirement("K2")
def test_a_closed_service_is_closed_after_a_restart(kiosk: Kiosk) -> None:
    """K2."""
    knock(kiosk, TECHNICIAN_PIN).touch(events.ServiceSwitched(Service.CLOSED), events.MaintenanceLeft())
    assert kiosk.state == states.Closed()
    again = kiosk.killed()
    assert again.world.keeper.service() is Service.CLOSED
    assert again.audited()[-3:] == ["maintenance.entered", "service.switched", "maintenance.left"]
    again.store.close()


@pytest.mark.requirement("K2")
def test_a_test_print_and_the_queue(kiosk: Kiosk) -> None:
    """K2: what a technician sees."""
    knock(kiosk, TECHNICIAN_PIN)
    assert kiosk.visit.health.queue.waiting + kiosk.visit.health.queue.delivered > 0
    kiosk.printer.outcomes.append(PrintOutcome.PARTIAL)
    kiosk.touch(events.TestPrintAsked())
    assert kiosk.state == states.Maintenance("partial")
    assert kiosk.printer.printed[-1].reference == "test"


# --- paper and full inboxes ------------------------------------------------------------------------


@pytest.mark.requirement("E6")
@pytest.mark.parametrize("outcome", [PrintOutcome.UNKNOWN, PrintOutcome.PARTIAL, PrintOutcome.NOT_PRINTED])
def test_a_proof_that_was_not_confirmed_opens_a_case(kiosk: Kiosk, outcome: PrintOutcome) -> None:
    """E6: the payment stands, the reference stays on the screen, staff hear of it."""
    kiosk.printer.outcomes.append(outcome)
    kiosk.sign_in(Task.PAY).choose_and_pay().touch(events.PaperChosen(True))
    assert kiosk.at(states.Paid).paper is PaperState.of(outcome)
    (case,) = kiosk.crm.bodies("receipt_case")
    assert (case["reference"], case["paper"]) == (kiosk.at(states.Paid).payment.reference, outcome.value)
    assert kiosk.outcomes() == ["approved"]


def test_a_printer_that_hangs_with_a_full_inbox_is_not_waited_for(kiosk: Kiosk) -> None:
    kiosk.lanes["printer"].stuck = True
    kiosk.lanes["printer"]._limit = 0
    kiosk.sign_in(Task.PAY).choose_and_pay().touch(events.PaperChosen(True))
    assert kiosk.at(states.Paid).paper is PaperState.NOT_PRINTED


@pytest.mark.requirement("A4")
def test_paper_of_a_visit_that_broke_is_not_printed_for_the_next(kiosk: Kiosk) -> None:
    """A4: not begun, forgotten; its fate is written down."""
    kiosk.lanes["printer"].stuck = True
    kiosk.sign_in(Task.PAY).choose_and_pay().touch(events.PaperChosen(True))
    kiosk.post(Envelope("", events.Broke("main")))
    kiosk.run()
    kiosk.lanes["printer"].stuck = False
    kiosk.wait(9)
    assert kiosk.printer.printed == []
    assert [case["paper"] for case in kiosk.crm.bodies("receipt_case")] == ["unknown"]


@pytest.mark.parametrize("lane", ["terminal", "records", "network"])
def test_a_full_inbox_is_a_fault_that_is_seen(kiosk: Kiosk, lane: str) -> None:
    """Never a silent drop: the screen says so, and no money is charged."""
    kiosk.sign_in(Task.PAY)
    kiosk.lanes[lane]._limit = 0
    kiosk.choose_and_pay()
    kiosk.at(states.OutOfOrder)
    assert kiosk.terminal.asked == 0


@pytest.mark.requirement("P1")
@pytest.mark.parametrize("lane", ["printer", "terminal", "records", "network"])
def test_main_goes_on_while_a_lane_stands_still(kiosk: Kiosk, lane: str) -> None:
    """P1: taps change the screen whatever hangs."""
    kiosk.lanes[lane].stuck = True
    kiosk.touch(events.Started(), events.TaskChosen(Task.FAQ), events.HelpAsked())
    assert (kiosk.state, kiosk.visit.overlay) == (states.FaqList(), states.Help())
    kiosk.touch(events.OverlayClosed(), events.WentBack(), events.TaskChosen(Task.CALLBACK))
    assert kiosk.state == states.TopicWanted()


def test_only_a_change_is_drawn(kiosk: Kiosk) -> None:
    kiosk.touch(events.Started())
    drawn = len(kiosk.shown)
    kiosk.touch(events.Confirmed(), events.PageTurned(3))
    assert len(kiosk.shown) == drawn
    kiosk.touch(events.TaskChosen(Task.FAQ))
    assert len(kiosk.shown) == drawn + 1
    assert kiosk.shown[-1] == kiosk.visit


@pytest.mark.requirement("X8")
def test_paper_of_the_visit_before_is_drawn_in_ahead_of_the_next_print(kiosk: Kiosk) -> None:
    """X8: in the printer's own lane, so in that order; and whoever comes has no word of it on their screen."""
    kiosk.printer.faults = (Fault.PAPER_WAITS,)
    kiosk.wait(5)
    waits = [visit.paper_at for visit in kiosk.shown]
    assert waits[-1] is not None
    kiosk.touch(events.Started())
    assert kiosk.printer.retracted == 1
    assert kiosk.visit.paper_at is None
    assert "paper.retracted" in kiosk.audited()
