"""Charges from the request to the outcome, each way they can end, on each table; and what an inquiry proves of them."""

from dataclasses import replace
from pathlib import Path

import pytest

from devices.payment_terminal.fixed_field.layout import layouts
from kiosk.domain.faults import Fault
from kiosk.domain.health import DeviceState
from kiosk.domain.money import Money
from kiosk.domain.payment import (
    Approved,
    Cancelled,
    CancelledBy,
    Declined,
    Found,
    InDoubt,
    NoAnswer,
    NotTold,
    Outcome,
    StillBusy,
    accept,
    judge,
)
from kiosk.domain.states import Stage
from kiosk.ports import Refused
from tests.devices.payment_terminal.fixed_field.conftest import BILL, TERMINAL_ID, Counter

ASKED = ("nccc400", "vx570_400")


@pytest.mark.requirement("E1")
@pytest.mark.parametrize("key", layouts())
def test_an_approved_charge_brings_a_slip_that_is_ours(tmp_path: Path, key: str) -> None:
    """E1: on every table, with the masked slip at the end."""
    counter = Counter(tmp_path, key)
    payment, outcome = counter.pay()
    assert isinstance(outcome, Approved)
    assert accept(payment, outcome) == outcome
    assert (outcome.slip.amount, outcome.slip.card, outcome.slip.approval_code) == (
        BILL,
        "••••1111",
        "000001",
    )
    assert counter.seen == [Stage.INSERT_CARD]
    assert (counter.sales(), len(counter.charged())) == (1, 1)


@pytest.mark.requirement("E1")
@pytest.mark.parametrize(
    ("key", "plan", "expected"),
    [
        *((key, "decline", Declined()) for key in layouts()),
        *((key, "cancel", Cancelled(CancelledBy.CUSTOMER)) for key in layouts()),
        *((key, "timeout", InDoubt("no_answer")) for key in layouts()),
        ("nccc400", "hang", InDoubt("no_answer")),
        ("taishin400", "drop_before", InDoubt("no_answer")),
        ("nccc400", "drop_after", InDoubt("no_answer")),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_each_end_of_a_charge_has_its_outcome(tmp_path: Path, key: str, plan: str, expected: Outcome) -> None:
    """E1: every end at the terminal leads to a defined outcome; E2: it was asked once."""
    counter = Counter(tmp_path, key)
    assert counter.pay(near=plan)[1] == expected
    assert counter.sales() == 1


@pytest.mark.requirement("E2")
@pytest.mark.requirement("X22")
@pytest.mark.parametrize("key", ASKED)
@pytest.mark.parametrize("reborn", [False, True])
def test_approved_inside_and_the_cable_dead_is_recovered_by_asking(
    tmp_path: Path, key: str, reborn: bool
) -> None:
    """E2, X22: the inquiry finds this payment by our own number, also after a restart; nothing was asked twice."""
    counter = Counter(tmp_path, key)
    payment, outcome = counter.pay(near="drop_after")
    assert outcome == InDoubt("no_answer")
    terminal = counter.new_terminal() if reborn else counter.terminal
    settled = judge(payment, terminal.inquire(payment))
    assert isinstance(settled, Approved)
    assert (settled.slip.amount, settled.slip.request) == (BILL, payment.mark.request)
    assert counter.sales() == 1


@pytest.mark.requirement("X22")
@pytest.mark.parametrize("plan", ["drop_before", "decline", "hang"])
def test_a_no_to_an_inquiry_is_never_a_not_charged(counter: Counter, plan: str) -> None:
    """X22: no code of the family says "there is no such sale", so what is not found stays in doubt, for staff."""
    counter.far.switch({"hang_s": 120})
    payment, outcome = counter.pay(near=plan)
    if plan == "decline":  # as if its answer had been lost
        assert outcome == Declined()
    counter.wire.wait(60)
    assert counter.terminal.inquire(payment) == NotTold()
    assert judge(payment, NotTold()) == InDoubt("not_told")
    assert not counter.charged()


@pytest.mark.requirement("X22")
@pytest.mark.parametrize("key", sorted(set(layouts()) - set(ASKED)))
def test_a_terminal_that_cannot_be_asked_says_so_and_leaves_doubt_to_staff(tmp_path: Path, key: str) -> None:
    """X22: without an inquiry nothing is asked and nothing is guessed."""
    counter = Counter(tmp_path, key)
    assert "cannot be asked" in counter.terminal.status().detail
    payment, _ = counter.pay(near="drop_after")
    said = len(counter.wire.said)
    assert judge(payment, counter.terminal.inquire(payment)) == InDoubt("not_told")
    assert len(counter.wire.said) == said


@pytest.mark.requirement("E2")
def test_the_payment_before_is_not_taken_for_this_one(counter: Counter) -> None:
    """E2: same amount, same minute; the lost one was not charged."""
    first, outcome = counter.pay()
    assert isinstance(outcome, Approved)
    second, _ = counter.pay(near="drop_before")
    counter.wire.wait(5)
    late = Found(replace(outcome.slip, request="another"), approved=True)
    for finding in (counter.terminal.inquire(second), Found(outcome.slip, approved=True), late):
        assert isinstance(judge(second, finding), InDoubt)
    assert first.mark.request != second.mark.request


@pytest.mark.requirement("E2")
@pytest.mark.parametrize("known", [False, True])
def test_without_our_number_back_only_what_came_after_the_mark_is_believed(
    tmp_path: Path, known: bool
) -> None:
    """E2: a terminal that keeps no number of ours: the kiosk must know where it stood, as with ZVT."""
    counter = Counter(tmp_path, own_number=False)
    if known:
        counter.pay()
    payment, outcome = counter.pay(near="drop_after")
    assert outcome == InDoubt("no_answer")
    settled = judge(payment, counter.terminal.inquire(payment))
    assert isinstance(settled, Approved) if known else settled == InDoubt("mismatch")


def test_a_terminal_without_echo_is_paid_at_all_the_same(counter: Counter) -> None:
    counter.far.switch({"echo": False})
    payment, outcome = counter.pay()
    assert isinstance(outcome, Approved)
    assert outcome.slip.request == ""
    assert accept(payment, outcome) == outcome


def test_each_charge_has_a_mark_of_its_own(counter: Counter) -> None:
    with pytest.raises(Refused, match="prepared"):
        counter.terminal.charge(BILL, lambda stage: None)
    counter.pay()
    with pytest.raises(Refused, match="prepared"):
        counter.terminal.charge(BILL, lambda stage: None)
    assert counter.sales() == 1


def test_what_the_table_cannot_say_is_not_charged(tmp_path: Path) -> None:
    counter = Counter(tmp_path, "allpay144")
    counter.terminal.prepare()
    with pytest.raises(Refused, match="no amount"):
        counter.terminal.charge(Money(231850), lambda stage: None)
    with pytest.raises(ValueError, match="TWD"):
        counter.terminal.charge(Money(100, "EUR"), lambda stage: None)
    assert counter.sales() == 0


def test_a_cancel_holds_until_the_request_is_out(counter: Counter) -> None:
    """The family has no word for it: afterwards the terminal's own keys decide."""
    counter.pay()
    counter.terminal.prepare()
    counter.wire.later(1, counter.terminal.cancel)  # while the terminal rests
    assert counter.terminal.charge(BILL, lambda stage: None) == Cancelled(CancelledBy.CUSTOMER)
    assert counter.sales() == 1
    counter.terminal.prepare()
    outcome = counter.terminal.charge(BILL, lambda stage: counter.terminal.cancel())
    assert isinstance(outcome, Approved)


def test_a_terminal_rests_between_two_sessions(counter: Counter) -> None:
    for _ in range(3):
        counter.pay()
    assert counter.far.counters()["sale"] == 3
    assert len(counter.charged()) == 3


@pytest.mark.requirement("X22")
def test_in_the_middle_of_a_sale_it_is_busy(counter: Counter) -> None:
    """X22: "in progress" is one answer of its own."""
    counter.far.switch({"delay_s": 100})
    payment, outcome = counter.pay()
    assert outcome == InDoubt("no_answer")
    assert counter.terminal.inquire(payment) == StillBusy()
    assert judge(payment, StillBusy()) is None
    counter.wire.wait(60)
    assert isinstance(judge(payment, counter.terminal.inquire(payment)), Approved)
    assert counter.sales() == 1


def test_another_terminal_than_in_the_settings_takes_no_second_payment(counter: Counter) -> None:
    counter.far.memory.terminal_id = "52509999"
    payment, outcome = counter.pay()
    assert isinstance(outcome, Approved)
    assert accept(payment, outcome) == InDoubt("mismatch")
    report = counter.terminal.status()
    assert (report.state, report.faults) == (DeviceState.BROKEN, (Fault.WRONG_TERMINAL,))
    with pytest.raises(Refused, match=TERMINAL_ID):
        counter.terminal.prepare()


def test_about_nothing_there_is_no_answer(counter: Counter) -> None:
    payment, _ = counter.pay()
    assert counter.terminal.inquire() == NoAnswer()
    assert counter.terminal.inquire(replace(payment, mark=replace(payment.mark, request=""))) == NoAnswer()


@pytest.mark.requirement("B7")
@pytest.mark.parametrize("key", layouts())
@pytest.mark.parametrize("echo", [True, False])
def test_an_unmasked_number_on_the_wire_stays_on_the_wire(tmp_path: Path, key: str, echo: bool) -> None:
    """B7: a terminal that sends the whole number in every field that holds it; the kiosk's objects hold four digits."""
    counter = Counter(tmp_path, key)
    counter.far.switch({"unmasked_pan": True, "echo": echo})
    payment, outcome = counter.pay()
    things: list[object] = [
        outcome,
        counter.terminal.inquire(payment),
        counter.terminal.status(),
        counter.terminal._session,
    ]
    if isinstance(outcome, Approved):
        things.append(counter.terminal.reverse(outcome.slip))
        assert outcome.slip.card == "••••1111"
    assert b"4111111111111111" in bytes(counter.wire.heard)
    for thing in things:
        assert "41111111" not in repr(thing)
    assert not counter.terminal._session._waiting
    assert not counter.terminal._session._deframer.midway
