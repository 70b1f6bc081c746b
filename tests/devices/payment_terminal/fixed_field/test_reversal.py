"""Money given back by a void, a payment that could not be delivered, and the day's settlement."""

from dataclasses import replace
from pathlib import Path

import pytest

from devices.payment_terminal.fixed_field.layout import layouts
from kiosk.domain.day_end import Total
from kiosk.domain.money import Money
from kiosk.domain.payment import Approved, Cancelled, CancelledBy, InDoubt, Slip
from kiosk.domain.reversal import NotReversed, ReversalInDoubt, Reversed
from kiosk.ports import NoReply, Refused
from tests.devices.payment_terminal.fixed_field.conftest import BILL, TERMINAL_ID, Counter


def paid(counter: Counter, amount: Money = BILL) -> Slip:
    _, outcome = counter.pay(amount)
    assert isinstance(outcome, Approved)
    return outcome.slip


def results(counter: Counter) -> list[object]:
    return [entry["result"] for entry in counter.far.ledger()]


@pytest.mark.parametrize("key", layouts())
def test_a_payment_goes_back_once(tmp_path: Path, key: str) -> None:
    counter = Counter(tmp_path, key)
    slip = paid(counter)
    assert isinstance(counter.terminal.reverse(slip), Reversed)
    assert counter.terminal.reverse(slip) == NotReversed("refused")
    assert results(counter) == ["reversed", "reversal"]


def test_a_refused_void_moves_nothing(counter: Counter) -> None:
    slip = paid(counter)
    counter.far.switch({"next_reversal": "refuse"})
    assert counter.terminal.reverse(slip) == NotReversed("refused")
    assert results(counter) == ["approved"]


@pytest.mark.parametrize("plan", ["drop_after", "drop_before"])
def test_a_void_whose_answer_got_lost_is_doubt_and_a_later_no_does_not_end_it(
    counter: Counter, plan: str
) -> None:
    """It may have gone back then; a no to the second one would say the same."""
    slip = paid(counter)
    counter.far.switch({"next_reversal": plan, "drop_s": 100})
    assert counter.terminal.reverse(slip) == ReversalInDoubt("no_answer")
    counter.wire.wait(30)
    again = counter.terminal.reverse(slip)
    assert again == ReversalInDoubt("mismatch") if plan == "drop_after" else isinstance(again, Reversed)
    assert results(counter) == ["reversed", "reversal"]


def test_a_void_that_was_turned_down_was_never_there(counter: Counter) -> None:
    slip = paid(counter)
    counter.far.switch({"naks": 5})
    with pytest.raises(Refused):
        counter.terminal.reverse(slip)
    assert results(counter) == ["approved"]


def test_the_answer_to_another_void_is_no_proof(counter: Counter) -> None:
    slip = paid(counter)
    lie = replace(slip, amount=Money(slip.amount.minor + 100))
    assert counter.terminal.reverse(lie) == ReversalInDoubt("mismatch")


@pytest.mark.parametrize("key", ["nccc400", "edc144"])
def test_the_day_is_told_in_one_sum_less_what_went_back(tmp_path: Path, key: str) -> None:
    counter = Counter(tmp_path, key)
    counter.terminal.reverse(paid(counter))
    paid(counter, Money(100_00))
    paid(counter, Money(23_00))
    with pytest.raises(Refused, match="only at the settlement"):
        counter.terminal.totals()
    totals = counter.terminal.close_day()
    assert totals.net
    assert totals.terminal_id == TERMINAL_ID
    assert totals.payments == Total(2 if key == "nccc400" else None, Money(123_00))
    assert totals.reversals.amount == Money(0)
    assert totals.closed_at
    assert counter.terminal.close_day().payments.amount == Money(0)


def test_a_settlement_without_an_answer_is_an_error(counter: Counter) -> None:
    counter.wire.later(1, lambda: counter.far.switch({"mute": True}))
    with pytest.raises(NoReply):
        counter.terminal.close_day()


def test_the_kiosk_is_paid_after_a_settlement_too(counter: Counter) -> None:
    """The receipt numbers go on, the batch is a new one: the mark knows both."""
    first = paid(counter)
    counter.terminal.close_day()
    assert paid(counter).trace > first.trace


class Handover:
    """Decides after so many questions; None: never."""

    def __init__(self, wanted: bool | None, after: int = 3) -> None:
        self.wanted_, self.left, self.slips = wanted, after, list[Slip]()

    def approved(self, slip: Slip) -> None:
        self.slips.append(slip)

    def wanted(self) -> bool | None:
        self.left -= 1
        return self.wanted_ if self.left < 0 else None


@pytest.mark.parametrize("wanted", [True, False, None])
def test_what_could_not_be_delivered_is_given_back(counter: Counter, wanted: bool | None) -> None:
    counter.terminal.prepare()
    handover = Handover(wanted)
    outcome = counter.terminal.charge(BILL, lambda stage: None, handover)
    assert len(handover.slips) == 1
    if wanted:
        assert isinstance(outcome, Approved)
        assert results(counter) == ["approved"]
    else:
        assert outcome == Cancelled(CancelledBy.NOT_DELIVERED)
        assert results(counter) == ["reversed", "reversal"]


def test_what_would_not_go_back_stands(counter: Counter) -> None:
    counter.terminal.prepare()
    counter.far.switch({"next_reversal": "refuse"})
    assert isinstance(counter.terminal.charge(BILL, lambda stage: None, Handover(False)), Approved)
    counter.terminal.prepare()
    counter.far.switch({"next_reversal": "drop_after", "drop_s": 200})
    assert counter.terminal.charge(BILL, lambda stage: None, Handover(False)) == InDoubt("no_answer")
