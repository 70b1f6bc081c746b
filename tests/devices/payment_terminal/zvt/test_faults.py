"""What goes wrong on the line, at every place, and what may come of it. The law: one request, and no false word."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.payment_terminal.handshake import ACK, NAK, Acked, Frame
from devices.payment_terminal.zvt.apdu import Apdu, yes
from devices.payment_terminal.zvt.driver import ZvtTerminal
from devices.payment_terminal.zvt.emulator import ZvtEmulator
from devices.payment_terminal.zvt.framing import Deframer, enclose
from kiosk.domain.faults import Fault
from kiosk.domain.health import DeviceState
from kiosk.domain.money import Money
from kiosk.domain.payment import (
    Approved,
    Cancelled,
    CancelledBy,
    Declined,
    InDoubt,
    NoAnswer,
    NothingFound,
    Outcome,
    judge,
)
from kiosk.domain.reversal import NotReversed
from kiosk.ports import BadReply, DeviceError, NoReply, NotConnected, Refused
from tests.devices.payment_terminal.gone import Gone
from tests.devices.payment_terminal.zvt.test_charge import AT, BILL, intent
from tests.devices.stepped_wire import SteppedWire

CLOCK = AT.replace(tzinfo=None)


def charged(far: ZvtEmulator) -> bool:
    return any(entry["result"] == "approved" for entry in far.ledger())


@pytest.mark.requirement("E2")
@pytest.mark.parametrize("silent_for", [3.0, 600.0])
@pytest.mark.parametrize("cut", range(0, 150, 3))
def test_the_cable_dies_at_any_byte_of_the_answer(tmp_path: Path, cut: int, silent_for: float) -> None:
    """E2: dead for good, or back while the terminal still repeats; never a false word, never a second request."""
    wire = SteppedWire(lambda send: ZvtEmulator(send, tmp_path, lambda: CLOCK))
    far = wire.far
    assert isinstance(far, ZvtEmulator)
    terminal = ZvtTerminal(wire, answer_seconds=30)
    mark = terminal.prepare()
    far.switch({"cut_after_bytes": cut, "drop_s": silent_for})
    outcome = terminal.charge(BILL, lambda stage: None)
    assert far.counters()["authorisation"] == 1
    if isinstance(outcome, InDoubt):
        wire.wait(700)
        settled = judge(intent(mark), terminal.inquire())
        expected = Approved if charged(far) else Cancelled
        assert isinstance(settled, expected)
    else:
        assert isinstance(outcome, Approved) == charged(far)
    assert far.counters()["authorisation"] == 1


@pytest.mark.parametrize("key", ["naks", "wrong_checks"])
@pytest.mark.parametrize("count", [1, 2])
def test_a_few_damaged_blocks_are_repeated_and_nobody_notices(
    terminal: ZvtTerminal, far: ZvtEmulator, key: str, count: int
) -> None:
    mark = terminal.prepare()
    far.switch({key: count})
    assert isinstance(terminal.charge(BILL, lambda stage: None), Approved)
    assert mark.trace is None
    assert far.counters()["authorisation"] == 1


@pytest.mark.requirement("E2")
def test_a_nak_for_noise_before_the_request_brings_no_second_one(
    terminal: ZvtTerminal, wire: SteppedWire, far: ZvtEmulator
) -> None:
    """E2: the terminal turns a damaged block down and takes the request behind it; its ACK counts, not its NAK."""
    terminal.prepare()
    wire.said.clear()
    wire.noise = bytes.fromhex("100206001003ffff")
    assert isinstance(terminal.charge(BILL, lambda stage: None), Approved)
    assert (far.counters()["authorisation"], far.counters()["damaged"]) == (1, 1)
    assert wire.said.count(bytes.fromhex("10020601")) == 1


@pytest.mark.requirement("E2")
def test_a_lost_ack_does_not_make_a_second_request(
    terminal: ZvtTerminal, wire: SteppedWire, far: ZvtEmulator
) -> None:
    """E2: the terminal has the request though its ACK is lost: the request is not repeated, and it goes on."""
    terminal.prepare()
    far.switch({"lost_acks": 1})
    assert isinstance(terminal.charge(BILL, lambda stage: None), Approved)
    assert bytes(wire.said).count(b"\x10\x02\x06\x01") == 1


@pytest.mark.requirement("E2")
def test_silence_after_the_request_is_doubt_and_no_second_request(
    terminal: ZvtTerminal, wire: SteppedWire, far: ZvtEmulator
) -> None:
    """E2: nobody knows whether the request arrived."""
    terminal.prepare()
    far.switch({"mute": True})
    assert terminal.charge(BILL, lambda stage: None) == InDoubt("no_answer")
    assert bytes(wire.said).count(b"\x10\x02\x06\x01") == 1
    assert terminal.inquire() == NoAnswer()


@pytest.mark.requirement("E2")
def test_a_request_that_was_turned_down_three_times_was_never_there(
    terminal: ZvtTerminal, far: ZvtEmulator
) -> None:
    """E2: only here the charge fails without doubt, because the terminal said three times that it has nothing."""
    terminal.prepare()
    far.switch({"naks": 3})
    with pytest.raises(Refused):
        terminal.charge(BILL, lambda stage: None)
    assert "authorisation" not in far.counters()
    assert terminal.inquire() == NothingFound()


def test_a_terminal_that_lost_power_wants_to_be_registered_again(
    terminal: ZvtTerminal, far: ZvtEmulator
) -> None:
    terminal.prepare()
    far.switch({"power": False})
    far.switch({"power": True})
    assert terminal.charge(BILL, lambda stage: None) == Cancelled(CancelledBy.TERMINAL)
    terminal.prepare()
    assert isinstance(terminal.charge(BILL, lambda stage: None), Approved)


# --- asking how it is ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "state", "fault"),
    [
        ({}, DeviceState.ONLINE, None),
        ({"power": False}, DeviceState.OFFLINE, Fault.NO_ANSWER),
        ({"mute": True}, DeviceState.OFFLINE, Fault.NO_ANSWER),
        ({"wrong_checks": 100}, DeviceState.OFFLINE, Fault.GARBAGE),
        ({"naks": 100}, DeviceState.OFFLINE, Fault.GARBAGE),
        ({"garbage": True}, DeviceState.OFFLINE, Fault.GARBAGE),
    ],
)
def test_no_answer_is_never_fine(
    terminal: ZvtTerminal,
    far: ZvtEmulator,
    changes: dict[str, object],
    state: DeviceState,
    fault: Fault | None,
) -> None:
    far.switch(changes)
    report = terminal.status()
    assert (report.state, report.faults) == (state, (fault,) if fault else ())
    assert terminal.inquire() == (NothingFound() if state is DeviceState.ONLINE else NoAnswer())


@pytest.mark.parametrize(
    ("changes", "state", "detail"),
    [
        ({}, DeviceState.ONLINE, "terminal"),
        ({"host": False}, DeviceState.PERSON_NEEDED, "A3 no connection"),
        ({"mute": True}, DeviceState.OFFLINE, "no answer"),
    ],
)
def test_a_diagnosis_says_whether_the_bank_is_reached(
    terminal: ZvtTerminal, far: ZvtEmulator, changes: dict[str, object], state: DeviceState, detail: str
) -> None:
    """A status enquiry asks the terminal alone."""
    far.switch(changes)
    report = terminal.diagnose()
    assert report.state is state
    assert detail in report.detail
    if "host" in changes:
        assert terminal.status().state is DeviceState.ONLINE


@pytest.mark.requirement("E2")
def test_without_a_bank_nothing_is_charged_and_nothing_goes_back(
    terminal: ZvtTerminal, far: ZvtEmulator
) -> None:
    """E2: the terminal says so, and is believed."""
    terminal.prepare()
    paid = terminal.charge(BILL, lambda stage: None)
    assert isinstance(paid, Approved)
    far.switch({"host": False})
    assert terminal.reverse(paid.slip) == NotReversed("refused")
    assert terminal.charge(BILL, lambda stage: None) == Cancelled(CancelledBy.TERMINAL)
    assert [entry["result"] for entry in far.ledger()] == ["approved", "broken_off"]


@pytest.mark.requirement("E2")
def test_without_a_port_nothing_was_asked() -> None:
    """E2: no port, no request: an error, and no doubt."""
    terminal = ZvtTerminal(Gone())
    assert terminal.status().faults == (Fault.PORT_MISSING,)
    assert terminal.inquire() == NoAnswer()
    with pytest.raises(NotConnected):
        terminal.prepare()
    with pytest.raises(NotConnected):
        terminal.charge(BILL, lambda stage: None)


# --- terminals that say odd things ----------------------------------------------------------------


class Scripted:
    """Plays a terminal that answers each command with messages given beforehand, each ACKed or not."""

    def __init__(self, send: Callable[[bytes], None], answers: dict[int, list[bytes]]) -> None:
        self._send, self._answers, self._queue = send, answers, list[bytes]()
        self._deframer = Deframer()
        self.commands: list[int] = []

    def take(self, data: bytes) -> None:
        for heard in self._deframer.feed(data):
            match heard:
                case Frame(apdu):
                    self._send(bytes((ACK,)))
                    self._hear(int.from_bytes(apdu[:2], "big"))
                case Acked() if self._queue and self._queue[0][:1] in (b"\x80", b"\x84"):
                    self._on()

    def ticked(self, now: float) -> None: ...

    def _hear(self, command: int) -> None:
        if command >> 8 in (0x80, 0x84):
            self._on()
        else:
            self.commands.append(command)
            self._queue = [b"", *self._answers.get(command, [])]
            self._on()

    def _on(self) -> None:
        del self._queue[:1]
        if self._queue:
            self._send(enclose(self._queue[0]))


YES, DONE, WHO = yes().to_bytes(), bytes.fromhex("060f00"), bytes.fromhex("040f0727002952500038")
WELCOME = [YES, WHO, DONE]
NOTHING = [YES, bytes.fromhex("061e0183")]
PAID = Apdu(
    0x040F,
    bytes.fromhex("27 00 29 52500038 04 000000231800 49 0901 0c 103000 0d 0314 0b 000007 87 0007"),
).to_bytes()


def scripted(
    *charge: str | bytes, last: list[bytes] | None = None
) -> tuple[ZvtTerminal, Scripted, SteppedWire]:
    answers = [bytes.fromhex(message) if isinstance(message, str) else message for message in charge]
    script = {0x0600: WELCOME, 0x0501: WELCOME, 0x0620: last or NOTHING, 0x0601: answers, 0x06B0: [YES]}
    wire = SteppedWire(lambda send: Scripted(send, script))
    assert isinstance(wire.far, Scripted)
    return ZvtTerminal(wire, answer_seconds=20), wire.far, wire


@pytest.mark.requirement("E5")
@pytest.mark.parametrize("code", [0x01, 0x05, 0x33, 0x63, 0x64, 0x6E, 0x71, 0x78, 0x7A, 0xC3])
def test_whatever_the_card_was_declined_for_it_is_one_decline(code: int) -> None:
    """E5: the reason stays with the terminal."""
    terminal, _, _ = scripted(YES, f"061e01{code:02x}")
    terminal.prepare()
    assert terminal.charge(BILL, lambda stage: None) == Declined()


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ([YES, "061e00"], Cancelled(CancelledBy.TERMINAL)),
        ([YES, "061e016c"], Cancelled(CancelledBy.CUSTOMER)),
        ([YES, "061e01a3"], Cancelled(CancelledBy.TERMINAL)),
        ([YES, "040f022705", "061e0105"], Declined()),
        ([YES, "040f022705", DONE], Declined()),
        (["848300"], Cancelled(CancelledBy.TERMINAL)),
        (["849c00"], InDoubt("no_answer")),
        ([YES, PAID, DONE], "approved"),
        ([YES, "04ff010a", "06d10540414243", "06d1034041424344", PAID, "06d3020601", DONE], "approved"),
        ([PAID, YES, "061e0105"], Declined()),
        ([PAID, YES, DONE], InDoubt("no_answer")),
        ([YES, PAID, "061e0105"], InDoubt("no_answer")),
        ([YES, PAID], InDoubt("no_answer")),
        ([YES, DONE], InDoubt("no_answer")),
        ([YES, "040f022700", DONE], InDoubt("no_answer")),
        ([YES, "040f0527000400", DONE], InDoubt("no_answer")),
        ([YES, PAID[:-1] + b"\x08", "040f0199", DONE], InDoubt("no_answer")),
        ([YES], InDoubt("no_answer")),
        ([], InDoubt("no_answer")),
    ],
    ids=lambda value: None if isinstance(value, list) else str(value),
)
def test_what_a_terminal_says_and_what_it_means(messages: list[str | bytes], expected: Outcome | str) -> None:
    """Only "result 00, a whole slip, completed" is an approval; a contradiction is doubt."""
    terminal, far, _ = scripted(*messages)
    terminal.prepare()
    outcome = terminal.charge(BILL, lambda stage: None)
    assert isinstance(outcome, Approved) if expected == "approved" else outcome == expected
    assert far.commands.count(0x0601) == 1


@pytest.mark.requirement("E2")
def test_a_late_answer_of_an_older_conversation_is_not_taken_for_the_new_one() -> None:
    """E2: what still lies on the line is answered, and belongs to nobody who asks now."""
    terminal, far, wire = scripted(YES, "061e0105")
    terminal.prepare()
    wire.to_kiosk += enclose(PAID) + enclose(DONE)
    assert terminal.charge(BILL, lambda stage: None) == Declined()
    assert far.commands.count(0x0601) == 1


@pytest.mark.requirement("E2")
def test_a_terminal_that_cannot_tell_its_last_transaction_is_not_charged_with() -> None:
    """E2: without that answer nothing could be recovered after a break."""
    terminal, _, _ = scripted(last=[YES, DONE])
    with pytest.raises(BadReply, match="last transaction"):
        terminal.prepare()
    assert terminal.inquire() == NoAnswer()


@pytest.mark.requirement("E2")
def test_nothing_in_memory_is_no_answer_after_something_was_charged() -> None:
    """E2: a terminal that says "nothing" behind an approval does not know; it is not believed."""
    terminal, _, _ = scripted(YES, PAID, DONE)
    terminal.prepare()
    assert isinstance(terminal.charge(BILL, lambda stage: None), Approved)
    assert terminal.inquire() == NoAnswer()
    with pytest.raises(DeviceError):
        terminal.prepare()


def test_a_terminal_that_does_not_want_us_is_reported() -> None:
    wire = SteppedWire(
        lambda send: Scripted(send, {0x0600: [YES, bytes.fromhex("061e016b")], 0x0501: WELCOME})
    )
    terminal = ZvtTerminal(wire)
    with pytest.raises(Refused, match="registration"):
        terminal.prepare()
    assert terminal.status().faults == (Fault.REGISTRATION_REFUSED,)


@pytest.mark.parametrize(
    ("code", "state", "faults"),
    [
        ("00", DeviceState.ONLINE, ()),
        ("9c", DeviceState.ONLINE, (Fault.TERMINAL_BUSY,)),
        ("dc", DeviceState.ONLINE, (Fault.CARD_IN_TERMINAL,)),
        ("cc", DeviceState.PERSON_NEEDED, (Fault.TERMINAL_PAPER,)),
        ("f0", DeviceState.PERSON_NEEDED, (Fault.DAY_END_OPEN,)),
        ("a3", DeviceState.PERSON_NEEDED, (Fault.HOST_UNREACHED,)),
        ("e3", DeviceState.PERSON_NEEDED, (Fault.TERMINAL_READER,)),
        ("e0", DeviceState.PERSON_NEEDED, ()),
        ("85", DeviceState.BROKEN, (Fault.KEYS_MISSING,)),
        ("89", DeviceState.BROKEN, (Fault.PIN_PAD,)),
        ("ff", DeviceState.BROKEN, (Fault.UNRECOVERABLE,)),
    ],
)
def test_the_terminal_says_what_ails_it(code: str, state: DeviceState, faults: tuple[Fault, ...]) -> None:
    answer = [YES, bytes.fromhex(f"040f0227{code}"), DONE]
    wire = SteppedWire(lambda send: Scripted(send, {0x0501: answer}))
    status = ZvtTerminal(wire).status()
    assert (status.state, status.faults) == (state, faults)


@pytest.mark.requirement("P1")
def test_a_terminal_that_chatters_for_ever_is_left_in_the_end() -> None:
    """P1: every wait is bounded, also when each single answer is in time."""
    chatter = [YES, *[bytes.fromhex("04ff010e")] * 5000]
    terminal, _, wire = scripted(*chatter)
    terminal.prepare()
    outcome = terminal.charge(BILL, lambda stage: wire.wait(0.5))
    assert outcome == InDoubt("no_answer")
    assert wire.time < 400


class Babble:
    """A far end that says anything at all."""

    def __init__(self, send: Callable[[bytes], None], pieces: list[bytes]) -> None:
        self._send, self._pieces, self._next = send, pieces, 0.0

    def take(self, data: bytes) -> None: ...

    def ticked(self, now: float) -> None:
        if self._pieces and now >= self._next:
            self._next = now + 0.3
            self._send(self._pieces.pop(0))


WORDS = [YES, WHO, DONE, PAID, bytes.fromhex("061e0105"), bytes.fromhex("04ff010a"), b"\x84\x9c\x00"]
PIECES = st.one_of(
    st.binary(max_size=40),
    st.sampled_from([bytes((ACK,)), bytes((NAK,)), b"\x10\x02", *map(enclose, WORDS)]),
    st.sampled_from(WORDS).map(lambda word: enclose(word)[:-2] + b"??"),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=40))
def test_whatever_is_said_every_call_comes_to_an_end(pieces: list[bytes]) -> None:
    wire = SteppedWire(lambda send: Babble(send, list(pieces)))
    terminal = ZvtTerminal(wire, answer_seconds=5, ack_seconds=1)
    terminal.status()
    terminal.inquire()
    before = len(wire.said)
    try:
        outcome: Outcome | None = terminal.charge(BILL, lambda stage: None)
    except DeviceError:
        outcome = None
    assert bytes(wire.said[before:]).count(b"\x10\x02\x06\x01") <= 3
    assert wire.time < 600
    if isinstance(outcome, Approved):
        assert outcome.slip.amount == Money(231800)
    wire.wait(20)
    with pytest.raises(NoReply):
        terminal.prepare()
