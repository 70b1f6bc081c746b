"""Charges from the request to the outcome, each way they can end."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from devices.payment_terminal.cards import CARD
from devices.payment_terminal.zvt.blocks import Blocks
from devices.payment_terminal.zvt.driver import ZvtTerminal
from devices.payment_terminal.zvt.emulator import ZvtEmulator
from kiosk.domain.money import Money
from kiosk.domain.payment import (
    Approved,
    Cancelled,
    CancelledBy,
    Declined,
    Found,
    InDoubt,
    Mark,
    NoAnswer,
    Outcome,
    Payment,
    StillBusy,
    accept,
    judge,
)
from kiosk.domain.states import Stage
from kiosk.ports import DeviceError, NotConnected, Refused
from tests.devices.stepped_wire import SteppedWire

BILL = Money(231800)
AT = datetime.fromisoformat("2026-03-14T10:30:00+08:00")
BEFORE = Mark("52500038", None, None)


def intent(mark: Mark, amount: Money = BILL) -> Payment:
    return Payment("0198f2c0-0000-7000-8000-000000000001", "K07-0138-X4", (), amount, AT, mark)


def pay(terminal: ZvtTerminal, amount: Money = BILL) -> tuple[Outcome, list[Stage], Mark]:
    mark = terminal.prepare()
    stages: list[Stage] = []
    return terminal.charge(amount, stages.append), stages, mark


def blocks_of(terminal: ZvtTerminal) -> Blocks:
    assert isinstance(terminal._till.messages, Blocks)
    return terminal._till.messages


@pytest.mark.requirement("E1")
def test_an_approved_charge_brings_a_slip_that_is_ours(terminal: ZvtTerminal, far: ZvtEmulator) -> None:
    """E1: what the customer sees on the way, and the masked slip at the end."""
    outcome, stages, mark = pay(terminal)
    assert isinstance(outcome, Approved)
    assert accept(intent(mark), outcome) == outcome
    assert (outcome.slip.amount, outcome.slip.card, outcome.slip.scheme) == (BILL, "••••1111", "VISA")
    assert outcome.slip.approval_code == "000001"
    assert stages == [Stage.INSERT_CARD, Stage.ENTER_PIN, Stage.PLEASE_WAIT, Stage.REMOVE_CARD]
    assert [entry["result"] for entry in far.ledger()] == ["approved"]


@pytest.mark.requirement("E1")
@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ("decline", Declined()),
        ("cancel", Cancelled(CancelledBy.CUSTOMER)),
        ("timeout", Cancelled(CancelledBy.TIMEOUT)),
        ("hang", InDoubt("no_answer")),
        ("drop_before", InDoubt("no_answer")),
        ("drop_after", InDoubt("no_answer")),
    ],
)
def test_each_end_of_a_charge_has_its_outcome(
    terminal: ZvtTerminal, far: ZvtEmulator, plan: str, expected: Outcome
) -> None:
    """E1: every end at the terminal leads to a defined outcome; E2: it was asked once."""
    far.switch({"next": plan})
    outcome, _, _ = pay(terminal)
    assert outcome == expected
    assert far.counters()["authorisation"] == 1


@pytest.mark.requirement("E2")
def test_approved_inside_and_the_cable_dead_is_recovered_by_asking(
    terminal: ZvtTerminal, far: ZvtEmulator
) -> None:
    """E2, X22: the inquiry after the break finds this payment; nothing was asked twice."""
    far.switch({"next": "drop_after"})
    outcome, _, mark = pay(terminal)
    assert outcome == InDoubt("no_answer")
    settled = judge(intent(mark), terminal.inquire())
    assert isinstance(settled, Approved)
    assert settled.slip.amount == BILL
    assert [entry["result"] for entry in far.ledger()] == ["approved"]
    assert far.counters()["authorisation"] == 1


@pytest.mark.requirement("E2")
@pytest.mark.parametrize("paid_before", [False, True])
def test_the_cable_dead_before_the_bank_was_asked_is_not_charged(
    terminal: ZvtTerminal, far: ZvtEmulator, paid_before: bool
) -> None:
    """E2, X22: the terminal's last transaction is the one before, or none: not charged."""
    if paid_before:
        pay(terminal)
    far.switch({"next": "drop_before"})
    outcome, _, mark = pay(terminal)
    assert outcome == InDoubt("no_answer")
    assert judge(intent(mark), terminal.inquire()) == Cancelled(CancelledBy.NOT_CHARGED)


@pytest.mark.requirement("X22")
def test_a_decline_whose_answer_was_lost_is_found_as_a_decline(
    terminal: ZvtTerminal, wire: SteppedWire, far: ZvtEmulator
) -> None:
    """X22: an inquiry that finds a decline settles it."""
    far.switch({"next": "decline"})
    mark = terminal.prepare()
    wire.later(1.4, lambda: far.switch({"mute": True}))
    wire.later(60, lambda: far.switch({"mute": False}))
    assert terminal.charge(BILL, lambda stage: None) == InDoubt("no_answer")
    found = terminal.inquire()
    assert isinstance(found, Found)
    assert judge(intent(mark), found) == Declined()


@pytest.mark.requirement("E2")
def test_power_cut_in_the_terminal_behind_the_approval(
    terminal: ZvtTerminal, wire: SteppedWire, far: ZvtEmulator, tmp_path: Path
) -> None:
    """E2: terminal and kiosk both start anew; the terminal's memory settles it."""
    far.switch({"next": "drop_after", "drop_s": 600})
    _, _, mark = pay(terminal)
    again = SteppedWire(lambda send: ZvtEmulator(send, tmp_path, lambda: AT.replace(tzinfo=None)))
    settled = judge(intent(mark), ZvtTerminal(again, "000000", "TWD").inquire())
    assert isinstance(settled, Approved)


def test_while_it_is_busy_the_inquiry_says_so(
    terminal: ZvtTerminal, wire: SteppedWire, far: ZvtEmulator
) -> None:
    far.switch({"delay_s": 100})
    terminal.prepare()
    assert ZvtTerminal(wire, answer_seconds=5).charge(BILL, lambda stage: None) == Cancelled(
        CancelledBy.TIMEOUT
    )
    far.switch({"delay_s": 100})
    terminal.prepare()
    wire.later(1, lambda: far.switch({"mute": True}))
    wire.later(22, lambda: far.switch({"mute": False}))
    assert ZvtTerminal(wire, answer_seconds=5).charge(BILL, lambda stage: None) == InDoubt("no_answer")
    assert terminal.inquire() == StillBusy()
    with pytest.raises(Refused, match="busy"):
        terminal.prepare()
    wire.wait(120)
    assert isinstance(terminal.inquire(), Found)


def test_a_hung_terminal_gives_no_answer_to_the_inquiry(terminal: ZvtTerminal, far: ZvtEmulator) -> None:
    far.switch({"next": "hang"})
    pay(terminal)
    assert terminal.inquire() == NoAnswer()
    with pytest.raises(DeviceError):
        terminal.prepare()
    assert far.counters()["authorisation"] == 1


# --- stopping ---------------------------------------------------------------------------------


@pytest.mark.requirement("E1")
def test_the_customer_stops_in_time(terminal: ZvtTerminal, wire: SteppedWire, far: ZvtEmulator) -> None:
    """E1: the way back exists at the terminal too, and the terminal has the last word."""
    wire.later(0.9, terminal.cancel)
    outcome, _, _ = pay(terminal)
    assert outcome == Cancelled(CancelledBy.CUSTOMER)
    assert [entry["result"] for entry in far.ledger()] == ["cancelled"]
    assert far.counters()["stop"] == 1


@pytest.mark.requirement("E2")
def test_approved_just_before_the_stop_is_approved(terminal: ZvtTerminal, far: ZvtEmulator) -> None:
    """E2: the terminal was quicker than the customer; the money moved, so it is said to have moved."""
    terminal.prepare()

    def stop_when_booked(stage: Stage) -> None:
        if far.ledger():
            terminal.cancel()

    outcome = terminal.charge(BILL, stop_when_booked)
    assert far.counters()["stop"] == 1
    assert isinstance(outcome, Approved)


def test_a_stop_before_the_request_sends_no_request(terminal: ZvtTerminal, far: ZvtEmulator) -> None:
    terminal.prepare()
    terminal.cancel()
    assert terminal.charge(BILL, lambda stage: None) == Cancelled(CancelledBy.CUSTOMER)
    assert "authorisation" not in far.counters()


def test_a_stop_that_came_too_late_does_not_stop_the_next_charge(
    terminal: ZvtTerminal, far: ZvtEmulator
) -> None:
    pay(terminal)
    terminal.cancel()
    outcome, _, _ = pay(terminal)
    assert isinstance(outcome, Approved)


def test_when_nobody_waits_any_longer_the_terminal_is_told_to_stop(
    wire: SteppedWire, far: ZvtEmulator
) -> None:
    """Or the next person could pay this bill."""
    far.switch({"delay_s": 100})
    outcome, _, _ = pay(ZvtTerminal(wire, answer_seconds=30))
    assert outcome == Cancelled(CancelledBy.TIMEOUT)
    assert far.counters()["stop"] == 1


# --- amounts ----------------------------------------------------------------------------------


@pytest.mark.parametrize("minor", [1, 100, 231800, 10**10 + 16, 999_999_999_999])
def test_the_amount_that_is_asked_is_the_amount_that_is_booked(
    terminal: ZvtTerminal, far: ZvtEmulator, minor: int
) -> None:
    outcome, _, mark = pay(terminal, Money(minor))
    assert isinstance(accept(intent(mark, Money(minor)), outcome), Approved)
    assert far.ledger()[0]["amount_minor"] == minor


def test_another_currency_is_a_mistake_and_not_a_charge(terminal: ZvtTerminal, far: ZvtEmulator) -> None:
    terminal.prepare()
    with pytest.raises(ValueError, match="EUR"):
        terminal.charge(Money(100, "EUR"), lambda stage: None)
    assert "authorisation" not in far.counters()


def test_euros_are_charged_in_euros(wire: SteppedWire, far: ZvtEmulator) -> None:
    outcome, _, _ = pay(ZvtTerminal(wire, "000000", "EUR"), Money(1234, "EUR"))
    assert isinstance(outcome, Approved)
    assert (outcome.slip.amount, far.ledger()[0]["currency"]) == (Money(1234, "EUR"), "EUR")


def test_marks_and_slips_climb(terminal: ZvtTerminal) -> None:
    marks, traces = [], []
    for _ in range(3):
        outcome, _, mark = pay(terminal)
        assert isinstance(outcome, Approved)
        marks.append(mark)
        traces.append(outcome.slip.trace)
    assert marks == [BEFORE, replace(BEFORE, trace=1, receipt=1), replace(BEFORE, trace=2, receipt=2)]
    assert traces == [1, 2, 3]


# --- cards ------------------------------------------------------------------------------------


@pytest.mark.requirement("B7")
def test_an_unmasked_number_on_the_wire_stays_on_the_wire(
    terminal: ZvtTerminal, wire: SteppedWire, far: ZvtEmulator
) -> None:
    """B7: a terminal that sends number and track; the kiosk's objects hold four digits."""
    far.switch({"unmasked_pan": True})
    outcome, _, _ = pay(terminal)
    found, report = terminal.inquire(), terminal.status()
    assert bytes.fromhex(CARD.number) in bytes(wire.heard)
    blocks = blocks_of(terminal)
    for thing in (outcome, found, report, blocks._deframer.__dict__, blocks._waiting):
        assert CARD.number not in repr(thing)
        assert bytes.fromhex(CARD.number[:8]).hex() not in repr(thing)
    assert isinstance(outcome, Approved)
    assert outcome.slip.card == "••••1111"


class Pulled(SteppedWire):
    """When the cable dies, the port goes with it."""

    def read_some(self, limit: int = 4096, seconds: float = 0.1) -> bytes:
        data = super().read_some(limit, seconds)
        if not data and isinstance(self.far, ZvtEmulator) and self.far.ledger():
            raise NotConnected("pulled out", port=self.port)
        return data


@pytest.mark.requirement("B7")
@pytest.mark.parametrize("cut", range(45, 165, 7))
def test_half_a_card_number_does_not_wait_for_the_rest(tmp_path: Path, cut: int) -> None:
    """B7: the plug is pulled within the message that holds the number; nothing of it is kept."""
    wire = Pulled(lambda send: ZvtEmulator(send, tmp_path))
    assert isinstance(wire.far, ZvtEmulator)
    terminal = ZvtTerminal(wire)
    terminal.prepare()
    wire.far.switch({"unmasked_pan": True, "cut_after_bytes": cut, "drop_s": 600})
    terminal.charge(BILL, lambda stage: None)
    assert not blocks_of(terminal)._deframer.midway
    assert not blocks_of(terminal)._deframer._body
    assert not blocks_of(terminal)._waiting
