"""The pretend printer by itself: it behaves as the manual says, also towards hosts that are not ours."""

from pathlib import Path

import pytest
import zxingcpp
from escpos.printer import Dummy
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from devices.emulator import SwitchError
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.receipt_printer.mechanism import BUFFER

BLACK_ROW = b"\x1dv0\x00\x48\x00\x01\x00" + b"\xff" * 72
CUT = b"\x1dV\x00"


class Host:
    """A host's ear and one printer."""

    def __init__(self, folder: Path) -> None:
        self.answers = b""
        self.printer = ReceiptPrinterEmulator(self._hear, folder)

    def _hear(self, data: bytes) -> None:
        self.answers += data

    def say(self, data: bytes) -> bytes:
        self.answers = b""
        self.printer.take(data)
        return self.answers

    def counter(self, name: str) -> int:
        return self.printer.counters()[name]

    def pieces(self) -> list[dict[str, object]]:
        return self.printer.tray.listing()


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path)


def test_status_is_answered_in_the_middle_of_a_picture(host: Host) -> None:
    host.say(BLACK_ROW[:40])
    assert host.say(b"\x10\x04\x01") == b"\x12"
    host.say(BLACK_ROW[40:])
    assert host.counter("rows") == 1


@pytest.mark.parametrize(
    ("switches", "answers"),
    [
        ({}, "12121212"),
        ({"paper": "low"}, "1212121e"),
        ({"paper": "out"}, "1a32127e"),
        ({"cover": "open"}, "1a161212"),
        ({"broken": True}, "1a523212"),
        ({"paper": "out", "near_end_sensor": False}, "1a321272"),
    ],
    ids=str,
)
def test_answers_are_those_that_others_recorded(
    host: Host, switches: dict[str, object], answers: str
) -> None:
    """The first four from emupos 0.4.0, the rest from the maker's bit table."""
    host.printer.switch(switches)
    assert b"".join(host.say(bytes((0x10, 0x04, n))) for n in (1, 2, 3, 4)).hex() == answers


def test_the_number_comes_back_only_when_all_before_it_is_on_paper(host: Host) -> None:
    ask = b"\x1d(H\x06\x00000042"
    host.printer.switch({"paper_out_after_rows": 2})
    assert host.say(BLACK_ROW * 3 + ask) == b""
    assert host.say(b"") == b""
    host.answers = b""
    host.printer.switch({"paper": "ok"})
    assert host.answers == b"\x37\x220042\x00"
    assert host.counter("rows") == 3


def test_torn_paper_is_kept_as_a_piece(host: Host) -> None:
    host.printer.switch({"paper_out_after_rows": 2})
    host.say(BLACK_ROW * 3)
    assert [(piece["rows"], piece["whole"], piece["torn_by"]) for piece in host.pieces()] == [
        (2, False, "paper_out")
    ]
    host.printer.switch({"paper": "ok"})
    host.say(CUT)
    assert [piece["whole"] for piece in host.pieces()] == [False, True]


def test_cleared_remains_hang_on_until_the_knife(host: Host) -> None:
    host.say(BLACK_ROW + BLACK_ROW[:30])
    assert host.say(b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08") == b"\x37\x25\x00"
    host.say(BLACK_ROW + CUT)
    assert [(piece["rows"], piece["torn_by"]) for piece in host.pieces()] == [(2, "cleared")]


def test_what_comes_while_it_stands_still_fills_the_buffer_and_is_then_lost(host: Host) -> None:
    host.printer.switch({"cover": "open"})
    host.say(bytes(BUFFER))
    assert (host.counter("waiting_bytes"), host.counter("lost_bytes")) == (BUFFER, 0)
    host.say(b"x" * 10)
    assert host.counter("lost_bytes") == 10
    assert host.say(b"\x10\x04\x02") == b"\x16"


def test_a_command_that_is_longer_than_any_is_given_up(host: Host) -> None:
    """GS Q of four thousand million bytes: no more is kept than a command may have, and what follows is heard again."""
    host.say(b"\x1dQ0\x00\xff\xff\xff\xff")
    for _ in range(17):
        host.say(bytes(BUFFER))
    assert (host.counter("unknown_commands"), host.counter("waiting_bytes")) == (1, 0)
    host.say(BLACK_ROW + CUT)
    assert len(host.pieces()) == 1


def test_off_it_hears_nothing_and_forgets_everything(host: Host) -> None:
    host.say(BLACK_ROW[:50])
    host.printer.switch({"power": False})
    assert host.say(b"\x10\x04\x01") == b""
    host.printer.switch({"power": True})
    host.say(BLACK_ROW)
    assert host.counter("rows") == 1


def test_mute_it_prints_and_says_nothing(host: Host) -> None:
    host.printer.switch({"mute": True})
    assert host.say(BLACK_ROW + CUT + b"\x10\x04\x01\x1dr\x01") == b""
    assert len(host.pieces()) == 1


def test_a_jam_stays_until_the_host_recovers(host: Host) -> None:
    host.printer.switch({"jam": True})
    host.say(BLACK_ROW)
    host.printer.switch({"jam": False})
    assert host.say(b"\x10\x04\x03") == b"\x16"
    host.say(b"\x10\x05\x01")
    assert host.say(b"\x10\x04\x03") == b"\x12"
    assert host.counter("rows") == 1


def test_it_dies_with_the_byte_that_was_named(host: Host) -> None:
    host.printer.switch({"stop_after_bytes": 81})
    host.say(BLACK_ROW)
    assert host.say(b"\x10") == b""
    assert host.printer.switches["power"] is False
    assert host.printer.switches["stop_after_bytes"] is None
    assert host.pieces()[0]["torn_by"] == "power"


def test_a_slow_line_brings_bytes_at_its_speed(host: Host) -> None:
    host.printer.switch({"slow_baud": 19200})
    taken, now = 0, 0.0
    for _ in range(1000):
        room = host.printer.room()
        host.printer.take(bytes(room))
        taken += room
        now += 0.01
        host.printer.ticked(now)
    assert taken == pytest.approx(19200, rel=0.02)


def test_half_dots_until_the_host_says_otherwise(host: Host) -> None:
    host.say(b"\x1bJ\x14")
    assert host.counter("rows") == 10
    host.say(b"\x1dP\xcb\xcb\x1bJ\x14")
    assert host.counter("rows") == 30


def test_dots_beyond_the_head_are_lost(host: Host) -> None:
    host.say(b"\x1dL\x30\x02" + b"\x1dv0\x00\x02\x00\x01\x00\xff\xff" + CUT)
    assert picture(host).getbbox() == (560, 0, 576, 1)
    host.say(b"\x1dL\x38\x02" + b"\x1dv0\x00\x02\x00\x01\x00\xff\xff" + CUT)
    assert picture(host).getbbox() == (568, 0, 576, 1)


def test_a_picture_goes_to_the_side_that_is_chosen(host: Host) -> None:
    host.say(b"\x1ba\x02" + b"\x1dv0\x00\x02\x00\x01\x00\xff\xff" + CUT)
    assert picture(host).getbbox() == (560, 0, 576, 1)
    host.say(b"\x1ba\x01" + b"\x1dv0\x00\x02\x00\x01\x00\xff\xff" + CUT)
    assert picture(host).getbbox() == (280, 0, 296, 1)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (b"\x1b$\x2c\x01X", 300),
        (b"A\x1b$\x2c\x01X", 300),
        (b"A\x1b\\\x2c\x01X", 312),
        (b"\x1c.\xdb\x1b\\\x2c\x01X", 312),  # a letter of the code page is one cell, however black
        (b"\x1b$\x0a\x00\x1b$\x2c\x01X", 300),
    ],
    ids=["from the edge", "over the gap", "from here", "one cell", "last word counts"],
)
def test_a_letter_stands_where_it_is_told(host: Host, said: bytes, left: int) -> None:
    host.say(said + b"\n" + CUT)
    box = picture(host).crop((250, 0, 576, 24)).getbbox()
    assert box
    assert 0 <= 250 + box[0] - left < 6  # the letter's own white


def picture(host: Host) -> Image.Image:
    """The last piece, ink as white."""
    file = host.printer.tray.file(len(host.pieces()), "png")
    assert file
    return Image.open(file).convert("L").point(lambda grey: 255 - grey)


def test_another_host_prints_here_too(host: Host) -> None:
    """python-escpos with its own commands: text, a native code, a cut."""
    other = Dummy(profile="TM-T20II")
    other.text("Hello\n")
    other.qr("https://example.test/7", native=True)
    other.cut()
    host.say(bytes(other.output))
    (code,) = zxingcpp.read_barcodes(picture(host).point(lambda grey: 255 - grey))
    assert code.text == "https://example.test/7"


@pytest.mark.parametrize(
    "changes", [{"paper": "wet"}, {"power": 1}, {"slow_baud": 12.5}, {"what": 1}], ids=str
)
def test_a_switch_that_does_not_exist(host: Host, changes: dict[str, object]) -> None:
    before = dict(host.printer.switches)
    with pytest.raises(SwitchError):
        host.printer.switch({"cover": "open", **changes})
    assert host.printer.switches == before


@settings(max_examples=150, deadline=None)
@given(noise=st.lists(st.binary(max_size=60), max_size=8))
def test_no_noise_breaks_it(tmp_path_factory: pytest.TempPathFactory, noise: list[bytes]) -> None:
    host = Host(tmp_path_factory.mktemp("noise"))
    for part in noise:
        host.say(part)
    host.printer.switch({"power": False})
    host.printer.switch({"power": True})
    assert host.say(b"\x10\x04\x01") == b"\x12"
