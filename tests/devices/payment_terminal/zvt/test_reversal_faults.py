"""What goes wrong on the line while money goes back, or the day is reckoned, and what may come of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.payment_terminal.zvt.driver import ZvtTerminal
from devices.payment_terminal.zvt.emulator import ZvtEmulator
from devices.payment_terminal.zvt.framing import enclose
from kiosk.domain.day_end import DayTotals
from kiosk.domain.payment import Slip, TerminalTime
from kiosk.domain.reversal import NotReversed, Reversal, ReversalInDoubt, Reversed
from kiosk.ports import BadReply, DeviceError, NoReply, Refused
from tests.devices.payment_terminal.zvt.test_charge import BILL
from tests.devices.payment_terminal.zvt.test_faults import (
    CLOCK,
    DONE,
    NOTHING,
    PAID,
    PIECES,
    WELCOME,
    YES,
    Babble,
    Scripted,
)
from tests.devices.payment_terminal.zvt.test_reversal import paid, results
from tests.devices.stepped_wire import SteppedWire

REVERSAL = b"\x10\x02\x06\x30"
SLIP = Slip("52500038", 7, 7, BILL, TerminalTime(3, 14, 10, 30, 0))


def gone_back(far: ZvtEmulator) -> int:
    return results(far).count("reversal")


def at_the_request(wire: SteppedWire, do: Callable[[], object]) -> None:
    """As soon as the request for money back is about to be written, once."""
    write, wishes = wire.write, [do]

    def watch(data: bytes) -> None:
        if data.startswith(REVERSAL) and wishes:
            wishes.pop()()
        write(data)

    wire.write = watch  # type: ignore[method-assign]


@pytest.mark.requirement("X23")
@pytest.mark.parametrize("silent_for", [3.0, 600.0])
@pytest.mark.parametrize("cut", range(0, 150, 3))
def test_the_cable_dies_at_any_byte_of_the_answer(tmp_path: Path, cut: int, silent_for: float) -> None:
    """X23: never a false word, and whoever asks until it is known has had it back once."""
    wire = SteppedWire(lambda send: ZvtEmulator(send, tmp_path, lambda: CLOCK))
    far = wire.far
    assert isinstance(far, ZvtEmulator)
    terminal = ZvtTerminal(wire, answer_seconds=30)
    slip = paid(terminal)
    at_the_request(wire, lambda: far.switch({"cut_after_bytes": cut, "drop_s": silent_for}))
    back = terminal.reverse(slip)
    assert not isinstance(back, NotReversed)
    assert gone_back(far) == 1 or isinstance(back, ReversalInDoubt)
    far.switch({"cut_after_bytes": None})
    wire.wait(700)
    assert isinstance(terminal.reverse(slip), Reversed)
    assert gone_back(far) == 1


@pytest.mark.requirement("X23")
@pytest.mark.parametrize("cut", range(0, 150, 7))
def test_before_the_request_it_is_an_error_and_no_doubt(tmp_path: Path, cut: int) -> None:
    """X23: registering and asking for the last transaction moves nothing."""
    wire = SteppedWire(lambda send: ZvtEmulator(send, tmp_path, lambda: CLOCK))
    far = wire.far
    assert isinstance(far, ZvtEmulator)
    terminal = ZvtTerminal(wire, answer_seconds=30)
    slip = paid(terminal)
    far.switch({"cut_after_bytes": cut, "drop_s": 600})
    with pytest.raises(DeviceError):
        terminal.reverse(slip)
    assert "reversal" not in far.counters()


@pytest.mark.requirement("X23")
@pytest.mark.parametrize(("key", "count"), [("naks", 2), ("wrong_checks", 2), ("lost_acks", 1)])
@pytest.mark.parametrize("block", range(6))
def test_damaged_blocks_are_repeated_and_it_goes_back_once(
    terminal: ZvtTerminal, wire: SteppedWire, far: ZvtEmulator, key: str, count: int, block: int
) -> None:
    """X23: whichever block it is: a wrong check, a NAK, a lost ACK."""
    slip = paid(terminal)
    wire.later(0.25 * block, lambda: far.switch({key: count}))
    try:
        back = terminal.reverse(slip)
    except DeviceError:
        assert "reversal" not in far.counters()
    else:
        assert isinstance(back, Reversed)
        assert gone_back(far) == 1


@pytest.mark.requirement("X23")
@pytest.mark.parametrize("changes", [{"mute": True}, {"garbage": True}, {"power": False}])
def test_silence_and_noise_behind_the_request_are_doubt(
    terminal: ZvtTerminal, wire: SteppedWire, far: ZvtEmulator, changes: dict[str, object]
) -> None:
    """X23: the request is on the wire once, and nobody says anything that is not known."""
    slip = paid(terminal)
    at_the_request(wire, lambda: far.switch(changes))
    assert terminal.reverse(slip) == ReversalInDoubt("no_answer")
    assert bytes(wire.said).count(REVERSAL) == 1


# --- terminals that say odd things ----------------------------------------------------------------


def told(
    trace: str = "000008", receipt: str = "0008", *, more: str = "", minor: str = "000000231800"
) -> bytes:
    data = f"27002952500038 04{minor} 490901 0c103100 0d0314 0b{trace} 87{receipt} {more}"
    fields = bytes.fromhex(data)
    return b"\x04\x0f" + bytes((len(fields),)) + fields


def scripted(
    *answers: str | bytes, lasts: list[list[bytes]] | None = None
) -> tuple[ZvtTerminal, Scripted, SteppedWire]:
    """`lasts`: the answers to one question after the other about the last transaction; the last of them stays."""
    script = {0x0600: WELCOME, 0x0501: WELCOME, 0x06B0: [YES]}
    said = [bytes.fromhex(each) if isinstance(each, str) else each for each in answers]
    script |= {command: list(said) for command in (0x0630, 0x0610, 0x0650)}
    wire = SteppedWire(lambda send: Changing(send, script, lasts or [[YES, PAID, DONE]]))
    assert isinstance(wire.far, Scripted)
    return ZvtTerminal(wire, answer_seconds=20), wire.far, wire


class Changing(Scripted):
    """Its last transaction becomes another one each time that it is asked."""

    def __init__(
        self, send: Callable[[bytes], None], answers: dict[int, list[bytes]], lasts: list[list[bytes]]
    ) -> None:
        super().__init__(send, answers)
        self._lasts = list(lasts)

    def _hear(self, command: int) -> None:
        if command == 0x0620:
            self._answers[command] = self._lasts.pop(0) if len(self._lasts) > 1 else self._lasts[0]
        super()._hear(command)


OURS, SOMEBODYS = "37000007", "37000005"
GONE = ReversalInDoubt("no_answer")


@pytest.mark.requirement("X23")
@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ([YES, told(more=OURS), DONE], "reversed"),
        ([YES, told(), DONE], "reversed"),
        ([YES, told(more=OURS), told(more=OURS), DONE, DONE], "reversed"),
        ([YES, "04ff010e", "06d10540414243", told(more=OURS), "06d3020601", DONE], "reversed"),
        ([YES, "040f022700", DONE], "reversed"),
        ([YES, told(more=SOMEBODYS), DONE], ReversalInDoubt("mismatch")),
        ([YES, told(minor="000000000100"), DONE], ReversalInDoubt("mismatch")),
        ([YES, "061e01b4"], NotReversed("already")),
        ([YES, "061e01b5"], NotReversed("not_possible")),
        ([YES, "061e0183"], NotReversed("not_possible")),
        ([YES, "061e016c"], NotReversed("refused")),
        ([YES, "061e00"], NotReversed("refused")),
        ([YES, "040f022705", DONE], NotReversed("refused")),
        (["848300"], NotReversed("not_possible")),
        (["84b400"], NotReversed("already")),
        (["849c00"], GONE),
        ([YES, told(more=OURS), "061e016c"], GONE),
        ([YES, told(more=OURS)], GONE),
        ([YES, DONE], GONE),
        ([YES, "040f0199", DONE], GONE),
        ([YES], GONE),
        ([], GONE),
    ],
    ids=range(22),
)
def test_what_a_terminal_says_and_what_it_means(
    messages: list[str | bytes], expected: Reversal | str
) -> None:
    """X23: only "result 00, completed" of this payment is money back; a contradiction is doubt."""
    terminal, far, _ = scripted(*messages)
    back = terminal.reverse(SLIP)
    assert isinstance(back, Reversed) if expected == "reversed" else back == expected
    assert far.commands.count(0x0630) == 1


@pytest.mark.requirement("X23")
@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (told(more=OURS), Reversed),
        (told(receipt="0007"), Reversed),
        (told(more=SOMEBODYS), GONE),
        (told(), GONE),
        (told(receipt="0007", minor="000000000100"), GONE),
        (PAID, GONE),
        (None, GONE),
    ],
    ids=["names ours", "our receipt again", "another's", "a payment", "another sum", "as before", "silence"],
)
def test_how_a_lost_answer_is_recognised(found: bytes | None, expected: Reversal | type[Reversed]) -> None:
    """X23: by the payment's trace, or by its receipt number under a new trace; by nothing less."""
    asked = [YES, found, DONE] if found else [b""]
    terminal, far, _ = scripted(YES, lasts=[[YES, PAID, DONE], asked])
    back = terminal.reverse(SLIP)
    assert isinstance(back, Reversed) if expected is Reversed else back == expected
    assert far.commands.count(0x0630) == 1


@pytest.mark.requirement("X23")
def test_a_terminal_that_shows_our_reversal_is_not_asked_for_it_again() -> None:
    """X23: the answer got lost with the kiosk that had asked."""
    terminal, far, _ = scripted(YES, "061e01b5", lasts=[[YES, told(more=OURS), DONE]])
    assert isinstance(terminal.reverse(SLIP), Reversed)
    assert 0x0630 not in far.commands


def test_a_late_answer_to_an_older_question_is_not_taken_for_this_one() -> None:
    terminal, _, wire = scripted(YES, "061e01b5")
    wire.to_kiosk += enclose(told(more=OURS)) + enclose(DONE)
    assert terminal.reverse(SLIP) == NotReversed("not_possible")


# --- the day --------------------------------------------------------------------------------------


@pytest.mark.requirement("X32")
@pytest.mark.parametrize(
    ("messages", "error"),
    [
        ([YES, "061e0177"], Refused),
        ([YES, "061e00"], Refused),
        (["848300"], Refused),
        (["849c00"], Refused),
        ([YES, DONE], BadReply),
        ([YES, "040f022777", DONE], Refused),
        ([YES, "040f022700", DONE], BadReply),
        ([YES, "040f0199", DONE], BadReply),
        ([YES], NoReply),
        ([], NoReply),
    ],
    ids=range(10),
)
@pytest.mark.parametrize("closing", [False, True], ids=["read", "close"])
def test_a_day_that_is_not_told_is_an_error(
    messages: list[str | bytes], error: type[DeviceError], closing: bool
) -> None:
    """X32: no sum is not a sum of nothing."""
    terminal, far, _ = scripted(*messages)
    with pytest.raises(error):
        terminal.close_day() if closing else terminal.totals()
    assert far.commands.count(0x0650) == int(closing)


@pytest.mark.requirement("X32")
@pytest.mark.parametrize("cut", range(0, 160, 5))
def test_the_cable_dies_at_any_byte_of_the_reckoning(tmp_path: Path, cut: int) -> None:
    """X32: the whole total or an error; a day that was read is still open."""
    wire = SteppedWire(lambda send: ZvtEmulator(send, tmp_path, lambda: CLOCK))
    far = wire.far
    assert isinstance(far, ZvtEmulator)
    terminal = ZvtTerminal(wire)
    paid(terminal)
    expected = terminal.totals()
    far.switch({"cut_after_bytes": cut, "drop_s": 60})
    try:
        said: DayTotals | None = terminal.totals()
    except DeviceError:
        said = None
    assert said in (expected, None)
    far.switch({"cut_after_bytes": None})
    wire.wait(90)
    assert terminal.totals() == expected


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=40))
def test_whatever_is_said_every_call_comes_to_an_end(pieces: list[bytes]) -> None:
    wire = SteppedWire(lambda send: Babble(send, list(pieces)))
    terminal = ZvtTerminal(wire, answer_seconds=5, ack_seconds=1)
    for ask in (lambda: terminal.reverse(SLIP), terminal.totals, terminal.close_day):
        try:
            ask()
        except DeviceError:
            continue
    assert bytes(wire.said).count(REVERSAL) <= 3
    assert wire.time < 900


def test_nothing_in_memory_is_no_reason_not_to_ask() -> None:
    """Some terminals forget their last transaction at the end of a day, and still know their receipts."""
    terminal, far, _ = scripted(YES, told(more=OURS), DONE, lasts=[NOTHING])
    assert isinstance(terminal.reverse(SLIP), Reversed)
    assert far.commands.count(0x0630) == 1


@pytest.mark.requirement("X32")
@pytest.mark.parametrize("answer", [["040f09 2700 04 000000231800", DONE], []], ids=["told", "lost"])
def test_a_terminal_that_forgets_at_the_end_of_a_day_is_charged_with_on_the_next(
    answer: list[str | bytes],
) -> None:
    """X32: its "nothing" is an answer again once the day was closed."""
    terminal, _, _ = scripted(YES, *answer, lasts=[NOTHING, NOTHING])
    terminal._has_charged = True
    with pytest.raises(BadReply, match="last transaction"):
        terminal.prepare()
    try:
        assert terminal.close_day().payments.amount == BILL
    except NoReply:
        assert not answer
    assert terminal.prepare().trace is None
