"""Frames of a serial scanner: any fragmentation, any noise, one frame kept."""

import random

import pytest

from devices.code_scanner.protocol import LONGEST, TRIGGERS, Framing, Parser, Scanned, Unreadable
from tests.vectors.kept import vectors

VECTORS = vectors("scanner")
STX = Framing("etx", "stx")


@pytest.mark.parametrize("frame", VECTORS["frames"])
def test_recorded_frames(frame: dict[str, str]) -> None:
    (heard,) = Parser(Framing()).feed(bytes.fromhex(frame["raw"]))
    assert heard == Scanned(frame["data"], frame["symbology"] or "")


#: Ours -> how the source calls its kinds.
KINDS = {
    "Code 39": "Code 39",
    "Code 128": "Code 128",
    "GS1-128": "Code 128",
    "EAN": "EAN",
    "ITF": "ITF",
    "PDF417": "PDF417",
    "QR": "QR",
    "Data Matrix": "Data Matrix",
    "GS1 DataMatrix": "Data Matrix",
}


@pytest.mark.parametrize(("aim", "kind"), VECTORS["aim_ids"]["map"].items())
def test_every_identifier_of_the_table_is_taken_off_and_named(aim: str, kind: str) -> None:
    """A kind that no bill carries is still no part of the text."""
    (heard,) = Parser(Framing()).feed(f"{aim}960402627\r".encode())
    named = next(
        (KINDS[name] for name in sorted(KINDS, key=len, reverse=True) if kind.startswith(name)), "other"
    )
    assert heard == Scanned("960402627", named)


def test_the_trigger_is_that_of_the_manual() -> None:
    manual = VECTORS["honeywell_trigger"]
    assert TRIGGERS["honeywell"] == (bytes.fromhex(manual["activate"]), bytes.fromhex(manual["deactivate"]))


@pytest.mark.parametrize(
    ("framing", "data", "heard"),
    [
        (Framing(), b"ABC\r", [Scanned("ABC")]),
        (Framing(), b"ABC\r\nDEF\r\n", [Scanned("ABC"), Scanned("DEF")]),
        (Framing("lf"), b"ABC\r\n", [Scanned("ABC")]),
        (Framing("crlf"), b"ABC\r\n", [Scanned("ABC")]),
        (Framing("tab"), b"ABC\t", [Scanned("ABC")]),
        (STX, b"\x02ABC\x03", [Scanned("ABC")]),
        (STX, b"\x02]Q1ABC\x03", [Scanned("ABC", "QR")]),
        (STX, b"ABC\x03", [Unreadable("no_prefix")]),
        (Framing(), b"\r\r\n", []),
        (Framing(), b"]A0\r", [Unreadable("bad_character")]),
        (Framing(), b"ABC\x00\r", [Unreadable("bad_character")]),
        (Framing(), b"\xff\xfe\r", [Unreadable("bad_character")]),
        (Framing(), b"AB\x15", [Unreadable("no_read")]),
        (Framing(), b"\x15ABC\r", [Unreadable("no_read"), Scanned("ABC")]),
        (Framing(), b"A" * LONGEST + b"\r", [Scanned("A" * LONGEST)]),
        (Framing(), b"A" * (LONGEST + 1) + b"\r", [Unreadable("too_long")]),
        (Framing(), b"A" * 9_000 + b"\rABC\r", [Unreadable("too_long"), Scanned("ABC")]),
        (Framing(), "電費".encode() + b"\r", [Scanned("電費")]),
        (Framing(), "電費".encode("big5") + b"\r", [Scanned("電費")]),
    ],
)
def test_what_a_frame_is(framing: Framing, data: bytes, heard: list[object]) -> None:
    assert Parser(framing).feed(data) == heard
    parser = Parser(framing)
    assert [each for byte in data for each in parser.feed(bytes((byte,)))] == heard


def test_a_frame_that_stops_halfway_is_told_once() -> None:
    parser = Parser(Framing())
    assert parser.feed(b"9604") == []
    assert parser.midway
    assert parser.fell_silent() == Unreadable("half_frame")
    assert parser.fell_silent() is None
    assert parser.feed(b"ABC\r") == [Scanned("ABC")]


def test_noise_of_any_kind_never_breaks_it_nor_fills_it() -> None:
    chance = random.Random(5)
    parser = Parser(Framing())
    for _ in range(3_000):
        for each in parser.feed(chance.randbytes(chance.randrange(40))):
            assert isinstance(each, (Scanned, Unreadable))
        assert len(parser._frame) <= LONGEST + 8
    parser.fell_silent()
    assert parser.feed(b"ABC\r") == [Scanned("ABC")]


def test_what_was_scanned_shows_in_no_repr() -> None:
    assert "ABC" not in repr(Scanned("ABC", "QR"))
