"""Slips for the counter over the real store: the newest of a bill counts, each has its line in the audit log."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kiosk.domain import codes, events, states
from kiosk.domain.codes import Code
from kiosk.domain.counter_slip import CounterSlip, NoSlip
from kiosk.domain.house import Task
from kiosk.domain.money import Money
from kiosk.domain.payment import Cancelled, CancelledBy, InDoubt, PaymentLine
from kiosk.domain.receipt import QrCode
from kiosk.domain.scanned import ScanProblem
from kiosk.domain.states import PaperState, Problem, Refusal
from tests.kiosk.domain.examples import LINES, MARK
from tests.kiosk.windowless import Kiosk

pytestmark = pytest.mark.requirement("E9")
DAY = 24 * 3600


@pytest.fixture
def chosen(kiosk: Kiosk) -> Kiosk:
    """Somebody looks at two bills for the last time."""
    kiosk.sign_in(Task.PAY)
    return kiosk.touch(events.BillToggled("E1"), events.BillToggled("W1"), events.Confirmed())


def slip_of(kiosk: Kiosk) -> CounterSlip:
    slip = kiosk.at(states.CounterSlipShown).slip
    assert slip is not None
    return slip


def issued(kiosk: Kiosk, lines: Sequence[PaymentLine], minor: int) -> CounterSlip:
    slip = kiosk.world.counter_slips.issue(lines, Money(minor), kiosk.clock.now())
    assert slip is not None
    return slip


def printed_code(kiosk: Kiosk, number: int = -1) -> str:
    (code,) = [line.data for line in kiosk.printer.printed[number].lines if isinstance(line, QrCode)]
    return code


def scan(kiosk: Kiosk, text: str) -> states.State:
    kiosk.touch(events.Ended(), events.CodeScanned(text))
    return kiosk.state


def test_a_slip_is_printed_and_its_code_leads_back_to_it(chosen: Kiosk) -> None:
    """E9: no intent, no charge; the paper carries what the scanner reads."""
    chosen.touch(events.SlipAsked())
    slip = slip_of(chosen)
    assert chosen.at(states.CounterSlipShown).paper is PaperState.CONFIRMED
    assert chosen.audited()[-1] == "slip.issued"
    assert (chosen.outcomes(), chosen.terminal.charged if hasattr(chosen.terminal, "charged") else []) == (
        [],
        [],
    )
    assert isinstance(codes.read((printed_code(chosen),), chosen.clock.now().date()), Code)
    assert scan(chosen, printed_code(chosen)) == states.CounterSlipShown(
        slip.lines, slip.amount, slip, saving=False, paper=PaperState.NOT_WANTED, scanned=True
    )


def test_a_second_slip_voids_the_first(chosen: Kiosk) -> None:
    """E9: also one for only one of its bills; both are written down."""
    chosen.touch(events.SlipAsked())
    first = printed_code(chosen)
    chosen.touch(events.Confirmed(), events.TaskChosen(Task.PAY))
    chosen.touch(events.BillToggled("W1"), events.Confirmed(), events.SlipAsked())
    assert scan(chosen, first) == states.ScanWanted(problem=ScanProblem.SLIP_SUPERSEDED)
    assert isinstance(scan(chosen, printed_code(chosen)), states.CounterSlipShown)
    assert chosen.audited().count("slip.issued") == 2
    assert chosen.audited().count("slip.superseded") == 1


def test_a_slip_runs_out_after_its_last_day(chosen: Kiosk) -> None:
    """E9: on the third day after it is still good."""
    chosen.touch(events.SlipAsked())
    code = printed_code(chosen)
    chosen.wait(3 * DAY)
    assert isinstance(scan(chosen, code), states.CounterSlipShown)
    chosen.wait(DAY)
    assert scan(chosen, code) == states.ScanWanted(problem=ScanProblem.SLIP_EXPIRED)


def test_a_slip_outlives_a_restart_and_another_machine_does_not_know_it(chosen: Kiosk) -> None:
    """E9: of another machine's slip the day alone is known."""
    chosen.touch(events.SlipAsked())
    code, slip = printed_code(chosen), slip_of(chosen)
    again = chosen.killed().start()
    again.touch(events.CodeScanned(code))
    assert slip_of(again) == slip
    other = Kiosk(chosen.path.with_name("other.db"), chosen.clock).start()
    assert scan(other, code) == states.ScanWanted(problem=ScanProblem.SLIP_UNKNOWN)
    other.wait(4 * DAY)
    assert scan(other, code) == states.ScanWanted(problem=ScanProblem.SLIP_EXPIRED)


def test_a_full_disk_prints_no_slip(chosen: Kiosk) -> None:
    """E9."""
    chosen.disk.full = True
    chosen.touch(events.SlipAsked())
    assert chosen.at(states.CounterSlipShown).problem is Problem.NOT_SAVED
    assert chosen.printer.printed == []


def test_every_older_slip_of_any_of_its_bills_is_void(kiosk: Kiosk) -> None:
    """E9: a slip for both supersedes one for each; a third supersedes only what still counted."""
    slips, now = kiosk.world.counter_slips, kiosk.clock.now()
    each = [issued(kiosk, [line], line.amount.minor) for line in LINES]
    both = issued(kiosk, LINES, 1)
    assert [slips.find(slip.reference, now) for slip in each] == [NoSlip.SUPERSEDED, NoSlip.SUPERSEDED]
    assert slips.find(both.reference, now) == both
    last = issued(kiosk, LINES[:1], 2)
    assert slips.find(both.reference, now) is NoSlip.SUPERSEDED
    assert slips.find(last.reference, now) == last
    assert kiosk.audited().count("slip.superseded") == 3


def pay(kiosk: Kiosk) -> None:
    """The same two bills, by card."""
    kiosk.touch(events.Confirmed(), events.TaskChosen(Task.PAY))
    kiosk.choose_and_pay()


def test_who_paid_by_card_after_all_is_told_not_to_pay_with_the_slip(chosen: Kiosk) -> None:
    """E9: the counter would take the money a second time."""
    chosen.touch(events.SlipAsked())
    pay(chosen)
    chosen.at(states.Paid)
    assert scan(chosen, printed_code(chosen, 0)) == states.ScanWanted(problem=ScanProblem.SLIP_PAID)


def test_a_payment_that_failed_leaves_the_slip_good(chosen: Kiosk) -> None:
    """E9: only an approval is one."""
    chosen.touch(events.SlipAsked())
    chosen.terminal.script.append("decline")
    pay(chosen)
    chosen.at(states.NotPaid)
    assert isinstance(scan(chosen, printed_code(chosen, 0)), states.CounterSlipShown)


def test_no_slip_while_a_payment_of_its_bill_is_in_doubt(kiosk: Kiosk) -> None:
    """E9: it may have been paid already, and the customer is told that it is being looked into."""
    payments, now = kiosk.world.payments, kiosk.clock.now()
    payment = payments.ask(LINES, Money(280_400), MARK, False, kiosk.house.languages[0], now)
    assert payment is not None
    payments.decide(payment, InDoubt("mismatch"), False, now)
    assert kiosk.world.counter_slips.issue(LINES[:1], Money(1), now) is None
    kiosk.sign_in(Task.PAY).touch(events.BillToggled("E1"), events.Confirmed(), events.SlipAsked())
    assert kiosk.at(states.NotPaid).why == Refusal.BEING_CHECKED.value
    payments.decide(payment, Cancelled(CancelledBy.NOT_CHARGED), True, now)
    assert kiosk.world.counter_slips.issue(LINES[:1], Money(1), now) is not None
