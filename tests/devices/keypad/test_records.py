"""The kernel's input records: in any pieces, with any noise between them, never a key that was not pressed."""

from __future__ import annotations

import random

import pytest

from devices.keypad.records import (
    DOWN,
    KEY,
    MSC,
    MSC_SCAN,
    SIZE,
    SW,
    SW_HEADPHONE_INSERT,
    SYN,
    SYN_DROPPED,
    SYN_REPORT,
    UP,
    Parser,
    Record,
    record_of,
    written,
)

END = written(SYN, SYN_REPORT, 0)
NEXT, SELECT = 106, 28


def press(code: int) -> bytes:
    return written(MSC, MSC_SCAN, 0x7004F) + written(KEY, code, DOWN) + END


def keys(groups: list[tuple[Record, ...]]) -> list[int]:
    return [record.code for group in groups for record in group if record.type == KEY]


def test_a_record_is_as_the_kernel_writes_it() -> None:
    """On a machine of 64 bits, byte by byte: 12 s, 500000 us, EV_KEY, KEY_RIGHT, pressed."""
    if SIZE != 24:
        pytest.skip("a machine of another width")
    data = bytes.fromhex("0c00000000000000 20a1070000000000 0100 6a00 01000000")
    assert record_of(data) == Record(KEY, NEXT, DOWN)
    assert written(KEY, NEXT, DOWN, 12.5) == data


@pytest.mark.parametrize("piece", [1, 7, 23, 24, 25, 1000])
def test_records_come_in_any_pieces(piece: int) -> None:
    data = press(NEXT) + written(KEY, NEXT, UP) + END + written(SW, SW_HEADPHONE_INSERT, 1) + END
    parser = Parser()
    groups = [group for at in range(0, len(data), piece) for group in parser.feed(data[at : at + piece])]
    assert [group[-1] for group in groups] == [
        Record(KEY, NEXT, DOWN),
        Record(KEY, NEXT, UP),
        Record(SW, SW_HEADPHONE_INSERT, 1),
    ]
    assert (parser.spoilt, parser.gaps, parser.midway) == (0, 0, False)


def test_a_key_counts_when_its_group_is_closed() -> None:
    parser = Parser()
    assert parser.feed(written(KEY, NEXT, DOWN)) == []
    assert keys(parser.feed(END)) == [NEXT]


def test_what_the_kernel_could_not_keep_makes_the_rest_of_the_group_worthless() -> None:
    parser = Parser()
    lost = written(KEY, NEXT, DOWN) + written(SYN, SYN_DROPPED, 0) + written(KEY, SELECT, DOWN) + END
    assert parser.feed(lost) == []
    assert parser.gaps == 1
    assert keys(parser.feed(press(SELECT))) == [SELECT]


@pytest.mark.parametrize("noise", [b"\xff", b"\xff\x00\xa5\x5a" * 9, bytes(5), b"\x01" * 25])
def test_bytes_that_are_no_record_are_left_out_and_the_next_keys_count(noise: bytes) -> None:
    """The group that they fell into is not believed; the one behind it is."""
    parser = Parser()
    assert NEXT not in keys(parser.feed(press(NEXT)[:SIZE] + noise + press(NEXT)[SIZE:]))
    assert keys(parser.feed(END + press(SELECT)))[-1:] == [SELECT]


@pytest.mark.parametrize("cut", range(1, SIZE))
def test_a_record_that_broke_off_is_forgotten(cut: int) -> None:
    """At every byte: what had begun is no key, and what comes afterwards is read from its own beginning."""
    parser = Parser()
    whole = press(NEXT)
    assert parser.feed(whole[: SIZE + cut]) == []
    begun = parser.midway
    parser.fell_silent()
    assert (begun, parser.midway, parser.spoilt) == (True, False, cut)
    assert keys(parser.feed(press(SELECT))) == [SELECT]


def test_a_group_whose_end_got_lost_takes_the_next_key_with_it_only_without_a_pause() -> None:
    parser = Parser()
    assert parser.feed(written(KEY, NEXT, DOWN)) == []
    parser.fell_silent()
    assert keys(parser.feed(press(SELECT))) == [SELECT]


@pytest.mark.parametrize(
    "bad",
    [
        written(KEY, NEXT, 3),
        written(SYN, SYN_REPORT, 9),
        written(0x3F, 0, 0),
        written(KEY, NEXT, DOWN)[:8] + b"\xff" * 8 + written(KEY, NEXT, DOWN)[16:],
        b"\xff" * SIZE,
    ],
)
def test_no_kernel_writes_that(bad: bytes) -> None:
    assert record_of(bad) is None


def test_noise_is_no_key_and_takes_no_memory() -> None:
    chance = random.Random(38)
    parser = Parser()
    for _ in range(300):
        assert keys(parser.feed(chance.randbytes(1024))) == []
    assert len(parser._bytes) < SIZE
    for _ in range(1000):
        parser.feed(written(MSC, MSC_SCAN, 1))
    assert len(parser._group) <= 256
