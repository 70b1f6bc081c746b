"""Records on the line: whole, in pieces, in noise, and damaged in each way there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.frames import BadFrame
from devices.payment_terminal.fixed_field.framing import ETX, STX, Deframer, check, enclose, open_record
from devices.payment_terminal.handshake import ACK, NAK, Acked, Damaged, Frame, Nacked
from tests.devices.payment_terminal.fixed_field.vectors import CHECKS, NCCC

ASCII = st.binary(min_size=8, max_size=8).map(lambda data: bytes(byte % 95 + 32 for byte in data))
DAMAGES = [
    (b"\x02ABC\x03" + bytes((check(b"ABC"),)), "wrong_length"),
    (b"\x02ABCDEFGHI", "too_long"),
    (enclose(b"ABCDEFGH")[:-1] + b"\x00", "wrong_check"),
    (b"\x02ABCD" + enclose(b"ABCDEFGH"), "half_record"),
    (b"??", "noise"),
]


@pytest.mark.parametrize("vector", NCCC["requests"], ids=lambda vector: str(vector["name"]))
def test_a_frame_as_others_send_it(vector: dict[str, str]) -> None:
    frame = bytes.fromhex(vector["frame"])
    assert enclose(vector["data"].encode()) == frame
    assert check(vector["data"].encode()) == int(vector["lrc"], 16)
    assert open_record(frame, 400) == vector["data"].encode()


def test_the_recorded_settlement_and_its_answer() -> None:
    assert len(open_record(bytes.fromhex(NCCC["recorded_settlement_frame"]), 400)) == 400
    answer = bytes((STX,)) + bytes.fromhex(NCCC["recorded_settlement_response_without_stx"])
    assert open_record(answer, 400).startswith(b"I       50N03")


@pytest.mark.parametrize(
    "vector",
    [*CHECKS["telium_protocol_e"]["vectors"], *CHECKS["transbank"]["lrc_vectors"]],
    ids=lambda vector: str(vector["name"]),
)
def test_the_check_is_that_of_other_families_on_this_link_layer(vector: dict[str, str]) -> None:
    assert check(vector["data"].encode()) == int(vector["lrc"], 16)


@given(ASCII, st.lists(st.integers(1, 12), max_size=5))
def test_a_record_comes_whole_in_any_pieces(data: bytes, sizes: list[int]) -> None:
    frame, deframer, heard = enclose(data), Deframer(8), []
    for size in [*sizes, len(frame)]:
        heard += deframer.feed(frame[:size])
        frame = frame[size:]
    assert heard == [Frame(data)]
    assert not deframer.midway


@pytest.mark.parametrize(("bytes_", "reason"), DAMAGES)
def test_each_damage_has_its_name(bytes_: bytes, reason: str) -> None:
    assert Damaged(reason) in Deframer(8).feed(bytes_)
    with pytest.raises(BadFrame, match=reason):
        open_record(bytes_, 8)


def test_half_a_record_is_no_record_and_shows_nothing() -> None:
    with pytest.raises(BadFrame, match="half_record"):
        open_record(enclose(b"ABCDEFGH")[:-2], 8)
    with pytest.raises(BadFrame, match="no_record"):
        open_record(b"", 8)
    assert "41" not in repr(Frame(b"4111111111111111"))


@given(st.binary(max_size=200))
def test_whatever_comes_the_next_whole_record_is_heard(noise: bytes) -> None:
    deframer = Deframer(8)
    deframer.feed(noise)
    heard = deframer.feed(b"A" * 9 + b"\x03?" + enclose(b"ABCDEFGH"))
    assert heard[-1] == Frame(b"ABCDEFGH") or deframer.feed(enclose(b"ABCDEFGH"))[-1] == Frame(b"ABCDEFGH")


def test_acknowledgements_stand_alone() -> None:
    assert Deframer(8).feed(bytes((ACK, NAK, ACK))) == [Acked(), Nacked(), Acked()]
    assert Deframer(8).feed(bytes((ETX,))) == [Damaged("noise")]
