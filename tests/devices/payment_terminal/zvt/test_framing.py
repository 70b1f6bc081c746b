"""Blocks on the line: what others recorded, and what happens to damaged ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.frames import BadFrame
from devices.payment_terminal.handshake import Acked, Damaged, Frame, Nacked
from devices.payment_terminal.zvt.framing import LONGEST_APDU, Deframer, enclose, kermit, open_block
from tests.devices.payment_terminal.zvt.vectors import VECTORS
from tests.vectors.kept import vectors

FRAMES = [(bytes.fromhex(v["frame"]), bytes.fromhex(v["apdu"])) for v in VECTORS["serial_frames"]]
FRAME, APDU = FRAMES[2]  # the one with doubled bytes


@pytest.mark.parametrize(("frame", "apdu"), FRAMES)
def test_a_block_of_others_is_made_and_read_alike(frame: bytes, apdu: bytes) -> None:
    assert enclose(apdu) == frame
    assert open_block(frame) == apdu


def test_the_check_is_that_of_the_catalogue() -> None:
    checks = {row["name"]: row["check"] for row in vectors("crc_catalogue")["vectors"]}
    assert f"{kermit(b'123456789'):04X}" == checks["CRC-16/KERMIT"]


def test_a_completion_of_a_real_terminal_has_this_check() -> None:
    frame = bytes.fromhex("1002060f0bf0f0f7322e31342e3135001003b111")
    assert open_block(frame) == bytes.fromhex("060f0bf0f0f7322e31342e313500")


def test_byte_by_byte_it_is_the_same_block() -> None:
    deframer = Deframer()
    heard = [event for byte in FRAME for event in deframer.feed(bytes((byte,)))]
    assert heard == [Frame(APDU)]


def test_acks_and_naks_around_blocks_are_heard_in_order() -> None:
    assert Deframer().feed(b"\x06" + FRAME + b"\x15" + FRAME) == [Acked(), Frame(APDU), Nacked(), Frame(APDU)]


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (FRAME[:-1] + bytes((FRAME[-1] ^ 1,)), "wrong_check"),
        (FRAME[:5] + b"\x11" + FRAME[6:], "wrong_check"),
        (b"\x10\x02\x06\x10\x55\x00\x10\x03\x00\x00", "bad_escape"),
        (b"\x10\x02" + b"A" * (LONGEST_APDU + 1), "too_long"),
        (b"\xff\xfe", "noise"),
        (FRAME[:-4], "half_block"),
        (b"", "no_block"),
        (b"\x06", "no_block"),
    ],
)
def test_a_damaged_block_has_a_named_fault(frame: bytes, reason: str) -> None:
    with pytest.raises(BadFrame) as bad:
        open_block(frame)
    assert bad.value.reason == reason


@pytest.mark.parametrize("cut", range(1, len(FRAME)))
def test_after_a_half_block_the_next_one_is_whole(cut: int) -> None:
    deframer = Deframer()
    heard = deframer.feed(FRAME[:cut] + FRAME + FRAME)
    assert heard[-1] == Frame(APDU)
    assert not deframer.midway


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_any_content_survives_the_way_there(apdu: bytes, noise: bytes) -> None:
    assert open_block(enclose(apdu)) == apdu
    deframer = Deframer()
    deframer.feed(noise)
    deframer.forget()
    assert Frame(apdu) in deframer.feed(enclose(apdu))


@given(st.lists(st.binary(max_size=60), max_size=20))
def test_whatever_comes_the_memory_is_bounded(pieces: list[bytes]) -> None:
    deframer = Deframer()
    for piece in pieces:
        for event in deframer.feed(piece):
            assert isinstance(event, (Acked, Damaged, Frame, Nacked))
    assert len(deframer._body) <= LONGEST_APDU
