"""What the printer's bytes mean, against the table of its maker and recorded answers; and noise."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.receipt_printer import protocol
from devices.receipt_printer.protocol import Question, RealTime, Replies
from kiosk.domain.faults import Fault
from tests.vectors.kept import vectors

VECTORS = vectors("escpos_status")
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


MEANINGS = {
    "autocutter error": Fault.CUTTER,
    "unrecoverable error": Fault.UNRECOVERABLE,
    "auto-recoverable (head overheated)": Fault.HEAD_HOT,
    "head temperature": Fault.HEAD_HOT,
    "recoverable error": Fault.PAPER_JAM,
    "paper out on a model without near-end sensor": Fault.PAPER_OUT,
}


@pytest.mark.parametrize(
    "row", VECTORS["derived_from_bit_table"], ids=lambda row: f"{row['reply_to']} {row['hex']}"
)
def test_answers_by_the_table_of_bits(row: dict[str, str]) -> None:
    data, meaning = bytes.fromhex(row["hex"]), row["meaning"].removeprefix("offline, ")
    if row["reply_to"] == "ASB":
        said = protocol.understand_automatic(data)
        assert said.offline
    else:
        said = protocol.understand(Question(int(row["reply_to"][-1])), data[0])
    assert said.faults == {MEANINGS[meaning]}


@pytest.mark.parametrize("row", RECORDED.values(), ids=lambda row: str(row["state"]))
def test_every_recorded_answer_is_told_apart_by_its_first_byte(row: dict[str, str]) -> None:
    """Each comes as one reply of its own kind, with nothing before or behind it."""
    kinds = {"DLE": RealTime, "ASB": protocol.Automatic, "GS": protocol.Queued}
    for asked, answer in row.items():
        if asked != "state" and not answer.startswith("("):
            (reply,) = Replies().feed(bytes.fromhex(answer))
            assert type(reply) is kinds[asked.split()[0]], asked


@pytest.mark.parametrize("what", [66, 67])
def test_a_recorded_introduction_is_a_text(what: int) -> None:
    data = bytes.fromhex(VECTORS["gs_i_emupos"][str(what)])
    assert Replies().feed(data) == [protocol.Block(data)]
    assert data[1:-1].decode() == {66: "EPSON", 67: "TM-T20III"}[what]


def test_an_answer_that_nobody_asked_for_is_swallowed_whole() -> None:
    """Device information (GS I 35) and the reason for going offline (GS ( H fn 49), as some models push them."""
    for data in (bytes.fromhex(VECTORS["gs_i_emupos"]["35"]), b"\x37\x23\x40\x7f\x00", b"\x37\x23\x00"):
        assert Replies().feed(data + b"\x12") == [protocol.Block(data), RealTime(0x12)]


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
