"""What went wrong at a customer's counter goes wrong again on the bench: same bytes, same times, same fault."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from devices import rack
from devices.code_scanner.driver import SerialCodeScanner
from devices.code_scanner.protocol import Framing
from devices.conformance.line import Connection
from devices.conformance.line import Line as Stepped
from devices.emulator import Emulator
from devices.link import Link
from devices.payment_terminal.zvt.driver import ZvtTerminal
from devices.payment_terminal.zvt.emulator import ZvtEmulator
from devices.power.driver import NutPower
from devices.rack_settings import RackSettings
from devices.receipt_printer.driver import EscposPrinter
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.receipt_printer.fonts import Fonts
from devices.receipt_printer.layout import Layout
from devices.trace.deck import Deck
from devices.trace.file import Line, NoTrace, Trace, load, read, written
from devices.trace.player import Player
from devices.trace.tape import Ended, Piece, Tape, Way
from kiosk.__main__ import main
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState
from kiosk.domain.payment import Declined, InDoubt, Outcome
from kiosk.ports import NotConnected
from tests.devices.conftest import FONTS
from tests.devices.control import Workbench
from tests.devices.payment_terminal.zvt.conftest import AT
from tests.devices.payment_terminal.zvt.test_charge import BILL
from tests.devices.pumped import pumped
from tests.kiosk.windowless import CONFIG

VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "traces"
TERMINAL = Line("payment_terminal", "zvt", 115200)


def recorded(
    folder: Path, line: Line, make: Callable[..., Emulator], use: Callable[[Link, Emulator], None]
) -> Trace:
    """A real driver on a real pseudo-terminal, with a tape on its line; written to a file and read again."""
    tape = Tape()
    deck = Deck(tape, line)
    with pumped(folder / "port", lambda send: make(send, folder)) as (device, _):
        link = Link(str(folder / "port"), 115200, tape=tape)
        deck.start(60)
        use(link, device)
        kept = deck.keep(folder / "traces")
        link.close()
    assert kept is not None
    return load(kept[0])


def charge(link: object) -> Outcome:
    terminal = ZvtTerminal(link, "000000", "TWD", answer_seconds=2, ack_seconds=0.5)  # type: ignore[arg-type]
    terminal.prepare()
    return terminal.charge(BILL, lambda stage: None)


@pytest.mark.requirement("X17")
@pytest.mark.parametrize(
    ("switches", "expected"),
    [
        ({"next": "decline"}, Declined),
        ({"next": "drop_after", "drop_s": 30}, InDoubt),
        ({"next": "decline", "wrong_checks": 1}, Declined),
    ],
)
def test_a_terminals_fault_comes_again(
    tmp_path: Path, switches: dict[str, object], expected: type[Outcome]
) -> None:
    """X17: recorded once over a real line, replayed with a stepped clock and once more in real time."""
    first: list[Outcome] = []

    def use(link: Link, device: Emulator) -> None:
        device.switch({"delay_s": 0.2, "unmasked_pan": True, **switches})
        first.append(charge(link))

    trace = recorded(tmp_path, TERMINAL, lambda send, folder: ZvtEmulator(send, folder, lambda: AT), use)
    assert isinstance(first[0], expected)

    wire = Stepped(lambda send: Player(trace, send))
    assert charge(wire) == first[0]
    with pumped(tmp_path / "again", lambda send: Emulated(send, tmp_path, trace)) as _:
        link = Link(str(tmp_path / "again"), 115200)
        assert charge(link) == first[0]
        link.close()


class Emulated(Emulator):
    """A player where a pretend device stands."""

    NAME = "payment_terminal"

    def __init__(self, send: Callable[[bytes], None], folder: Path, trace: Trace) -> None:
        super().__init__(send, folder)
        self._player = Player(trace, send)

    def received(self, data: bytes) -> None:
        self._player.take(data)

    def ticked(self, now: float) -> None:
        self._player.ticked(now)


@pytest.mark.requirement("X17")
def test_a_printers_fault_comes_again(tmp_path: Path, fonts: Fonts) -> None:
    """X17: paper out, as the printer said it."""

    def printer(link: object) -> EscposPrinter:
        return EscposPrinter(link, Layout(fonts), near_end_sensor=True)  # type: ignore[arg-type]

    def use(link: Link, device: Emulator) -> None:
        device.switch({"paper": "out"})
        assert Fault.PAPER_OUT in printer(link).status().faults

    trace = recorded(tmp_path, Line("receipt_printer", "escpos", 115200), ReceiptPrinterEmulator, use)
    wire = Stepped(lambda send: Player(trace, send))
    status = printer(wire).status()
    assert (status.state, Fault.PAPER_OUT in status.faults) == (DeviceState.PERSON_NEEDED, True)


@pytest.mark.requirement("X17")
def test_times_are_those_of_the_recording() -> None:
    """X17: what a device said comes as long after the driver's words as it did then; its own words at their time."""
    pieces = (
        Piece(0.5, Way.FROM_DEVICE, b"a"),
        Piece(2.0, Way.TO_DEVICE, b"??"),
        Piece(3.5, Way.FROM_DEVICE, b"b"),
        Piece(3.75, Way.FROM_DEVICE, b"c"),
    )
    heard: list[tuple[float, bytes]] = []
    now = 100.0
    player = Player(Trace(TERMINAL, pieces, 4), lambda data: heard.append((now, data)))

    def until(end: float) -> None:
        nonlocal now
        while now < end:
            now += 0.25
            player.ticked(now)

    player.ticked(now)
    until(107)
    assert heard == [(100.5, b"a")]
    assert player.waits_for == 2
    player.take(b"x")
    assert player.waits_for == 1
    player.take(b"y")
    until(110)
    assert heard[1:] == [(108.5, b"b"), (108.75, b"c")]
    assert player.finished


def test_a_line_that_was_gone_is_gone_again() -> None:
    plugged: list[bool] = []
    pieces = (Piece(1, Way.LOST), Piece(2, Way.OPENED))
    player = Player(Trace(TERMINAL, pieces, 3), lambda data: None, plugged.append)
    for now in (0, 0.5, 1.5):
        player.ticked(now)
    assert plugged == [False]
    player.ticked(2.5)
    assert plugged == [False, True]


@pytest.mark.requirement("X17")
def test_the_workbench_plays_a_trace(tmp_path: Path) -> None:
    """X17: `--replay FILE`, and again by its door; what is no trace is refused with a sentence."""
    pieces = (Piece(0.1, Way.FROM_DEVICE, b"AIIN0000"), Piece(0.2, Way.FROM_DEVICE, b"00020892\r"))
    text = written(Trace(Line("code_scanner", "scanner", 9600), pieces, 1.0, at="2026-11-26T10:00:00Z"))
    file = tmp_path / "a.trace.jsonl"
    file.write_text(text, encoding="ascii")
    bench = Workbench(tmp_path / "bench", "--replay", str(file))
    try:
        scanner = SerialCodeScanner(Link(bench.port("code_scanner")), Framing())
        assert until_read(scanner) == "AIIN000000020892"
        status, answer = bench.call("POST", "/code_scanner/replay", {"trace": text})
        assert (status, answer) == (200, b'{"replays":2}')
        assert bench.call("POST", "/card_reader/replay", {"trace": text})[0] == 400
        assert bench.call("POST", "/code_scanner/replay", {"trace": "x"})[0] == 400
        assert bench.call("POST", "/code_scanner/replay", {"trace": None})[0] == 200
        scanner.close()
    finally:
        bench.stop()


def until_read(scanner: SerialCodeScanner) -> str | None:
    end = time.monotonic() + 5
    while time.monotonic() < end:
        if code := scanner.read():
            return code
    return None


def test_a_tape_is_bounded_in_time_and_in_size() -> None:
    tape = Tape()
    assert tape.stop(0) is None
    tape.start(0, 10, 100)
    tape.heard(1, Way.FROM_DEVICE, b"a" * 90)
    tape.heard(2, Way.TO_DEVICE, b"b" * 90)
    tape.heard(3, Way.TO_DEVICE, b"c")
    recording = tape.stop(4)
    assert recording is not None
    assert [len(piece.data) for piece in recording.pieces] == [90, 10]
    assert (recording.ended, recording.seconds) == (Ended.SIZE, 2)
    tape.start(0, 10)
    tape.heard(11, Way.FROM_DEVICE, b"a")
    recording = tape.stop(60)
    assert recording is not None
    assert (recording.pieces, recording.ended, recording.seconds) == ((), Ended.TIME, 10)


def test_a_line_that_is_pulled_is_on_the_tape(tmp_path: Path) -> None:
    tape = Tape()
    tape.start(time.monotonic(), 60)
    with pumped(tmp_path / "port", lambda send: ZvtEmulator(send, tmp_path)) as (device, _):
        link = Link(str(tmp_path / "port"), tape=tape)
        link.open()
        device.switch({"unplugged": True})
        with pytest.raises(NotConnected):
            link.read_until(lambda heard: False, 5)
    link.close()
    recording = tape.stop(time.monotonic())
    assert recording is not None
    assert [piece.way for piece in recording.pieces] == [Way.OPENED, Way.LOST]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"trace": 2}',
        '{"trace": 1}',
        "HEAD\n{}",
        'HEAD\n{"t": 2, "way": "up"}',
        'HEAD\n{"t": 2, "way": "to", "hex": "0"}',
        'HEAD\n{"t": 2, "way": "to"}\n{"t": 1, "way": "to"}',
        'HEAD\n{"t": NaN, "way": "to"}',
        "HEAD\n{",
    ],
)
def test_what_is_no_trace_is_refused_by_its_line(text: str) -> None:
    head = written(Trace(TERMINAL, (), 1.0)).strip()
    with pytest.raises(NoTrace, match=r"^line \d: "):
        read(text.replace("HEAD", head))


@pytest.mark.requirement("X17")
@pytest.mark.parametrize("path", sorted(VECTORS.glob("*.trace.jsonl")), ids=lambda path: path.name)
def test_a_trace_of_the_first_version_is_read_for_good(path: Path) -> None:
    """X17: files in the field are older than the kiosk that reads them."""
    trace = load(path)
    outcome = charge(Stepped(lambda send: Player(trace, send)))
    assert path.name.startswith(type(outcome).__name__.lower())


def test_only_some_traces_are_kept(tmp_path: Path) -> None:
    tape, moments = Tape(), iter(range(1000))
    deck = Deck(tape, TERMINAL, lambda: float(next(moments)))
    assert deck.keep(tmp_path) is None
    for second in range(7):
        deck.start(60)
        (tmp_path / f"payment_terminal-2026010{second}T000000Z.trace.jsonl").touch()
        assert deck.running
        deck.drop()
        assert not deck.running
    deck.start(60)
    kept = deck.keep(tmp_path)
    assert kept is not None
    assert len(list(tmp_path.iterdir())) == 5
    assert kept[0].exists()


@pytest.mark.requirement("X17")
def test_a_technician_records_at_the_command_line(
    tmp_path: Path, workbench: Workbench, capsys: pytest.CaptureFixture[str]
) -> None:
    """X17: by the settings of the kiosk; the file lies where the support bundle takes it from."""
    (tmp_path / "workbench").symlink_to(workbench.folder)
    workbench.set("receipt_printer", paper="out")
    arguments = ["--config", str(CONFIG), "--data", str(tmp_path), "--seconds", "0.3"]
    assert main(["record", "receipt_printer", *arguments]) == 0
    said = capsys.readouterr().out.splitlines()
    trace = load(Path(said[0]))
    assert said[1].startswith("person_needed, ")
    assert Path(said[0]).parent == tmp_path / "traces"
    assert (trace.line.protocol, trace.line.baud) == ("escpos", 115200)
    assert b"\x10\x04\x04" in b"".join(piece.data for piece in trace.pieces)
    assert main(["record", "code_scanner", *arguments]) == 0
    (tmp_path / "site.ini").write_text("[card_reader]\nprotocol = pcsc\n", encoding="utf-8")
    assert main(["record", "card_reader", *arguments]) == 1
    assert "no line of its own" in capsys.readouterr().err


def test_a_battery_that_its_daemon_lost_is_told_again(workbench: Workbench) -> None:
    """Through the rack of production, over TCP."""
    fitted = rack.build(RackSettings(FONTS, ups=workbench.ready["power"]))
    workbench.set("power", mains=False)
    deck = fitted.decks[Device.POWER]
    deck.start(60)
    then = [fitted.power.status()]
    workbench.set("power", stale=True)
    then.append(fitted.power.status())
    trace = deck.take()
    fitted.power.close()
    assert trace is not None
    assert (trace.line.protocol, trace.hidden) == ("nut", 0)
    again = NutPower(Connection(lambda send: Player(read(written(trace)), send)), "kiosk")
    now = [again.status(), again.status()]
    assert [said.faults for said in now] == [(Fault.ON_BATTERY,), (Fault.ON_BATTERY, Fault.NO_ANSWER)]
    assert [(said.state, said.faults) for said in now] == [(said.state, said.faults) for said in then]
