"""Issue of goods: the terminal holds a payment until the register says whether it delivered, and takes it back if not."""

from pathlib import Path

import pytest

from devices.payment_terminal.zvt.apdu import authorisation
from devices.payment_terminal.zvt.driver import ZvtTerminal
from devices.payment_terminal.zvt.emulator import ZvtEmulator
from devices.payment_terminal.zvt.goods import STATUSES
from kiosk.domain.payment import Approved, Cancelled, CancelledBy, Declined, InDoubt, Outcome, Slip, judge
from tests.devices.payment_terminal.zvt.test_charge import BILL, intent
from tests.devices.payment_terminal.zvt.test_faults import CLOCK, DONE, NOTHING, PAID, YES, scripted
from tests.devices.payment_terminal.zvt.test_reversal import results
from tests.devices.stepped_wire import SteppedWire

UNDELIVERED = Cancelled(CancelledBy.NOT_DELIVERED)
DOUBT = InDoubt("no_answer")


class Posting:
    """A bill that is being posted. `decision`: None while it is."""

    def __init__(self, decision: bool | None = None) -> None:
        self.decision = decision
        self.slips: list[Slip] = []

    def approved(self, slip: Slip) -> None:
        self.slips.append(slip)

    def wanted(self) -> bool | None:
        return self.decision

    def decide(self, decision: bool) -> None:
        self.decision = decision


def charge(terminal: ZvtTerminal, posting: Posting) -> Outcome:
    return terminal.charge(BILL, lambda stage: None, posting)


@pytest.mark.requirement("X23")
@pytest.mark.parametrize(
    ("decision", "expected", "ledger"), [(True, Approved, "approved"), (False, UNDELIVERED, "reversed")]
)
def test_delivered_or_not_is_one_word(
    terminal: ZvtTerminal, far: ZvtEmulator, decision: bool, expected: Outcome | type[Approved], ledger: str
) -> None:
    """X23: a bill that cannot be posted is not paid, and the terminal has taken it back by itself."""
    posting = Posting(decision)
    terminal.prepare()
    outcome = charge(terminal, posting)
    assert isinstance(outcome, Approved) if expected is Approved else outcome == expected
    assert [slip.amount for slip in posting.slips] == [BILL]
    assert results(far) == [ledger]


@pytest.mark.requirement("X23")
@pytest.mark.parametrize("decision", [True, False])
@pytest.mark.parametrize("after", [1, 6, 20])
def test_a_slow_posting_is_waited_for(
    terminal: ZvtTerminal, wire: SteppedWire, far: ZvtEmulator, decision: bool, after: int
) -> None:
    """X23: the terminal asks again, the bill is posted once."""
    posting = Posting()
    terminal.prepare()
    wire.later(1.5 + after, lambda: posting.decide(decision))
    outcome = charge(terminal, posting)
    assert isinstance(outcome, Approved) == decision
    assert len(posting.slips) == 1
    assert results(far) == ["approved" if decision else "reversed"]


@pytest.mark.requirement("X23")
def test_a_posting_that_never_ends_is_not_delivered(
    terminal: ZvtTerminal, wire: SteppedWire, far: ZvtEmulator
) -> None:
    """X23: the register says so itself at the last time of asking."""
    terminal.prepare()
    assert charge(terminal, Posting()) == UNDELIVERED
    assert bytes(wire.said).count(b"\x84\x9c\x00") == STATUSES - 1
    assert results(far) == ["reversed"]


@pytest.mark.parametrize("plan", ["decline", "cancel", "timeout"])
def test_what_was_not_approved_is_not_delivered(terminal: ZvtTerminal, far: ZvtEmulator, plan: str) -> None:
    posting = Posting(True)
    terminal.prepare()
    far.switch({"next": plan})
    assert not isinstance(charge(terminal, posting), Approved)
    assert posting.slips == []


def test_without_a_delivery_none_is_asked_for(terminal: ZvtTerminal, wire: SteppedWire) -> None:
    terminal.prepare()
    terminal.charge(BILL, lambda stage: None)
    assert b"\x02\x0a\x10\x03" not in bytes(wire.said)
    assert authorisation(3300, "0978", 10).to_bytes().hex() == "06010c" + "04000000003300" + "490978" + "020a"


@pytest.mark.requirement("X23")
@pytest.mark.parametrize("decision", [True, False, None])
@pytest.mark.parametrize("cut", range(0, 240, 6))
def test_the_cable_dies_at_any_byte_of_the_handshake(tmp_path: Path, cut: int, decision: bool | None) -> None:
    """X23, E2: never "approved" of what went back, never "not charged" of what stands; asked once."""
    wire = SteppedWire(lambda send: ZvtEmulator(send, tmp_path, lambda: CLOCK))
    far = wire.far
    assert isinstance(far, ZvtEmulator)
    terminal, posting = ZvtTerminal(wire, answer_seconds=30), Posting(decision)
    mark = terminal.prepare()
    wire.later(8, lambda: posting.decide(decision is not False))
    far.switch({"cut_after_bytes": cut, "drop_s": 600})
    outcome = charge(terminal, posting)
    if outcome == DOUBT:
        far.switch({"cut_after_bytes": None})
        wire.wait(700)
        settled = judge(intent(mark), terminal.inquire())
        assert settled is not None
        outcome = settled
    assert isinstance(outcome, Approved) == (results(far) == ["approved"])
    assert far.counters()["authorisation"] == 1
    assert len(posting.slips) <= 1


@pytest.mark.requirement("X23")
@pytest.mark.parametrize(
    ("messages", "reversal", "expected"),
    [
        ([YES, PAID, "061e016c"], [YES, "061e01b4"], UNDELIVERED),
        ([YES, PAID, "061e016c"], [YES, "061e01b5"], UNDELIVERED),
        ([YES, PAID, "061e016c"], [YES, "061e01a3"], DOUBT),
        ([YES, PAID, DONE], [YES, PAID, DONE], UNDELIVERED),
        ([YES, PAID, DONE], [YES, "061e01b5"], DOUBT),
        ([YES, PAID, DONE], [YES], DOUBT),
        ([YES, PAID], [YES, PAID, DONE], DOUBT),
    ],
    ids=[
        "took it back",
        "has nothing",
        "cannot",
        "understood nothing",
        "contradicts",
        "is silent",
        "breaks off",
    ],
)
def test_after_a_no_only_what_surely_went_back_is_not_charged(
    messages: list[str | bytes], reversal: list[str | bytes], expected: Outcome
) -> None:
    """X23: the payment is asked back by its name as well, which moves nothing twice."""
    terminal, far, _ = scripted(*messages)
    far._answers[0x0630] = [bytes.fromhex(each) if isinstance(each, str) else each for each in reversal]
    terminal.prepare()
    far._answers[0x0620] = NOTHING
    assert charge(terminal, Posting(False)) == expected
    assert far.commands.count(0x0601) == 1
    assert far.commands.count(0x0630) <= 1


def test_a_decline_behind_the_doubt_is_found(
    terminal: ZvtTerminal, wire: SteppedWire, far: ZvtEmulator
) -> None:
    """The terminal gave up asking and took the payment back; the inquiry says that nothing was charged."""
    mark = terminal.prepare()
    wire.later(2.5, lambda: far.switch({"mute": True}))
    wire.later(200, lambda: far.switch({"mute": False}))
    assert charge(terminal, Posting()) == DOUBT
    wire.wait(200)
    assert judge(intent(mark), terminal.inquire()) == Declined()
    assert results(far) == ["reversed"]
