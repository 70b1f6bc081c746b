"""What the printer's bytes mean, against the table of its maker and recorded answers; and noise."""

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.receipt_printer import protocol
from devices.receipt_printer.protocol import Question, RealTime, Replies
from kiosk.domain.faults import Fault

VECTORS = json.loads((Path(__file__).parent / "vectors" / "escpos_status.json").read_text(encoding="utf-8"))
RECORDED = {row["state"]: row for row in VECTORS["recorded_emupos"]}
EXPECTED: dict[str, tuple[bool, frozenset[Fault]]] = {
    "ok": (False, frozenset()),
    "paper near end": (False, frozenset({Fault.PAPER_LOW})),
    "paper out": (True, frozenset({Fault.PAPER_OUT, Fault.PAPER_LOW})),
    "cover open": (True, frozenset({Fault.COVER_OPEN})),
    "offline": (True, frozenset()),
    "drawer open (pin 3 high)": (False, frozenset()),
}


@pytest.mark.parametrize("state", EXPECTED)
def test_recorded_answers_to_status_questions(state: str) -> None:
    said = protocol.Condition()
    for question in Question:
        if answer := RECORDED[state].get(f"DLE EOT {question.value}"):
            said |= protocol.understand(question, bytes.fromhex(answer)[0])
    assert (said.offline, said.faults) == EXPECTED[state]


@pytest.mark.parametrize("state", EXPECTED)
def test_recorded_automatic_status(state: str) -> None:
    said = protocol.understand_automatic(bytes.fromhex(RECORDED[state]["ASB"]))
    assert (said.offline, said.faults) == EXPECTED[state]


def test_recorded_paper_sensor() -> None:
    assert protocol.understand_queued(0x00).faults == frozenset()
    near = bytes.fromhex(RECORDED["paper near end"]["GS r 1"])[0]
    assert protocol.understand_queued(near).faults == {Fault.PAPER_LOW}


@pytest.mark.parametrize(
    ("question", "answer", "fault"),
    [
        (Question.ERROR_CAUSE, 0x1A, Fault.CUTTER),
        (Question.ERROR_CAUSE, 0x32, Fault.UNRECOVERABLE),
        (Question.ERROR_CAUSE, 0x52, Fault.HEAD_HOT),
        (Question.ERROR_CAUSE, 0x16, Fault.PAPER_JAM),
        (Question.PAPER, 0x72, Fault.PAPER_OUT),
        (Question.PAPER, 0x32, Fault.PAPER_OUT),  # half an alarm
        (Question.PAPER, 0x16, Fault.PAPER_LOW),
    ],
)
def test_each_error_bit_has_its_word(question: Question, answer: int, fault: Fault) -> None:
    assert protocol.understand(question, answer).faults == {fault}


@pytest.mark.parametrize("vector", VECTORS["process_id"], ids=lambda vector: vector["id"])
def test_process_ids_go_out_and_come_back(vector: dict[str, str]) -> None:
    number = int(vector["id"])
    assert protocol.ask_when_done(number).hex() == vector["cmd"]
    (reply,) = Replies().feed(bytes.fromhex(vector["reply"]))
    assert isinstance(reply, protocol.Block)
    assert protocol.process_id(reply) == number


def test_clearing_is_the_command_of_the_book() -> None:
    assert VECTORS["clear_buffer"]["cmd"] == protocol.CLEAR_BUFFERS.hex()
    assert VECTORS["clear_buffer"]["reply"] == protocol.CLEARED.hex()


MIXED = b"\x12" + b"\x10\x00\x03\x00" + b"\x37\x220001\x00" + b"\x03" + b"\x1e"


@given(cuts=st.lists(st.integers(0, len(MIXED)), max_size=6))
def test_replies_survive_any_fragmentation(cuts: list[int]) -> None:
    parser, found = Replies(), []
    edges = [0, *sorted(cuts), len(MIXED)]
    for start, end in itertools.pairwise(edges):
        found += parser.feed(MIXED[start:end])
    assert found == Replies().feed(MIXED)
    kinds = [type(reply).__name__ for reply in found]
    assert kinds == ["RealTime", "Automatic", "Block", "Queued", "RealTime"]


def test_flow_control_inside_a_reply_is_no_part_of_it() -> None:
    assert Replies().feed(b"\x37\x13\x2200\x1101\x00") == [protocol.Block(b"\x37\x220001\x00")]


def test_text_that_never_ends_is_noise_in_the_end() -> None:
    replies = Replies().feed(b"\x5f" + b"A" * 300)
    assert protocol.Noise(0x5F) in replies


@settings(max_examples=300, deadline=None)
@given(noise=st.binary(max_size=400))
def test_noise_is_taken_apart_without_loss_and_without_end(noise: bytes) -> None:
    parser = Replies()
    heard = b""
    for reply in parser.feed(noise):
        match reply:
            case protocol.Automatic(data) | protocol.Block(data):
                heard += data
            case RealTime(byte) | protocol.Queued(byte) | protocol.Noise(byte):
                heard += bytes((byte,))
    assert heard + parser.unfinished == noise.translate(None, protocol.FLOW)
    assert len(parser.unfinished) <= protocol.LONGEST_BLOCK


@settings(max_examples=300, deadline=None)
@given(raster=st.lists(st.sampled_from([0x00, 0x01, 0x04, 0x05, 0x08, 0x10, 0x14, 0x18, 0xFF]), max_size=64))
def test_no_picture_can_hold_a_real_time_command(raster: list[int]) -> None:
    safe = protocol.wire_safe(bytes(raster))
    assert len(safe) == len(raster)
    assert not protocol.REAL_TIME.search(safe)
    changed = [(was, now) for was, now in zip(raster, safe, strict=True) if was != now]
    assert set(changed) <= {(0x10, 0x18)}
    assert bool(changed) == bool(protocol.REAL_TIME.search(bytes(raster)))


@pytest.mark.parametrize("rows", [0, 1, 255, 256, 1000])
def test_feeds_add_up(rows: int) -> None:
    data = protocol.feed(rows)
    assert data[0::3] == b"\x1b" * (len(data) // 3)
    assert sum(data[2::3]) == rows
