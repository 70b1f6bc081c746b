"""What goes wrong on the line, at every place, and what may come of it. The law: one sale, and no false word."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.payment_terminal.fixed_field.driver import FixedFieldTerminal
from devices.payment_terminal.fixed_field.framing import Deframer, enclose
from devices.payment_terminal.fixed_field.layout import layout
from devices.payment_terminal.handshake import ACK, NAK, Frame, Nacked
from kiosk.domain.faults import Fault
from kiosk.domain.health import DeviceState
from kiosk.domain.payment import (
    Approved,
    Cancelled,
    CancelledBy,
    Declined,
    Found,
    InDoubt,
    Mark,
    NoAnswer,
    NotTold,
    Outcome,
    Payment,
    accept,
    judge,
)
from kiosk.ports import DeviceError, NoReply, NotConnected, Refused
from tests.devices.payment_terminal.fixed_field.conftest import AT, BILL, TERMINAL_ID, Counter
from tests.devices.payment_terminal.gone import Gone
from tests.devices.stepped_wire import SteppedWire

TABLE = layout("edc144")
NCCC = layout("nccc400")


def is_true(counter: Counter, outcome: Outcome | None) -> bool:
    """Nothing but the terminal's own word, or doubt."""
    if isinstance(outcome, Approved):
        return len(counter.charged()) == 1
    return isinstance(outcome, InDoubt) or outcome is None or not counter.charged()


@pytest.mark.requirement("E2")
@pytest.mark.parametrize("silent_for", [3.0, 600.0])
@pytest.mark.parametrize("plan", ["approve", "decline"])
@pytest.mark.parametrize("cut", [0, 1, 2, 3, 20, 60, 81, 100, 200, 399, 400, 401, 402, 403, 404])
def test_the_cable_dies_at_any_byte_of_the_answer(
    tmp_path: Path, plan: str, cut: int, silent_for: float
) -> None:
    """E2: dead for good, or back while the terminal still repeats; never a false word, never a second sale."""
    counter = Counter(tmp_path)
    mark = counter.terminal.prepare()
    counter.far.switch({"cut_after_bytes": cut, "drop_s": silent_for, "next": plan})
    payment = counter.intent(mark)
    outcome = counter.terminal.charge(BILL, lambda stage: None)
    assert is_true(counter, outcome)
    if isinstance(outcome, InDoubt):
        counter.wire.wait(30)
        settled = judge(payment, counter.terminal.inquire(payment))
        assert is_true(counter, settled)
        if counter.charged() and silent_for < 10:
            assert isinstance(settled, Approved)
    assert counter.sales() == 1


@pytest.mark.requirement("E2")
@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize("key", ["naks", "wrong_checks"])
def test_a_few_damaged_records_are_sent_again_and_nobody_notices(
    counter: Counter, key: str, count: int
) -> None:
    """E2: after NAK another copy, before any ACK; it is one sale."""
    counter.terminal.prepare()
    counter.far.switch({key: count})
    assert isinstance(counter.terminal.charge(BILL, lambda stage: None), Approved)
    assert (counter.sales(), len(counter.charged())) == (1, 1)


@pytest.mark.requirement("E2")
@pytest.mark.parametrize("noise", [b"\x02", b"\x02" * 3])
def test_a_nak_for_noise_before_the_sale_brings_no_second_sale(counter: Counter, noise: bytes) -> None:
    """E2: the terminal turns the noise down and takes the sale behind it; its ACK counts, not its NAK."""
    counter.terminal.prepare()
    counter.wire.noise = noise
    assert isinstance(counter.terminal.charge(BILL, lambda stage: None), Approved)
    assert (counter.sales(), len(counter.charged())) == (1, 1)
    assert sale_frames(bytes(counter.wire.said)) == 1


@pytest.mark.requirement("E2")
def test_a_storm_of_naks_is_a_sale_that_was_never_there(counter: Counter) -> None:
    """E2: five copies, five times no: only here a charge fails without doubt."""
    counter.terminal.prepare()
    counter.far.switch({"naks": 100})
    with pytest.raises(Refused):
        counter.terminal.charge(BILL, lambda stage: None)
    assert counter.sales() == 0
    assert sale_frames(bytes(counter.wire.said)) == 5


@pytest.mark.requirement("E2")
@pytest.mark.parametrize("echo", [True, False])
def test_a_lost_ack_does_not_make_a_second_sale(counter: Counter, echo: bool) -> None:
    """E2: the answer then counts only by our own number."""
    counter.far.switch({"lost_acks": 1, "echo": echo, "delay_s": 8})
    payment, outcome = counter.pay()
    assert isinstance(outcome, Approved) if echo else outcome == InDoubt("no_answer")
    assert is_true(counter, accept(payment, outcome))
    assert sale_frames(bytes(counter.wire.said)) == 1


@pytest.mark.requirement("E2")
def test_silence_after_the_sale_is_doubt_and_no_second_one(counter: Counter) -> None:
    """E2: nobody knows whether it arrived; nothing is said into the silence either."""
    payment = counter.intent(counter.terminal.prepare())
    counter.far.switch({"mute": True})
    assert counter.terminal.charge(BILL, lambda stage: None) == InDoubt("no_answer")
    assert sale_frames(bytes(counter.wire.said)) == 1
    assert not bytes(counter.wire.said).endswith(bytes((NAK,)))
    assert counter.terminal.inquire(payment) == NoAnswer()


@pytest.mark.requirement("E2")
def test_damaged_answers_for_ever_are_doubt(counter: Counter) -> None:
    """E2: what comes with a wrong check is never believed, though it says approved."""
    payment = counter.intent(counter.terminal.prepare())
    counter.far.switch({"wrong_checks": 100})
    assert counter.terminal.charge(BILL, lambda stage: None) == InDoubt("no_answer")
    assert len(counter.charged()) == 1
    counter.far.switch({"wrong_checks": 0})
    counter.wire.wait(30)
    assert isinstance(judge(payment, counter.terminal.inquire(payment)), Approved)
    assert counter.sales() == 1


@pytest.mark.requirement("E2")
def test_a_late_answer_is_not_taken_for_the_next_sale(counter: Counter) -> None:
    """E2: another customer, the same amount; the answer to the first one comes in between."""
    counter.far.switch({"delay_s": 100})
    first, outcome = counter.pay()
    assert outcome == InDoubt("no_answer")
    counter.far.switch({"delay_s": 1.5})
    with pytest.raises(Refused):  # the first is still on: turned down, so surely not begun
        counter.pay(near="decline")
    counter.wire.wait(100 - counter.wire.time)  # its answer comes while the kiosk sends the next request
    second, outcome = counter.pay(near="decline")
    assert outcome == Declined()
    assert isinstance(judge(first, counter.terminal.inquire(first)), Approved)
    assert isinstance(judge(second, counter.terminal.inquire(second)), InDoubt)
    assert len(counter.charged()) == 1


@pytest.mark.requirement("E2")
@pytest.mark.parametrize("key", ["edc144", "taishin400", "nccc400"])
@pytest.mark.parametrize("asked_meanwhile", [False, True])
def test_an_answer_after_nobody_waited_any_longer_still_counts(
    tmp_path: Path, key: str, asked_meanwhile: bool
) -> None:
    """E2: also where the terminal cannot be asked, by the number of ours that it bears."""
    counter = Counter(tmp_path, key)
    counter.far.switch({"delay_s": 100})
    payment, outcome = counter.pay()
    assert outcome == InDoubt("no_answer")
    if asked_meanwhile:
        counter.terminal.inquire(payment)
    counter.wire.wait(101 - counter.wire.time)
    assert counter.terminal.status().works
    settled = judge(payment, counter.terminal.inquire(payment))
    assert isinstance(settled, Approved)
    assert (counter.sales(), counter.far.counters().get("inquiry", 0)) == (1, 0)
    other = replace(payment, mark=replace(payment.mark, request="260314103000999999"))
    assert not isinstance(judge(other, counter.terminal.inquire(other)), Approved)


@pytest.mark.requirement("E2")
def test_power_lost_at_the_terminal_in_mid_payment(counter: Counter) -> None:
    """E2: it forgets what it was doing; what is known of it is nothing."""
    payment = counter.intent(counter.terminal.prepare())
    counter.wire.later(5, lambda: counter.far.switch({"power": False}))
    counter.wire.later(6, lambda: counter.far.switch({"power": True}))
    counter.far.switch({"delay_s": 20})
    assert counter.terminal.charge(BILL, lambda stage: None) == InDoubt("no_answer")
    assert judge(payment, counter.terminal.inquire(payment)) == InDoubt("not_told")


# --- asking how it is ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "state", "fault"),
    [
        ({}, DeviceState.ONLINE, None),
        ({"naks": 100}, DeviceState.ONLINE, None),
        ({"power": False}, DeviceState.OFFLINE, Fault.NO_ANSWER),
        ({"mute": True}, DeviceState.OFFLINE, Fault.NO_ANSWER),
        ({"garbage": True}, DeviceState.OFFLINE, Fault.GARBAGE),
    ],
)
def test_no_answer_is_never_fine(
    counter: Counter, changes: dict[str, object], state: DeviceState, fault: Fault | None
) -> None:
    counter.far.switch(changes)
    report = counter.terminal.status()
    assert (report.state, report.faults) == (state, (fault,) if fault else ())
    assert not counter.sales()


def test_a_sign_of_life_holds_for_a_minute_and_no_longer(counter: Counter) -> None:
    assert counter.terminal.status().works
    said = len(counter.wire.said)
    assert counter.terminal.status().works
    assert len(counter.wire.said) == said
    counter.far.switch({"mute": True})
    counter.wire.wait(61)
    assert counter.terminal.status().state is DeviceState.OFFLINE
    with pytest.raises(NoReply):
        counter.terminal.prepare()


@pytest.mark.requirement("E2")
def test_without_a_port_nothing_was_asked() -> None:
    """E2: no port, no sale: an error, and no doubt."""
    terminal = FixedFieldTerminal(Gone(), NCCC, TERMINAL_ID)
    assert terminal.status().faults == (Fault.PORT_MISSING,)
    with pytest.raises(NotConnected):
        terminal.prepare()
    terminal._number = "260314103000123456"  # the port went between the mark and the charge
    with pytest.raises(NotConnected):
        terminal.charge(BILL, lambda stage: None)
    assert terminal.inquire(intent(Mark(TERMINAL_ID, None, None, "260314103000123456"))) == NoAnswer()
    with pytest.raises(NotConnected):
        terminal.close_day()


# --- terminals that say odd things ----------------------------------------------------------------


def intent(mark: Mark) -> Payment:
    return Payment("0198f2c0-0000-7000-8000-000000000001", "K07-0138-X4", (), BILL, AT, mark)


def record(asked: bytes, **said: str) -> bytes:
    """An answer to `asked`: its fields, with others in their place."""
    values = {"response": "0000", "terminal_id": TERMINAL_ID, "time": "103000", "date": "260314", **said}
    if values["response"] == "0000":
        values = {"receipt": "000007", "approval": "679007", "batch": "000679", **values}
    text = asked.decode()
    for name, value in values.items():
        if name in NCCC.fields:
            start, end = NCCC.fields[name]
            text = text[:start] + value.ljust(end - start) + text[end:]
    return text.encode()


class Scripted:
    """Plays a terminal: knocks are turned down, each request is ACKed and answered as told."""

    def __init__(self, send: Callable[[bytes], None], answers: Callable[[bytes], list[bytes]]) -> None:
        self._send, self._answers = send, answers
        self._deframer = Deframer(NCCC.length)
        self.requests: list[bytes] = []

    def take(self, data: bytes) -> None:
        for heard in self._deframer.feed(data):
            if isinstance(heard, Frame):
                self.requests.append(heard.data)
                self._send(bytes((ACK,)))
                for answer in self._answers(heard.data):
                    self._send(answer)
            elif not isinstance(heard, Nacked) and "wrong_check" in repr(heard):
                self._send(bytes((NAK,)))

    def ticked(self, now: float) -> None: ...


def scripted(answers: Callable[[bytes], list[bytes]]) -> tuple[FixedFieldTerminal, Scripted]:
    wire = SteppedWire(lambda send: Scripted(send, answers))
    assert isinstance(wire.far, Scripted)
    clock = AT.replace(tzinfo=None)
    return FixedFieldTerminal(wire, NCCC, TERMINAL_ID, clock=lambda: clock, answer_seconds=10), wire.far


@pytest.mark.requirement("E5")
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, "approved"),
        ({"response": "0001"}, Declined()),
        ({"response": "0002"}, Declined()),
        ({"response": "0006"}, Cancelled(CancelledBy.CUSTOMER)),
        ({"response": "0010"}, Cancelled(CancelledBy.TERMINAL)),
        ({"response": "0003"}, InDoubt("no_answer")),
        ({"response": "0004"}, InDoubt("no_answer")),
        ({"response": "0005"}, InDoubt("no_answer")),
        ({"response": "0018"}, InDoubt("no_answer")),
        ({"response": "9999"}, InDoubt("no_answer")),
        ({"response": ""}, InDoubt("no_answer")),
        ({"response": "0001", "approval": "679007"}, InDoubt("mismatch")),
        ({"response": "0001", "amount": "000000000001"}, InDoubt("mismatch")),
        ({"receipt": ""}, InDoubt("no_answer")),
        ({"receipt": "000000"}, InDoubt("no_answer")),
        ({"approval": ""}, InDoubt("no_answer")),
        ({"approval": "000000000"}, InDoubt("no_answer")),
        ({"amount": ""}, InDoubt("no_answer")),
        ({"amount": "000000000001"}, InDoubt("mismatch")),
        ({"terminal_id": "52509999"}, InDoubt("mismatch")),
        ({"time": "10:30 "}, InDoubt("no_answer")),
        ({"time": "093000"}, InDoubt("mismatch")),
        ({"type": "02"}, InDoubt("no_answer")),
        ({"type": "62"}, InDoubt("no_answer")),
        ({"store_id": "260314103000999999"}, InDoubt("no_answer")),
        ({"store_id": ""}, "approved"),
    ],
    ids=str,
)
def test_what_a_terminal_says_and_what_it_means(said: dict[str, str], expected: Outcome | str) -> None:
    """E5: only 0000 with a whole slip of this payment is an approval; a contradiction, or a code unknown, is doubt."""
    terminal, far = scripted(lambda asked: [enclose(record(asked, **said))])
    payment = intent(terminal.prepare())
    outcome = accept(payment, terminal.charge(BILL, lambda stage: None))
    assert isinstance(outcome, Approved) if expected == "approved" else outcome == expected
    assert len(far.requests) == 1


@pytest.mark.requirement("X22")
@pytest.mark.parametrize(
    ("said", "settled"),
    [
        ({"store_id": "OURS"}, Approved),
        ({"type": "01", "store_id": "OURS"}, Approved),
        ({}, InDoubt("mismatch")),  # its last transaction, with our question around it
        ({"store_id": "260314103000999999"}, InDoubt("mismatch")),
        ({"store_id": "OURS", "amount": "000000000001"}, InDoubt("mismatch")),
        ({"store_id": "OURS", "terminal_id": "52509999"}, InDoubt("mismatch")),
        ({"store_id": "OURS", "response": "0001"}, InDoubt("not_told")),
        ({"store_id": "OURS", "response": "0003"}, InDoubt("not_told")),
        ({"receipt": "", "approval": ""}, InDoubt("not_told")),  # the question, sent back with 0000
        ({"response": ""}, InDoubt("not_told")),
        ({"type": "30", "store_id": "OURS"}, None),
    ],
    ids=str,
)
def test_what_an_inquiry_proves(said: dict[str, str], settled: Outcome | type[Approved] | None) -> None:
    """X22: an approval that is whole and bears our number; nothing else proves anything."""
    number = "260314103000123456"
    said = {name: number if value == "OURS" else value for name, value in said.items()}
    terminal, _ = scripted(lambda asked: [enclose(record(asked, **said))])
    payment = intent(Mark(TERMINAL_ID, None, None, number))
    found = judge(payment, terminal.inquire(payment))
    assert isinstance(found, Approved) if settled is Approved else found == settled


@pytest.mark.requirement("E2")
def test_an_answer_twice_is_one_answer() -> None:
    """E2: the terminal missed our word and repeats itself; the next sale does not hear it."""
    receipts = iter(range(1, 9))
    terminal, far = scripted(lambda asked: [enclose(record(asked, receipt=f"{next(receipts):06}"))] * 3)
    for _ in range(2):
        payment = intent(terminal.prepare())
        assert isinstance(accept(payment, terminal.charge(BILL, lambda stage: None)), Approved)
    assert len(far.requests) == 2


@pytest.mark.requirement("E2")
def test_a_sign_of_life_is_no_result() -> None:
    """E2: a table whose records say "not finished": 0000 in them approves nothing."""
    counter_table = layout("taishin400")
    start, end = counter_table.fields["finished"]

    def unfinished(asked: bytes) -> list[bytes]:
        code, stop = counter_table.fields["response"]
        text = asked[:code] + b"0000" + asked[stop:start] + b"N0060" + asked[end + 4 :]
        return [enclose(text)]

    wire = SteppedWire(lambda send: Scripted(send, unfinished))
    terminal = FixedFieldTerminal(wire, counter_table, TERMINAL_ID, clock=lambda: AT, answer_seconds=10)
    terminal.prepare()
    assert terminal.charge(BILL, lambda stage: None) == InDoubt("no_answer")
    assert 60 < wire.time < 90


def sale_frames(said: bytes) -> int:
    """Copies of a sale on the wire, with a right check."""
    heard = Deframer(NCCC.length).feed(said)
    return sum(isinstance(each, Frame) and each.data[8:10] == b"01" for each in heard)


class Babble:
    """A far end that says anything at all."""

    def __init__(self, send: Callable[[bytes], None], pieces: list[bytes]) -> None:
        self._send, self._pieces, self._next = send, pieces, 0.0

    def take(self, data: bytes) -> None: ...

    def ticked(self, now: float) -> None:
        if self._pieces and now >= self._next:
            self._next = now + 0.3
            self._send(self._pieces.pop(0))


BLANK = b" " * NCCC.length
WORDS = [
    record(BLANK, type=kind, response=code)
    for kind in ("01", "62", "30", "50")
    for code in ("0000", "0001", "0003")
]
PIECES = st.one_of(
    st.binary(max_size=40),
    st.sampled_from(
        [bytes((ACK,)), bytes((NAK,)), bytes((ACK, ACK)), b"\x02", b"\x03", *map(enclose, WORDS)]
    ),
    st.sampled_from(WORDS).map(lambda word: enclose(word)[:-1] + b"?"),
    st.sampled_from(WORDS).map(lambda word: enclose(word)[:200]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=40))
def test_whatever_is_said_every_call_comes_to_an_end_and_nothing_is_proved(pieces: list[bytes]) -> None:
    """Records without our amount, from a terminal that was asked nothing: never an approval of this payment."""
    wire = SteppedWire(lambda send: Babble(send, list(pieces)))
    terminal = FixedFieldTerminal(wire, NCCC, TERMINAL_ID, clock=lambda: AT, answer_seconds=5, ack_seconds=1)
    terminal.status()
    try:
        payment = intent(terminal.prepare())
        outcome = accept(payment, terminal.charge(BILL, lambda stage: None))
        assert not isinstance(outcome, Approved)
        finding = terminal.inquire(payment)
        assert not isinstance(judge(payment, finding), (Approved, Cancelled, Declined))
        assert isinstance(finding, (NotTold, NoAnswer, Found)) or finding
    except DeviceError:
        pass
    assert sale_frames(bytes(wire.said)) <= 5
    assert wire.time < 200
