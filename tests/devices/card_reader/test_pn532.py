"""The PN532: published frames, cards that are ours, cards that are nobody's business, and a line with every fault."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from devices.card_reader.pn532.driver import MISSES, Pn532Reader
from devices.card_reader.pn532.emulator import Pn532Emulator
from devices.card_reader.pn532.frames import (
    ACK,
    NAK,
    Acked,
    Answer,
    Broken,
    Complaint,
    Nacked,
    Parser,
    Target,
    frame,
    targets,
)
from devices.card_reader.presence import Told
from devices.emulator import SwitchError
from devices.frames import BadFrame
from devices.link import Link
from kiosk.domain.card import CardMove
from kiosk.domain.faults import Fault
from kiosk.domain.health import DeviceState
from kiosk.ports import NoReply, NotConnected
from tests.devices.pumped import pumped
from tests.devices.stepped_wire import SteppedWire
from tests.vectors.kept import vectors

VECTORS: dict[str, Any] = vectors("card_readers")["pn532_hsu"]
FRAMES = {case["name"]: bytes.fromhex(case["frame"]) for case in VECTORS["frames"]}
CARD = {"uid": "0416C6C2D73881"}
TOKEN = "rfid:0416C6C2D73881"


@pytest.fixture
def wire(tmp_path: Path) -> SteppedWire:
    return SteppedWire(lambda send: Pn532Emulator(send, tmp_path))


@pytest.fixture
def far(wire: SteppedWire) -> Pn532Emulator:
    assert isinstance(wire.far, Pn532Emulator)
    return wire.far


@pytest.fixture
def reader(wire: SteppedWire) -> Pn532Reader:
    reader = Pn532Reader(wire)
    assert reader.read() is None
    return reader


def look(reader: Pn532Reader, times: int = 20) -> list[Told]:
    return [told for told in (reader.read() for _ in range(times)) if told is not None]


@pytest.mark.parametrize("name", [name for name in FRAMES if "rsp" not in name])
def test_published_frames_are_made_alike(name: str) -> None:
    whole = FRAMES[name]
    assert frame(whole[6:-2], whole[5]) == whole


def test_published_frames_are_read() -> None:
    heard = [Parser().feed(whole)[0] for whole in FRAMES.values()]
    assert all(isinstance(each, Answer) for each in heard)
    assert Parser().feed(FRAMES["firmware response IC 32 v1.6"]) == [Answer(0x03, bytes.fromhex("32010607"))]
    said = Parser().feed(FRAMES["Type2 tag UID 0416c6c2d73881"])[0]
    assert isinstance(said, Answer)
    assert targets(said.data) == [Target(bytes.fromhex(CARD["uid"]), 0x00)]
    assert Parser().feed(ACK + NAK + bytes.fromhex(VECTORS["error"])) == [Acked(), Nacked(), Complaint()]
    assert (ACK.hex(), NAK.hex()) == (VECTORS["ack"], VECTORS["nak"])


@pytest.mark.parametrize(
    ("spoilt", "reason"),
    [
        (lambda whole: whole[:3] + b"\x05" + whole[4:], "wrong_length_check"),
        (lambda whole: whole[:-2] + b"\x00\x00", "wrong_check"),
        (lambda whole: b"\x00\x00\xff\x02\xfe\x11\x02\xed\x00", "wrong_direction"),
        (lambda whole: b"\x00\x00\xff\x00\x00\x00", "empty"),
    ],
)
def test_a_spoilt_frame_is_named_and_the_next_one_read(spoilt: Callable[[bytes], bytes], reason: str) -> None:
    whole = FRAMES["GetFirmwareVersion cmd"]
    heard = Parser().feed(spoilt(whole) + whole)
    assert Broken(reason) in heard
    assert heard[-1] == Answer(0x02, b"")


def test_any_fragmentation_is_the_same_frame() -> None:
    parser, whole = Parser(), b"\x00\xff\x12" + ACK + FRAMES["no target"]
    assert [heard for byte in whole for heard in parser.feed(bytes((byte,)))][-2:] == [
        Acked(),
        Answer(0x4B, b"\x00"),
    ]


@pytest.mark.parametrize("data", ["", "01", "010100440007aabb", "0201004400040102030402004408"])
def test_a_list_of_targets_that_is_cut_short(data: str) -> None:
    with pytest.raises(BadFrame, match="cut_short"):
        targets(bytes.fromhex(data))


def test_behind_a_card_with_a_processor_stands_its_answer_to_select() -> None:
    data = bytes.fromhex("02" + "0100042004" + "0a0b0c0d" + "067577810280" + "0200440804" + "01020304")
    assert [target.uid.hex() for target in targets(data)] == ["0a0b0c0d", "01020304"]


def test_a_card_that_stays_is_told_once_and_when_it_goes(reader: Pn532Reader, far: Pn532Emulator) -> None:
    far.switch({"stay_s": 1.5})
    far.present(CARD)
    assert look(reader, 80) == [CardMove.HELD, TOKEN, CardMove.TAKEN]
    far.present(CARD)
    assert look(reader, 2) == [CardMove.HELD, TOKEN]


@pytest.mark.requirement("B7")
@pytest.mark.parametrize("card", [{**CARD, "sak": "20"}, {**CARD, "sak": "28"}, {"uid": "08A1B2C3"}])
def test_bank_cards_and_telephones_are_nobodys_business(
    reader: Pn532Reader, far: Pn532Emulator, card: dict[str, str]
) -> None:
    """B7: one with a processor, and one that makes its number up."""
    far.present(card)
    assert look(reader) == []
    assert card["uid"] not in repr((reader.status(), vars(reader), vars(reader._presence))).upper()


def test_only_the_companys_series(wire: SteppedWire, far: Pn532Emulator) -> None:
    reader = Pn532Reader(wire, ("05",))
    reader.read()
    far.present(CARD)
    assert look(reader) == []
    far.present({"uid": "05A1B2C3"})
    assert look(reader, 3) == [CardMove.HELD, "rfid:05A1B2C3"]


@pytest.mark.requirement("X9")
def test_two_cards_at_once_are_told_and_neither_is_read(reader: Pn532Reader, far: Pn532Emulator) -> None:
    """X9: told once, until one of them is alone."""
    far.switch({"second": True, "stay_s": 5})
    far.present(CARD)
    assert look(reader, 10) == [CardMove.COLLIDED]
    far.switch({"second": False})
    assert look(reader, 3) == [CardMove.HELD, TOKEN]


@pytest.mark.parametrize("faults", [{"lost_acks": 2}, {"naks": 1}, {"noise": True}, {"late_s": 0.05}])
def test_a_troubled_line_still_reads(
    reader: Pn532Reader, far: Pn532Emulator, faults: dict[str, object]
) -> None:
    far.switch({"stay_s": 3, **faults})
    far.present(CARD)
    assert look(reader, 10) == [CardMove.HELD, TOKEN]
    assert reader.status().works


@pytest.mark.parametrize("faults", [{"wrong_checks": 2}, {"half_frames": 2}])
def test_a_look_or_two_that_failed_are_no_news(
    reader: Pn532Reader, far: Pn532Emulator, faults: dict[str, object]
) -> None:
    far.switch(faults)
    assert look(reader, 6) == []
    assert reader.status().works


@pytest.mark.parametrize(
    ("switches", "fault"),
    [
        ({"mute": True}, Fault.NO_ANSWER),
        ({"power": False}, Fault.NO_ANSWER),
        ({"complains": True}, Fault.NO_ANSWER),
        ({"late_s": 5.0}, Fault.NO_ANSWER),
        ({"wrong_checks": 100}, Fault.GARBAGE),
        ({"half_frames": 100}, Fault.GARBAGE),
    ],
)
def test_who_answers_no_more_is_offline_and_comes_back(
    reader: Pn532Reader, far: Pn532Emulator, switches: dict[str, object], fault: Fault
) -> None:
    far.switch(switches)
    with pytest.raises(NoReply):
        look(reader, MISSES + 1)
    assert (reader.status().state, reader.status().faults) == (DeviceState.OFFLINE, (fault,))
    far.switch(
        {key: far.SWITCHES[key].told()["default"] if key in far.SWITCHES else True for key in switches}
    )
    far.present(CARD)
    assert look(reader, 3) == [CardMove.HELD, TOKEN]
    assert reader.status().works


def test_before_the_first_look_it_is_asked_who_it_is(wire: SteppedWire, far: Pn532Emulator) -> None:
    assert "1.6" in Pn532Reader(wire).status().detail
    far.switch({"mute": True})
    assert Pn532Reader(wire).status().state is DeviceState.OFFLINE
    assert not Pn532Reader(wire).is_there()


@pytest.mark.parametrize("card", [{}, {"uid": "12"}, {"uid": "0416C6C2", "sak": "77"}, {"track2": "9901"}])
def test_no_such_card(far: Pn532Emulator, card: dict[str, object]) -> None:
    with pytest.raises(SwitchError):
        far.present(card)


@pytest.mark.requirement("K6")
def test_over_a_real_line_with_the_plug_pulled(tmp_path: Path) -> None:
    """K6."""
    with pumped(tmp_path / "port", lambda send: Pn532Emulator(send, tmp_path)) as (far, lock):
        reader = Pn532Reader(Link(str(tmp_path / "port"), 115200))
        assert reader.read() is None
        with lock:
            far.switch({"stay_s": 60})
            far.present(CARD)
        assert look(reader, 5) == [CardMove.HELD, TOKEN]
        with lock:
            far.switch({"unplugged": True})
        with pytest.raises(NotConnected):
            look(reader)
        assert reader.status().faults == (Fault.PORT_MISSING,)
        with lock:
            far.switch({"unplugged": False})
        told: list[Told] = []
        while not told:  # the link pauses; pytest's time-out bounds this
            reader.close()
            try:
                told = look(reader, 2)
            except (NotConnected, NoReply):
                continue
        assert told == [CardMove.HELD, TOKEN]
        reader.close()
