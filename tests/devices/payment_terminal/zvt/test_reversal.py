"""Money that goes back: asked once, told truly, and never twice."""

from dataclasses import replace

import pytest

from devices.payment_terminal.zvt.driver import ZvtTerminal
from devices.payment_terminal.zvt.emulator import ZvtEmulator
from kiosk.domain.payment import Approved, Cancelled, CancelledBy, Found, InDoubt, Slip, judge
from kiosk.domain.reversal import NotReversed, Reversal, ReversalInDoubt, Reversed
from kiosk.ports import DeviceError, Refused
from tests.devices.payment_terminal.zvt.test_charge import BILL, intent, pay
from tests.devices.stepped_wire import SteppedWire


def paid(terminal: ZvtTerminal) -> Slip:
    outcome, _, _ = pay(terminal)
    assert isinstance(outcome, Approved)
    return outcome.slip


def results(far: ZvtEmulator) -> list[object]:
    return [entry["result"] for entry in far.ledger()]


@pytest.mark.requirement("X23")
def test_a_payment_goes_back_whole(terminal: ZvtTerminal, far: ZvtEmulator) -> None:
    """X23: by a transaction of its own, with a slip of its own."""
    slip = paid(terminal)
    back = terminal.reverse(slip)
    assert isinstance(back, Reversed)
    assert back.slip is not None
    assert (back.slip.amount, back.slip.trace, back.slip.card) == (BILL, slip.trace + 1, "••••1111")
    assert results(far) == ["reversed", "reversal"]


@pytest.mark.requirement("X23")
def test_what_went_back_does_not_go_back_again(terminal: ZvtTerminal, far: ZvtEmulator) -> None:
    """X23: the terminal's last transaction says so, and behind another one the terminal itself says so."""
    slip = paid(terminal)
    first = terminal.reverse(slip)
    assert terminal.reverse(slip) == first
    assert far.counters()["reversal"] == 1
    paid(terminal)
    assert terminal.reverse(slip) == NotReversed("already")
    assert results(far) == ["reversed", "reversal", "approved"]


@pytest.mark.requirement("X23")
@pytest.mark.parametrize(
    ("plan", "expected", "ledger"),
    [
        ("refuse", NotReversed("refused"), ["approved"]),
        ("hang", ReversalInDoubt("no_answer"), ["approved"]),
        ("drop_before", ReversalInDoubt("no_answer"), ["approved"]),
        ("drop_after", Reversed, ["reversed", "reversal"]),
    ],
)
def test_each_end_of_a_reversal_has_its_word(
    terminal: ZvtTerminal, far: ZvtEmulator, plan: str, expected: Reversal | type[Reversed], ledger: list[str]
) -> None:
    """X23: an answer that got lost is looked for in the terminal's last transaction; without it nobody knows."""
    slip = paid(terminal)
    far.switch({"next_reversal": plan})
    back = terminal.reverse(slip)
    assert isinstance(back, Reversed) if expected is Reversed else back == expected
    assert results(far) == ledger
    assert far.counters()["reversal"] == 1


@pytest.mark.requirement("X23")
@pytest.mark.parametrize("plan", ["refuse", "hang", "drop_before", "drop_after"])
def test_asked_again_after_whatever_happened_it_has_gone_back_once(
    terminal: ZvtTerminal, wire: SteppedWire, far: ZvtEmulator, plan: str
) -> None:
    """X23: retried until confirmed."""
    slip = paid(terminal)
    far.switch({"next_reversal": plan})
    terminal.reverse(slip)
    wire.wait(700)
    assert isinstance(terminal.reverse(slip), Reversed)
    assert results(far) == ["reversed", "reversal"]


def test_what_the_terminal_does_not_know_cannot_go_back(terminal: ZvtTerminal, far: ZvtEmulator) -> None:
    slip = paid(terminal)
    assert terminal.reverse(replace(slip, receipt=77, trace=77)) == NotReversed("not_possible")
    assert terminal.reverse(replace(slip, terminal_id="11111111")) == NotReversed("not_possible")
    terminal.close_day()
    assert terminal.reverse(slip) == NotReversed("not_possible")
    assert results(far) == ["approved"]


def test_a_request_that_never_got_there_is_an_error_and_no_doubt(
    terminal: ZvtTerminal, wire: SteppedWire, far: ZvtEmulator
) -> None:
    slip = paid(terminal)
    far.switch({"mute": True})
    with pytest.raises(DeviceError):
        terminal.reverse(slip)
    far.switch({"mute": False})
    wire.wait(30)
    terminal.prepare()
    asked = len(wire.said)
    write = wire.write

    def turn_down(data: bytes) -> None:
        if data[:4] == b"\x10\x02\x06\x30":
            far.switch({"naks": 0})
            far.switch({"naks": 1})
        write(data)

    wire.write = turn_down  # type: ignore[method-assign]
    with pytest.raises(Refused):
        terminal.reverse(slip)
    assert bytes(wire.said[asked:]).count(b"\x10\x02\x06\x30") == 3
    assert results(far) == ["approved"]


@pytest.mark.requirement("E2")
def test_a_reversal_found_after_a_break_proves_no_payment(terminal: ZvtTerminal, far: ZvtEmulator) -> None:
    """E2: same amount, later trace, result 00: and yet the opposite of an approval."""
    mark = terminal.prepare()
    outcome = terminal.charge(BILL, lambda stage: None)
    assert isinstance(outcome, Approved)
    terminal.reverse(outcome.slip)
    found = terminal.inquire()
    assert isinstance(found, Found)
    assert found.reversal
    assert judge(intent(mark), found) == Cancelled(CancelledBy.NOT_CHARGED)
    assert judge(intent(mark), replace(found, of_trace=0)) == InDoubt("mismatch")
    assert judge(intent(replace(mark, trace=1, receipt=1)), found) == InDoubt("mismatch")
