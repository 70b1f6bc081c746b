"""The motorised reader: takes in, gives back, keeps what nobody takes; and every way in which that goes wrong."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from devices.card_reader.crt571.driver import TAKE_SECONDS, Crt571Reader
from devices.card_reader.crt571.emulator import Crt571Emulator
from devices.card_reader.crt571.frames import (
    ERRORS,
    LONGEST,
    Broken,
    Byte,
    Chip,
    Done,
    NotDone,
    Parser,
    Place,
    Text,
    chip,
    frame,
    understand,
)
from devices.card_reader.presence import Told
from devices.emulator import SwitchError
from devices.frames import BadFrame
from devices.link import Link
from kiosk.domain.card import CardMove
from kiosk.domain.faults import Fault
from kiosk.domain.health import DeviceState
from kiosk.ports import BadReply, DeviceError, NoReply, NotConnected
from tests.devices.pumped import pumped
from tests.devices.stepped_wire import SteppedWire
from tests.vectors.kept import vectors

VECTORS: list[dict[str, Any]] = vectors("card_readers")["crt571_591"]
CARD = {"uid": "A1B2C3D4"}
TOKEN = "rfid:A1B2C3D4"
IN = [CardMove.HELD, TOKEN]


@pytest.fixture
def wire(tmp_path: Path) -> SteppedWire:
    return SteppedWire(lambda send: Crt571Emulator(send, tmp_path))


@pytest.fixture
def far(wire: SteppedWire) -> Crt571Emulator:
    assert isinstance(wire.far, Crt571Emulator)
    return wire.far


@pytest.fixture
def reader(wire: SteppedWire) -> Crt571Reader:
    reader = Crt571Reader(wire)
    assert reader.read() is None
    return reader


def look(reader: Crt571Reader, wire: SteppedWire, seconds: float = 2.0) -> list[Told]:
    """A look every 50 ms, as the watch does."""
    end, told = wire.time + seconds, []
    while wire.time < end:
        told.append(reader.read())
        wire.wait(0.05)
    return [each for each in told if each is not None]


# --- frames ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["name"])
def test_published_frames(case: dict[str, Any]) -> None:
    whole = bytes.fromhex(case["frame"])
    (heard,) = Parser().feed(whole)
    assert isinstance(heard, Text)
    assert frame(heard.data) == whole


def test_published_answers() -> None:
    texts = {case["name"]: Parser().feed(bytes.fromhex(case["frame"]))[0] for case in VECTORS}
    said = {
        name: understand(text.data)
        for name, text in texts.items()
        if isinstance(text, Text) and "ive:" in name
    }
    assert said == {
        "positive: no card, stacker empty, error bin not full": Done(b"10", Place.NOWHERE, False),
        "positive: card at gate": Done(b"10", Place.GATE, False),
        "positive: card at RF/IC position": Done(b"10", Place.INSIDE, False),
        "positive: capture bin full": Done(b"10", Place.NOWHERE, True),
        "negative: card jam (10)": NotDone(b"30", "10"),
        "negative: not initialised (B0)": NotDone(b"30", "B0"),
    }


@pytest.mark.parametrize(
    ("spoilt", "reason"),
    [
        (lambda whole: whole[:-1] + bytes((whole[-1] ^ 1,)), "wrong_check"),
        (lambda whole: whole[:-2] + b"\x04" + whole[-1:], "no_end"),
        (lambda whole: b"\xf2\x00\xff\xff" + whole, "too_long"),
    ],
)
def test_a_spoilt_frame_is_named_and_the_next_one_read(spoilt: Callable[[bytes], bytes], reason: str) -> None:
    whole = frame(b"C10")
    heard = Parser().feed(spoilt(whole) + whole)
    assert heard[0] == Broken(reason)
    assert heard[-1] == Text(b"C10")


def test_any_fragmentation_is_the_same() -> None:
    parser, line = Parser(), b"\x00\x99\x06" + frame(b"P10020")
    assert [heard for byte in line for heard in parser.feed(bytes((byte,)))] == [Byte(6), Text(b"P10020")]
    assert not parser.midway
    assert LONGEST > 270


@pytest.mark.parametrize(
    ("text", "reason"),
    [(b"", "cut_short"), (b"P1002", "cut_short"), (b"Q10020", "no_answer"), (b"P10920", "no_such_state")],
)
def test_a_text_that_is_no_answer(text: bytes, reason: str) -> None:
    with pytest.raises(BadFrame, match=reason):
        understand(text)


def test_chips() -> None:
    assert chip(b"M\x00\x04\x04\x01\x02\x03\x04\x08") == Chip("M", b"\x01\x02\x03\x04")
    assert chip(b"B\x50") == Chip("B", b"")
    for data, reason in ((b"", "cut_short"), (b"M\x00\x04\x04\x01", "cut_short"), (b"X", "no_such_card")):
        with pytest.raises(BadFrame, match=reason):
            chip(data)


# --- a card's way ------------------------------------------------------------------------------------


@pytest.mark.requirement("X9")
def test_a_card_is_taken_in_held_given_back_and_taken(
    reader: Crt571Reader, wire: SteppedWire, far: Crt571Emulator
) -> None:
    """X9: its whole way when nobody forgets anything."""
    far.present(CARD)
    assert look(reader, wire) == IN
    assert look(reader, wire, 60) == []  # held as long as the visit takes
    reader.give_back()
    assert look(reader, wire) == [CardMove.OFFERED]
    far.withdraw(by_force=False)
    assert look(reader, wire) == [CardMove.TAKEN]
    far.present(CARD)
    assert look(reader, wire) == IN


@pytest.mark.requirement("X9")
def test_a_card_that_nobody_takes_is_kept_and_counted(
    reader: Crt571Reader, wire: SteppedWire, far: Crt571Emulator, tmp_path: Path
) -> None:
    """X9: after its time, not before; the bin remembers it."""
    far.present(CARD)
    look(reader, wire)
    reader.give_back()
    assert look(reader, wire, TAKE_SECONDS - 1) == [CardMove.OFFERED]
    assert far.place is Place.GATE
    assert look(reader, wire, 3) == [CardMove.RETAINED]
    assert (far.kept, reader.retained) == (1, 1)
    assert Crt571Emulator(wire.far.take, tmp_path).kept == 1


@pytest.mark.requirement("X9")
def test_a_card_pulled_out_by_hand_is_told(
    reader: Crt571Reader, wire: SteppedWire, far: Crt571Emulator
) -> None:
    """X9: once, and the next card is read."""
    far.present(CARD)
    assert look(reader, wire) == IN
    far.withdraw(by_force=True)
    assert look(reader, wire) == [CardMove.PULLED]
    far.present(CARD)
    assert look(reader, wire) == IN


@pytest.mark.requirement("X9")
def test_two_cards_at_once_go_back_both(reader: Crt571Reader, wire: SteppedWire, far: Crt571Emulator) -> None:
    """X9: too long a card is two of them."""
    far.switch({"two_cards": True})
    far.present(CARD)
    assert look(reader, wire) == [CardMove.COLLIDED]
    assert far.place is Place.GATE
    far.withdraw(by_force=False)
    assert look(reader, wire) == [CardMove.TAKEN]
    assert reader.status().works


@pytest.mark.requirement("B7")
@pytest.mark.parametrize("kind", ["A", "B"])
def test_a_card_with_a_processor_is_given_back_unread(
    reader: Crt571Reader, wire: SteppedWire, far: Crt571Emulator, kind: str
) -> None:
    """B7: nothing of it stays."""
    far.present({**CARD, "kind": kind})
    with pytest.raises(BadReply, match="not ours"):
        look(reader, wire)
    assert look(reader, wire) == [CardMove.HELD, CardMove.OFFERED]
    assert "A1B2C3D4" not in repr((reader.status(), vars(reader))).upper()


def test_a_foreign_series_is_given_back(wire: SteppedWire, far: Crt571Emulator) -> None:
    reader = Crt571Reader(wire, ("05",))
    reader.read()
    far.present(CARD)
    with pytest.raises(BadReply):
        look(reader, wire)
    assert far.place is Place.GATE


@pytest.mark.parametrize(("keep", "place"), [(False, Place.GATE), (True, Place.NOWHERE)])
@pytest.mark.requirement("X9")
def test_after_a_crash_a_card_inside_is_given_back_or_kept_as_the_site_says(
    reader: Crt571Reader, wire: SteppedWire, far: Crt571Emulator, keep: bool, place: Place
) -> None:
    """X9: a start by itself moves nothing into the bin."""
    far.present(CARD)
    look(reader, wire)
    again = Crt571Reader(wire, keep_after_power_cut=keep)
    assert look(again, wire) == [CardMove.RETAINED if keep else CardMove.OFFERED]
    assert (far.place, far.kept) == (place, int(keep))


def test_a_power_dip_of_the_reader_in_mid_visit_keeps_the_card(
    reader: Crt571Reader, wire: SteppedWire, far: Crt571Emulator
) -> None:
    far.present(CARD)
    look(reader, wire)
    far.switch({"power": False})
    far.switch({"power": True})
    assert look(reader, wire) == []
    assert (far.place, reader.status().works) == (Place.INSIDE, True)
    reader.give_back()
    assert look(reader, wire) == [CardMove.OFFERED]


def test_with_a_full_bin_no_card_is_taken_and_none_is_lost(
    reader: Crt571Reader, wire: SteppedWire, far: Crt571Emulator
) -> None:
    """A card that nobody takes then is held inside, not left for the next one who comes."""
    far.present(CARD)
    look(reader, wire)
    far.switch({"bin_full": True})
    look(reader, wire)
    report = reader.status()
    assert (report.state, report.faults) == (DeviceState.PERSON_NEEDED, (Fault.BIN_FULL,))
    reader.give_back()
    assert look(reader, wire, TAKE_SECONDS + 2) == [CardMove.OFFERED, CardMove.STUCK]
    assert (far.place, far.kept) == (Place.INSIDE, 0)
    far.withdraw(by_force=True)
    look(reader, wire)
    far.present(CARD)
    assert look(reader, wire) == []
    far.switch({"bin_full": False})
    look(reader, wire)
    far.present(CARD)
    assert look(reader, wire) == IN


# --- faults ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("faults", [{"lost_acks": 2}, {"naks": 2}, {"wrong_checks": 2}])
def test_a_troubled_line_still_reads(
    reader: Crt571Reader, wire: SteppedWire, far: Crt571Emulator, faults: dict[str, object]
) -> None:
    far.switch(faults)
    far.present(CARD)
    assert look(reader, wire, 4) == IN


@pytest.mark.parametrize(
    ("switches", "state", "fault"),
    [
        ({"mute": True}, DeviceState.OFFLINE, Fault.NO_ANSWER),
        ({"power": False}, DeviceState.OFFLINE, Fault.NO_ANSWER),
        ({"naks": 100}, DeviceState.OFFLINE, Fault.NO_ANSWER),
        ({"wrong_checks": 100}, DeviceState.OFFLINE, Fault.GARBAGE),
        ({"half_frames": 100}, DeviceState.OFFLINE, Fault.GARBAGE),
        ({"jam": True}, DeviceState.PERSON_NEEDED, Fault.CARD_JAM),
        ({"next_error": "12"}, DeviceState.BROKEN, Fault.READER_SENSOR),
    ],
)
def test_what_is_wrong_has_its_name(
    reader: Crt571Reader, far: Crt571Emulator, switches: dict[str, object], state: DeviceState, fault: Fault
) -> None:
    far.switch(switches)
    try:
        reader.read()
    except NoReply:
        assert state is DeviceState.OFFLINE
    assert (reader.status().state, reader.status().faults) == (state, (fault,))
    back = {key: far.SWITCHES[key].told()["default"] if key in far.SWITCHES else True for key in switches}
    far.switch(back)
    for _ in range(4):
        reader.read()
    assert reader.status().works


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_of_the_table_ends_in_a_state_and_no_other_exception(
    reader: Crt571Reader, wire: SteppedWire, far: Crt571Emulator, error: str
) -> None:
    far.present(CARD)
    look(reader, wire)
    far.switch({"next_error": error})
    try:
        look(reader, wire, 1)
        reader.give_back()
        look(reader, wire, 1)
    except DeviceError:
        pass
    assert reader.status().state is not DeviceState.STARTING


def test_before_the_first_look_it_is_asked(wire: SteppedWire, far: Crt571Emulator) -> None:
    assert Crt571Reader(wire).status().works
    assert Crt571Reader(wire).is_there()
    far.switch({"mute": True})
    assert Crt571Reader(wire).status().state is DeviceState.OFFLINE
    assert not Crt571Reader(wire).is_there()


@pytest.mark.parametrize("card", [{}, {"uid": "12"}, {"uid": "A1B2C3D4", "kind": "Z"}, {"track2": "1"}])
def test_no_such_card(far: Crt571Emulator, card: dict[str, object]) -> None:
    with pytest.raises(SwitchError):
        far.present(card)


@pytest.mark.requirement("K6")
def test_over_a_real_line_with_the_plug_pulled(tmp_path: Path) -> None:
    """K6: the card inside stays inside, and is known to be there afterwards."""
    with pumped(tmp_path / "port", lambda send: Crt571Emulator(send, tmp_path)) as (far, lock):
        reader = Crt571Reader(Link(str(tmp_path / "port")))
        assert reader.read() is None
        with lock:
            far.switch({"motor_s": 0})
            far.present(CARD)
        told: list[Told | None] = []
        while TOKEN not in told:
            told.append(reader.read())
        with lock:
            far.switch({"unplugged": True})
        with pytest.raises(NotConnected):
            reader.read()
        with lock:
            far.switch({"unplugged": False})
        while not reader.status().works:  # the link pauses; pytest's time-out bounds this
            reader.close()
            try:
                reader.read()
            except (NotConnected, NoReply):
                continue
        reader.give_back()
        assert reader.read() is CardMove.OFFERED
        assert far.place is Place.GATE
        reader.close()
