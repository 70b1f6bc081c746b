"""ZVT over TCP: the same driver, the same terminal, no blocks."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.frames import BadFrame
from devices.payment_terminal.zvt.driver import ZvtTerminal
from devices.payment_terminal.zvt.emulator import ZvtEmulator, ZvtTcpEmulator
from devices.payment_terminal.zvt.packets import PORT, cut
from devices.rack import build_terminal
from devices.rack_settings import TerminalSettings
from devices.tcp_link import TcpLink
from devices.workbench.tcp_wire import TcpWire
from kiosk.domain.faults import Fault
from kiosk.domain.health import DeviceState
from kiosk.domain.money import Money
from kiosk.domain.payment import Approved, Cancelled, CancelledBy, Declined, InDoubt, NoAnswer, Outcome, judge
from kiosk.domain.reversal import NotReversed, ReversalInDoubt, Reversed
from kiosk.ports import DeviceError
from tests.devices.payment_terminal.zvt.conftest import AT as CLOCK
from tests.devices.payment_terminal.zvt.test_charge import BILL, intent
from tests.devices.payment_terminal.zvt.test_goods import UNDELIVERED, Posting
from tests.devices.payment_terminal.zvt.test_reversal import paid, results
from tests.devices.payment_terminal.zvt.vectors import VECTORS, third_party
from tests.devices.pumped import pumped
from tests.devices.stepped_wire import SteppedWire


@pytest.fixture
def wire(tmp_path: Path) -> SteppedWire:
    return SteppedWire(lambda send: ZvtTcpEmulator(send, tmp_path, lambda: CLOCK))


@pytest.fixture
def terminal(wire: SteppedWire) -> ZvtTerminal:
    return ZvtTerminal(wire, over_tcp=True, answer_seconds=30)


def test_messages_are_cut_out_of_the_stream_by_their_length() -> None:
    session = [bytes.fromhex(line["hex"]) for line in VECTORS["simulator_session_tcp"]]
    (long,) = third_party("Parse_CardholderReceipt_Successful")
    stream = bytearray()
    whole = []
    for byte in b"".join([*session, long, *session]):
        stream.append(byte)
        whole += cut(stream)
    assert whole == [*session, long, *session]
    assert not stream
    with pytest.raises(BadFrame, match="too_long"):
        cut(bytearray(b"\x06\xd3\xff\xff\xff"))


def test_bare_messages_and_no_acknowledgement(terminal: ZvtTerminal, wire: SteppedWire) -> None:
    terminal.prepare()
    assert bytes(wire.said).startswith(bytes.fromhex("060006 000000 be 0901"))
    assert bytes(wire.said).count(b"\x80\x00\x00") == 3
    assert b"\x10\x02" not in bytes(wire.said)


@pytest.mark.requirement("E1")
@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ("approve", Approved),
        ("decline", Declined()),
        ("cancel", Cancelled(CancelledBy.CUSTOMER)),
        ("timeout", Cancelled(CancelledBy.TIMEOUT)),
        ("hang", InDoubt("no_answer")),
        ("drop_before", InDoubt("no_answer")),
        ("drop_after", InDoubt("no_answer")),
    ],
)
def test_each_end_of_a_charge_has_its_outcome(
    terminal: ZvtTerminal, wire: SteppedWire, plan: str, expected: Outcome | type[Approved]
) -> None:
    """E1: as over a serial line."""
    far = wire.far
    assert isinstance(far, ZvtEmulator)
    far.switch({"next": plan})
    mark = terminal.prepare()
    outcome = terminal.charge(BILL, lambda stage: None)
    assert isinstance(outcome, Approved) if expected is Approved else outcome == expected
    assert far.counters()["authorisation"] == 1
    wire.wait(700)
    if outcome == InDoubt("no_answer"):
        assert isinstance(judge(intent(mark), terminal.inquire()), Approved) == (results(far) == ["approved"])


@pytest.mark.requirement("X23")
def test_money_goes_back_and_goods_are_issued(terminal: ZvtTerminal, wire: SteppedWire) -> None:
    """X23: as over a serial line."""
    slip = paid(terminal)
    assert isinstance(terminal.reverse(slip), Reversed)
    assert terminal.charge(BILL, lambda stage: None, Posting(False)) == UNDELIVERED
    assert terminal.totals().payments.amount == Money(0)


@pytest.mark.requirement("E2")
@pytest.mark.parametrize("cut_after", range(0, 200, 9))
def test_the_line_dies_at_any_byte(tmp_path: Path, cut_after: int) -> None:
    """E2: doubt, an inquiry, and one request; a reversal likewise."""
    wire = SteppedWire(lambda send: ZvtTcpEmulator(send, tmp_path, lambda: CLOCK))
    far, terminal = wire.far, ZvtTerminal(wire, over_tcp=True, answer_seconds=20)
    assert isinstance(far, ZvtEmulator)
    mark = terminal.prepare()
    far.switch({"cut_after_bytes": cut_after, "drop_s": 300})
    outcome = terminal.charge(BILL, lambda stage: None)
    far.switch({"cut_after_bytes": None})
    wire.wait(400)
    settled = judge(intent(mark), terminal.inquire()) if isinstance(outcome, InDoubt) else outcome
    assert isinstance(settled, Approved) == (results(far) == ["approved"])
    assert far.counters()["authorisation"] == 1
    if isinstance(settled, Approved):
        far.switch({"cut_after_bytes": cut_after})
        try:
            back = terminal.reverse(settled.slip)
        except DeviceError:
            back = ReversalInDoubt("never sent")
        assert not isinstance(back, NotReversed)
        far.switch({"cut_after_bytes": None})
        wire.wait(400)
        assert isinstance(terminal.reverse(settled.slip), Reversed)
        assert results(far) == ["reversed", "reversal"]


def test_noise_gives_the_connection_up(terminal: ZvtTerminal, wire: SteppedWire) -> None:
    terminal.prepare()
    wire.to_kiosk += b"\xff" * 50
    assert terminal.inquire() == NoAnswer()
    wire.wait(5)
    terminal.prepare()


# --- a real connection ----------------------------------------------------------------------------

Bench = tuple[ZvtTcpEmulator, threading.Lock, TcpWire]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    wire = TcpWire(("127.0.0.1", 0))
    wire.plug()
    with pumped(wire, lambda send: ZvtTcpEmulator(send, tmp_path, lambda: CLOCK)) as (device, lock):
        device.switch({"delay_s": 0.1})
        yield device, lock, wire


def address(bench: Bench) -> str:
    return f"tcp://127.0.0.1:{bench[2].address[1]}"


@pytest.mark.requirement("E1")
def test_the_rack_builds_it_from_its_address(bench: Bench) -> None:
    """E1: `port = tcp://HOST:PORT` is all that differs."""
    terminal = build_terminal(TerminalSettings(address(bench), answer_seconds=5))
    terminal.prepare()
    assert isinstance(terminal.charge(BILL, lambda stage: None), Approved)
    assert terminal.status().state is DeviceState.ONLINE
    terminal.close()
    assert PORT == 20007


def test_a_terminal_that_hangs_up_when_it_is_idle_is_called_again(bench: Bench) -> None:
    device, lock, wire = bench
    terminal = ZvtTerminal(TcpLink(address(bench), PORT), over_tcp=True)
    for _ in range(3):
        terminal.prepare()
        idle = False
        while not idle:
            with lock:
                idle = not device.busy
                if idle:
                    wire.hang_up()
    terminal.close()


@pytest.mark.requirement("K6")
@pytest.mark.requirement("E2")
def test_hung_up_in_mid_payment_is_doubt(bench: Bench) -> None:
    """K6, E2: behind the request nobody knows, and asking settles it."""
    device, lock, _ = bench
    terminal = ZvtTerminal(TcpLink(address(bench), PORT), over_tcp=True, answer_seconds=1)
    mark = terminal.prepare()

    def hang_up(stage: object) -> None:
        with lock:
            device.switch({"unplugged": True, "delay_s": 0})

    assert terminal.charge(BILL, hang_up) == InDoubt("no_answer")
    assert terminal.status().faults == (Fault.PORT_MISSING,)
    with lock:
        device.switch({"unplugged": False})
    settled = None
    while settled is None:  # the link pauses before it tries again; pytest's own time-out bounds this
        settled = judge(intent(mark), terminal.inquire())
    assert isinstance(settled, Approved) == (results(device) == ["approved"])
    assert device.counters()["authorisation"] == 1
    terminal.close()
