"""The pretend printer's ear, against a table of ESC/POS commands and its own kind of noise."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.receipt_printer.commands import Command, RealTimeFilter, next_command
from tests.vectors.kept import vectors

CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"


def heard(*parts: bytes) -> tuple[list[bytes], bytes]:
    ear, real_time, plain = RealTimeFilter(), [], b""
    for part in parts:
        for is_real_time, data in ear.feed(part):
            if is_real_time:
                real_time.append(data)
            else:
                plain += data
    return real_time, plain


@pytest.mark.parametrize("command", [b"\x10\x04\x01", b"\x10\x04\x04", b"\x10\x05\x02", CLEAR])
def test_a_real_time_command_is_taken_out_of_whatever_it_stands_in(command: bytes) -> None:
    assert heard(b"\x1dv0\x00\x48" + command + b"\xff") == ([command], b"\x1dv0\x00\x48\xff")


@pytest.mark.parametrize("data", [b"\x10\x10\x20", b"\x10\x04\x63", b"\x10\x14\x63", b"\x10\x05\x09\x10\x33"])
def test_what_only_looks_like_one_is_left_in(data: bytes) -> None:
    assert heard(data) == ([], data)


@given(cuts=st.lists(st.integers(0, 30), max_size=5))
def test_fragmentation_changes_nothing(cuts: list[int]) -> None:
    data = b"ab\x10\x10\x04\x02cd" + CLEAR + b"\x10\x11ef\x10\x05\x01"
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    parts = [data[start:end] for start, end in itertools.pairwise(edges)]
    assert heard(*parts) == heard(data) == ([b"\x10\x04\x02", CLEAR, b"\x10\x05\x01"], b"ab\x10cd\x10\x11ef")


@settings(max_examples=300, deadline=None)
@given(noise=st.binary(max_size=300))
def test_noise_is_cut_into_commands_and_always_moves_on(noise: bytes) -> None:
    rest = noise
    while found := next_command(rest):
        command, length = found
        assert 0 < length <= len(rest)
        assert isinstance(command, Command)
        rest = rest[length:]


TABLE = vectors("escpos_commands")["vectors"]
#: Of the table what is no command: control bytes, and heads that nothing follows.
NONE = {"Controls", "DleUnknown", "EscUnknown", "GsUnknown"}
CUTS = [row for row in TABLE if row["type"] not in NONE]


def cut(data: bytes) -> list[int]:
    """The lengths of the commands in `data`; a picture's dots belong to it."""
    lengths, plain = [], b""
    for is_real_time, piece in RealTimeFilter().feed(data):
        if is_real_time:
            lengths.append(len(piece))
        else:
            plain += piece
    while found := next_command(plain):
        command, length = found
        if command.name == b"\x1dv":
            length += int.from_bytes(command.data[2:4], "little") * int.from_bytes(
                command.data[4:6], "little"
            )
        lengths.append(length)
        plain = plain[length:]
    return lengths


@pytest.mark.parametrize("kind", sorted({row["type"] for row in CUTS}))
def test_every_command_of_the_table_is_cut_where_the_table_cuts(kind: str) -> None:
    """And half of it waits for the rest, however little has come."""
    for row in CUTS:
        if row["type"] == kind:
            data = bytes.fromhex(row["hex"])
            assert cut(data + b"\n") == [len(data), 1], row
            assert [sum(cut(data[:part])) for part in range(1, header(data))] == [0] * (header(data) - 1), row


def header(data: bytes) -> int:
    """What must have come before anything is done."""
    return 8 if data[:2] == b"\x1dv" else len(data)


def test_what_is_no_command_in_the_table_leaves_nothing_behind() -> None:
    for row in TABLE:
        if row["type"] in NONE:
            data = bytes.fromhex(row["hex"])
            assert sum(cut(data + b"\n")) == len(data) + 1, row
