"""Our ZVT on real lines, read by Wireshark's dissector (Debian's tshark): what it calls each message, and no complaint.

It does not know everything (UNKNOWN, UNKNOWN_FIELDS); behind a field that it does not know it reads no further. Over a
serial line it does not undo doubled 10h, so that conversation has none: it is half past eleven, and no totals are asked.
"""

from __future__ import annotations

import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from devices.link import Link
from devices.payment_terminal.zvt.apdu import Apdu, Command, parse_apdu, size_of
from devices.payment_terminal.zvt.driver import ZvtTerminal
from devices.payment_terminal.zvt.emulator import ZvtEmulator, ZvtTcpEmulator
from devices.payment_terminal.zvt.fields import RESULT, places
from devices.payment_terminal.zvt.framing import open_block
from devices.payment_terminal.zvt.packets import PORT
from devices.tcp_link import TcpLink
from devices.trace.tape import Piece, Tape, Way
from devices.workbench.tcp_wire import TcpWire
from kiosk.domain.money import Money
from kiosk.domain.payment import Approved, Cancelled, CancelledBy, Declined, Slip
from kiosk.domain.reversal import Reversed
from kiosk.domain.states import Stage
from tests.devices.payment_terminal.zvt.test_goods import Posting
from tests.devices.pumped import pumped
from tests.peers import pcap
from tests.peers.brought import installed

AT = datetime(2026, 3, 14, 11, 30)
BILL = Money(231800)
#: What the dissector calls what we mean.
NAMES = {
    Command.REGISTRATION: "Registration",
    Command.AUTHORISATION: "Authorisation",
    Command.REVERSAL: "Reversal",
    Command.END_OF_DAY: "End Of Day",
    Command.DIAGNOSIS: "Diagnosis",
    Command.INTERMEDIATE_STATUS: "Intermediate Status Information",
    Command.STATUS_INFORMATION: "Status Information",
    Command.COMPLETION: "Completion",
    Command.ABORTED: "Abort",
    Command.POSITIVE: "Positive completion",
}
#: It has no name for these.
UNKNOWN = {Command.STATUS_ENQUIRY, Command.SEND_TOTALS, Command.REPEAT_RECEIPT, Command.STOP}
UNKNOWN_FIELDS = {0x37, 0x60, 0x88}
BLOCK = re.compile(rb"\x06|\x10\x02(?:[^\x10]|\x10\x10)*\x10\x03..", re.DOTALL)
SERIAL = ("-o", 'uat:user_dlts:"User 0 (DLT=147)","zvt","0","","0",""')
OVER_TCP = ("-d", f"tcp.port=={PORT},zvt")


@dataclass(frozen=True)
class Talk:
    """A conversation that took place: its file, each message of it as it was sent, and the slip of its payment."""

    file: Path
    options: tuple[str, ...]
    messages: list[bytes]
    slip: Slip


def talk(way: str, terminal: ZvtTerminal, device: ZvtEmulator, lock: threading.Lock) -> Slip:
    """Everything that this kiosk ever asks a terminal for."""

    def next_is(plan: str) -> None:
        with lock:
            device.switch({"next": plan})

    def change_the_mind(stage: Stage) -> None:
        terminal.cancel()

    assert terminal.status().works
    assert terminal.diagnose().works
    terminal.prepare()
    paid = terminal.charge(BILL, lambda stage: None)
    assert isinstance(paid, Approved)
    assert isinstance(terminal.reverse(paid.slip), Reversed)
    next_is("decline")
    assert terminal.charge(BILL, lambda stage: None) == Declined()
    next_is("approve")
    assert terminal.charge(BILL, change_the_mind) == Cancelled(CancelledBy.CUSTOMER)
    terminal.prepare()
    assert isinstance(terminal.charge(BILL, lambda stage: None, Posting(True)), Approved)
    if way == "tcp":
        assert terminal.totals().payments.amount == BILL
    assert terminal.close_day().payments.amount == BILL
    return paid.slip


@contextmanager
def terminals(
    way: str, folder: Path, tape: Tape
) -> Iterator[tuple[ZvtTerminal, ZvtEmulator, threading.Lock]]:
    """The driver on a real line to the pretend terminal."""
    emulator = ZvtTcpEmulator if way == "tcp" else ZvtEmulator
    wire = TcpWire(("127.0.0.1", 0)) if way == "tcp" else folder / "port"
    if isinstance(wire, TcpWire):
        wire.plug()
    with pumped(wire, lambda send: emulator(send, folder, lambda: AT)) as (device, lock):
        device.switch({"delay_s": 0.1})
        link: Link | TcpLink
        if isinstance(wire, TcpWire):
            link = TcpLink(f"tcp://127.0.0.1:{wire.address[1]}", PORT, tape=tape)
        else:
            link = Link(str(wire), 115200, tape=tape)
        tape.start(link.now(), 600)
        terminal = ZvtTerminal(link, over_tcp=way == "tcp", answer_seconds=20)
        yield terminal, device, lock
        terminal.close()


def whole(pieces: tuple[Piece, ...], size_of: Callable[[bytes], int | None]) -> Iterator[Piece]:
    """One message a piece, at the time when it was there, whatever the line made of it."""
    coming = {Way.TO_DEVICE: b"", Way.FROM_DEVICE: b""}
    for piece in pieces:
        if piece.way in coming:
            coming[piece.way] += piece.data
            while (size := size_of(coming[piece.way])) is not None and size <= len(coming[piece.way]):
                yield Piece(piece.at, piece.way, coming[piece.way][:size])
                coming[piece.way] = coming[piece.way][size:]
    assert coming == {Way.TO_DEVICE: b"", Way.FROM_DEVICE: b""}


def size_of_block(data: bytes) -> int | None:
    """An acknowledgement, or a block with its check."""
    found = BLOCK.match(data)
    return found.end() if found else None


@pytest.fixture(scope="module", params=["tcp", "serial"])
def talked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Talk:
    installed("tshark", "tshark")
    folder, tape = tmp_path_factory.mktemp("zvt"), Tape()
    with terminals(request.param, folder, tape) as (terminal, device, lock):
        slip = talk(request.param, terminal, device, lock)
    kept = tape.stop(0.0)
    assert kept
    file = folder / "talk.pcap"
    if request.param == "tcp":
        sent = list(whole(kept.pieces, size_of))
        stream = ((piece.at, piece.way is Way.TO_DEVICE, piece.data) for piece in sent)
        pcap.write(file, pcap.RAW_IP, pcap.tcp(stream, PORT))
        return Talk(file, OVER_TCP, [piece.data for piece in sent], slip)
    pieces = list(whole(kept.pieces, size_of_block))
    pcap.write(file, pcap.USER_0, ((piece.at, piece.data) for piece in pieces))
    return Talk(file, SERIAL, [b"" if len(p.data) == 1 else open_block(p.data) for p in pieces], slip)


def dissected(file: Path, options: tuple[str, ...], *fields: str, only: str = "") -> list[list[str]]:
    """What tshark says of each packet: the values of `fields`, several of one field with commas between."""
    command = [installed("tshark", "tshark"), "-r", str(file), *options, "-T", "fields", "-E", "separator=|"]
    command += [word for field in fields for word in ("-e", field)]
    command += ["-Y", only] if only else []
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [line.split("|") for line in said.splitlines()]


def test_each_message_has_the_name_that_we_mean(talked: Talk) -> None:
    rows = dissected(
        talked.file, talked.options, "zvt.control_field", "zvt.ccrc", "zvt.serial_char", "_ws.col.Info"
    )
    assert len(rows) == len(talked.messages)
    met = set()
    for raw, (control, answer, characters, info) in zip(talked.messages, rows, strict=True):
        if not raw:
            assert characters == "0x06"
            continue
        command = parse_apdu(raw).command
        met.add(command)
        if command in NAMES:
            assert info == NAMES[Command(command)], raw.hex()
        elif command >> 8 == 0x84:
            assert answer == "0x84"
        else:
            assert command in UNKNOWN
        if control:
            assert int(control, 16) == command
    assert met >= {*NAMES, *UNKNOWN} - ({Command.SEND_TOTALS} if talked.options == SERIAL else set())


def test_it_has_nothing_to_complain_of(talked: Talk) -> None:
    complaints = "_ws.malformed || _ws.expert || zvt.apdu_len.invalid"
    assert dissected(talked.file, talked.options, "frame.number", "_ws.expert.message", only=complaints) == []


def test_it_reads_of_a_payment_what_we_read(talked: Talk) -> None:
    wanted = ("amount", "result_code", "terminal_id", "trace_number", "date", "time", "cc")
    paid = dissected(
        talked.file,
        talked.options,
        *(f"zvt.{name}" for name in wanted),
        only="zvt.control_field == 0x040f && zvt.trace_number",
    )[0]
    said, slip = dict(zip(wanted, paid, strict=True)), talked.slip
    assert said == {
        "amount": str(slip.amount.minor),
        "result_code": "0x00",
        "terminal_id": slip.terminal_id,
        "trace_number": f"{slip.trace:06}",
        "date": "03/14",
        "time": "11:30:00",
        "cc": "0x0901",
    }


def test_it_finds_every_field_of_a_status_where_we_put_it(talked: Talk, tmp_path: Path) -> None:
    """Each alone, with a result behind it: so the next field begins where ours ends."""
    told = [parse_apdu(raw).data for raw in talked.messages if raw[:2] == b"\x04\x0f"]
    alone = {number: field for data in told for number, field in fields_of(data) if number != RESULT}
    file = tmp_path / "fields.pcap"
    stream = [
        (0.0, False, Apdu(Command.STATUS_INFORMATION, field + b"\x27\x00").to_bytes())
        for field in alone.values()
    ]
    pcap.write(file, pcap.RAW_IP, pcap.tcp(stream, PORT))
    rows = dissected(file, OVER_TCP, "zvt.bmp")
    found = {number: row[0].split(",") for number, row in zip(alone, rows, strict=True)}
    assert found == {
        number: [f"0x{number:02x}", "0x27"] if number not in UNKNOWN_FIELDS else [""] for number in alone
    }
    assert len(found) >= 14


def fields_of(data: bytes) -> Iterator[tuple[int, bytes]]:
    start = 0
    for number, _, end in places(data):
        yield number, data[start:end]
        start = end


def test_it_would_complain(talked: Talk, tmp_path: Path) -> None:
    """A result that is longer than its message: the judge is awake."""
    file = tmp_path / "spoilt.pcap"
    pcap.write(file, pcap.RAW_IP, pcap.tcp([(0.0, False, b"\x04\x0f\x03\x27\x00\x29")], PORT))
    assert dissected(file, OVER_TCP, "frame.number", only="_ws.malformed || _ws.expert")
