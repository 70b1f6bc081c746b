"""Whose transaction is it? The judgement of what a terminal says, live or after a break."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.money import Money
from kiosk.domain.payment import (
    Approved,
    Cancelled,
    CancelledBy,
    Declined,
    Finding,
    Found,
    InDoubt,
    Mark,
    NoAnswer,
    NothingFound,
    NotTold,
    Outcome,
    Payment,
    Slip,
    StillBusy,
    accept,
    is_final,
    judge,
)
from tests.kiosk.domain.drafts import NOW, TAIPEI
from tests.kiosk.domain.examples import AMOUNT, MARK, a_payment, a_slip, time_of

OURS = a_slip(138)
NOT_CHARGED = Cancelled(CancelledBy.NOT_CHARGED)
MISMATCH = InDoubt("mismatch")
FIRST_EVER = a_payment(mark=Mark("52500038", None, None))
#: One thing wrong at a time.
NOT_OURS = {
    "another terminal": a_slip(terminal_id="52500039"),
    "another amount": a_slip(amount=Money(AMOUNT.minor + 1)),
    "another currency": a_slip(amount=Money(AMOUNT.minor, "EUR")),
    "an old trace": a_slip(trace=136, receipt=138),
    "the mark's trace": a_slip(trace=137, receipt=138),
    "an old receipt": a_slip(trace=138, receipt=137),
    "before the intent": a_slip(time=time_of(NOW - timedelta(minutes=6))),
    "long after the intent": a_slip(time=time_of(NOW + timedelta(minutes=11))),
    "another day": a_slip(time=time_of(NOW + timedelta(days=1))),
    "no time at all": a_slip(time=replace(time_of(NOW), month=13, hour=99)),
}


@pytest.mark.requirement("E2")
@pytest.mark.parametrize("slip", NOT_OURS.values(), ids=NOT_OURS)
def test_another_transaction_is_never_taken_for_ours(slip: object) -> None:
    """E2: a recovered or a live answer counts only when terminal, amount, trace, receipt and time are this payment's."""
    assert accept(a_payment(), Approved(slip)) == MISMATCH  # type: ignore[arg-type]
    assert judge(a_payment(), Found(slip, approved=True)) == MISMATCH  # type: ignore[arg-type]
    assert judge(a_payment(), Found(slip, approved=False)) == MISMATCH  # type: ignore[arg-type]


@pytest.mark.requirement("E2")
@given(
    terminal=st.sampled_from(("52500038", "52500039")),
    minor=st.integers(AMOUNT.minor - 2, AMOUNT.minor + 2),
    trace=st.integers(135, 141),
    receipt=st.integers(135, 141),
    seconds=st.integers(-1_200, 1_200),
)
def test_an_approval_is_ours_only_if_everything_fits(
    terminal: str, minor: int, trace: int, receipt: int, seconds: int
) -> None:
    """E2."""
    slip = a_slip(
        terminal_id=terminal,
        amount=Money(minor),
        trace=trace,
        receipt=receipt,
        time=time_of(NOW + timedelta(seconds=seconds)),
    )
    fits = (
        terminal == MARK.terminal_id
        and minor == AMOUNT.minor
        and trace > 137
        and receipt > 137
        and -300 <= seconds <= 600
    )
    assert accept(a_payment(), Approved(slip)) == (Approved(slip) if fits else MISMATCH)
    judged = judge(a_payment(), Found(slip, approved=True))
    assert isinstance(judged, Approved) == fits


@pytest.mark.requirement("X22")
@pytest.mark.parametrize(
    ("finding", "settled"),
    [
        (Found(OURS, approved=True), Approved(OURS)),
        (Found(OURS, approved=False), Declined()),
        (Found(a_slip(137), approved=True), NOT_CHARGED),
        (NothingFound(), MISMATCH),
        (StillBusy(), None),
        (NoAnswer(), None),
    ],
    ids=repr,
)
def test_one_action_for_each_answer(finding: Finding, settled: Outcome | None) -> None:
    """X22: approved, declined, not begun, not found, in progress, no answer."""
    assert judge(a_payment(), finding) == settled


@pytest.mark.requirement("X22")
def test_a_terminal_that_never_had_a_transaction_has_charged_nothing() -> None:
    """X22: nothing in memory before and nothing after."""
    assert judge(FIRST_EVER, NothingFound()) == NOT_CHARGED
    assert judge(FIRST_EVER, Found(a_slip(1), approved=True)) == Approved(a_slip(1))


@pytest.mark.requirement("E2")
@pytest.mark.parametrize("approved", [True, False])
def test_what_the_terminal_did_for_the_next_customer_is_not_taken_for_this_payment(approved: bool) -> None:
    """E2: in doubt, then the same amount once more: the later transaction says nothing about the earlier payment."""
    first = a_payment(later=Mark("52500038", 138, 138))
    assert judge(first, Found(a_slip(139), approved)) == MISMATCH
    assert judge(first, Found(a_slip(138), approved)) == (Approved(a_slip(138)) if approved else Declined())
    assert judge(first, Found(a_slip(137), approved)) == NOT_CHARGED


@pytest.mark.requirement("E2")
@pytest.mark.parametrize(
    ("of_trace", "gave_back", "settled"),
    [(138, True, NOT_CHARGED), (0, True, MISMATCH), (137, True, MISMATCH), (138, False, MISMATCH)],
    ids=["ours", "somebody's", "the mark's", "did not work"],
)
def test_a_reversal_never_proves_a_payment(of_trace: int, gave_back: bool, settled: Outcome) -> None:
    """E2: the same amount under a later trace went back, not in."""
    found = Found(a_slip(139), gave_back, reversal=True, of_trace=of_trace)
    assert judge(a_payment(), found) == settled
    assert judge(a_payment(later=Mark("52500038", 138, 138)), found) == MISMATCH


@pytest.mark.requirement("E2")
def test_a_memory_lost_since_is_no_proof_that_nothing_was_charged() -> None:
    """E2: nothing before, something when the next payment was asked, nothing now."""
    assert judge(replace(FIRST_EVER, later=Mark("52500038", 138, 138)), NothingFound()) == MISMATCH
    assert judge(replace(FIRST_EVER, later=Mark("52500038", None, None)), NothingFound()) == NOT_CHARGED
    lost = a_payment(later=Mark("52500038", None, None))
    assert judge(lost, Found(OURS, approved=True)) == MISMATCH
    swapped = a_payment(later=Mark("another", 9, 9))
    assert judge(swapped, Found(OURS, approved=True)) == Approved(OURS)


@pytest.mark.requirement("E2")
@pytest.mark.parametrize(
    ("asked", "charged"),
    [
        (datetime(2026, 12, 31, 23, 59, 50), datetime(2027, 1, 1, 0, 0, 10)),
        (datetime(2027, 1, 1, 0, 0, 5), datetime(2026, 12, 31, 23, 59, 58)),
        (datetime(2028, 2, 29, 12, 0, 0), datetime(2028, 2, 29, 12, 0, 30)),
        (datetime(2028, 2, 28, 23, 59, 0), datetime(2028, 2, 29, 0, 0, 30)),
    ],
    ids=str,
)
def test_a_clock_without_a_year_at_midnight_and_on_29_february(asked: datetime, charged: datetime) -> None:
    """E2: a charge over New Year's midnight is ours, in either direction of a clock that is a little off."""
    payment = a_payment(asked_at=asked.replace(tzinfo=TAIPEI))
    slip = a_slip(time=time_of(charged))
    assert accept(payment, Approved(slip)) == Approved(slip)


@pytest.mark.requirement("E2")
def test_29_february_of_a_terminal_in_a_year_without_one() -> None:
    """E2: nonsense of the terminal's is no match and no crash."""
    payment = a_payment(asked_at=datetime(2026, 3, 1, 0, 0, 10, tzinfo=TAIPEI))
    slip = a_slip(time=replace(time_of(NOW), month=2, day=29, hour=23, minute=59, second=50))
    assert accept(payment, Approved(slip)) == MISMATCH


@pytest.mark.parametrize("outcome", [Declined(), NOT_CHARGED, InDoubt("no_answer")], ids=repr)
def test_what_is_no_approval_needs_no_proof(outcome: Outcome) -> None:
    assert accept(a_payment(), outcome) == outcome


def test_only_doubt_is_not_final() -> None:
    assert [is_final(o) for o in (Approved(OURS), Declined(), NOT_CHARGED, MISMATCH)] == [
        True,
        True,
        True,
        False,
    ]


# --- terminals that are asked by our own number -----------------------------------------------------

KEY = "261124103000123456"
KEYED = a_payment(mark=Mark("52500038", None, None, KEY))
WITH_KEY = a_slip(138, request=KEY)


@pytest.mark.requirement("E2")
@pytest.mark.parametrize(
    ("payment", "slip", "ours"),
    [
        (KEYED, WITH_KEY, True),
        (KEYED, a_slip(138), False),  # may be its last one: nobody knows where it stood
        (KEYED, a_slip(138, request="another"), False),
        (replace(KEYED, mark=replace(MARK, receipt=None, request=KEY)), a_slip(138), True),
        (replace(KEYED, mark=replace(MARK, receipt=None, request=KEY)), a_slip(137), False),
        (replace(KEYED, later=Mark("52500038", None, None, "later")), WITH_KEY, True),
        (replace(KEYED, later=Mark("52500038", None, None, "later")), a_slip(138), False),
        (replace(KEYED, later=Mark("52500038", 137, None, "later")), WITH_KEY, True),
        (a_payment(), WITH_KEY, False),
    ],
)
def test_what_is_found_by_our_number_bears_it_or_came_after_the_mark(
    payment: Payment, slip: Slip, ours: bool
) -> None:
    """E2: an inquiry that is answered with something else is not taken for this payment."""
    assert judge(payment, Found(slip, approved=True)) == (Approved(slip) if ours else MISMATCH)


@pytest.mark.requirement("E2")
def test_a_live_answer_needs_no_number_but_no_other_either() -> None:
    """E2: it came in the session of the request; another number makes it another's."""
    assert accept(KEYED, Approved(a_slip(138))) == Approved(a_slip(138))
    assert accept(KEYED, Approved(WITH_KEY)) == Approved(WITH_KEY)
    assert accept(KEYED, Approved(a_slip(138, request="another"))) == MISMATCH


@pytest.mark.requirement("X22")
@pytest.mark.parametrize("finding", [NotTold(), NothingFound()])
def test_a_no_proves_nothing_where_nobody_knows_where_the_terminal_stood(finding: Finding) -> None:
    """X22: never a "not charged"."""
    assert judge(KEYED, finding) == InDoubt("not_told")
    assert judge(a_payment(), NotTold()) == InDoubt("not_told")
