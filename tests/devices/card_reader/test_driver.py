"""The membership card reader: one presentation, one token; in stepped time and over a real pseudo-terminal."""

from pathlib import Path

import pytest

from devices.card_reader.driver import SerialCardReader
from devices.card_reader.emulator import CardReaderEmulator
from devices.emulator import SwitchError
from devices.link import Link
from kiosk.domain.card import CardMove
from kiosk.domain.faults import Fault
from kiosk.domain.health import DeviceState
from kiosk.ports import BadReply, NotConnected
from tests.devices.pumped import pumped
from tests.devices.stepped_wire import SteppedWire

NUMBER = "990120260007730"
SWIPE = {"track2": f"{NUMBER}=3012"}
TAG = {"uid": "100086f444"}
BANK = {"track1": "B4111111111111111^DOE/JANE^3012", "track2": "4111111111111111=3012201"}


@pytest.fixture
def wire(tmp_path: Path) -> SteppedWire:
    return SteppedWire(lambda send: CardReaderEmulator(send, tmp_path))


@pytest.fixture
def far(wire: SteppedWire) -> CardReaderEmulator:
    assert isinstance(wire.far, CardReaderEmulator)
    return wire.far


@pytest.fixture
def reader(wire: SteppedWire) -> SerialCardReader:
    """Somebody has been looking for a card already."""
    reader = SerialCardReader(wire, ("9901",))
    assert reader.read() is None
    return reader


def look(reader: SerialCardReader, times: int = 20) -> list[str]:
    """Two seconds of polling; BadReply comes through."""
    return [told for told in (reader.read() for _ in range(times)) if isinstance(told, str)]


@pytest.mark.parametrize("wrapping", ["plain", "checked", "magtek"])
@pytest.mark.parametrize("noise", [False, True])
def test_a_swipe_is_one_token(
    reader: SerialCardReader, far: CardReaderEmulator, wrapping: str, noise: bool
) -> None:
    far.switch({"wrapping": wrapping, "noise": noise})
    far.present({"track1": "QC1^MEMBER^", **SWIPE})
    assert look(reader) == [NUMBER]
    assert reader.status().faults == ((Fault.GARBAGE,) if noise else ())
    assert reader.status().faults == ()


def test_a_tag_that_stays_is_one_presentation(reader: SerialCardReader, far: CardReaderEmulator) -> None:
    far.switch({"stay_s": 1.5})
    far.present(TAG)
    assert look(reader, 30) == ["rfid:100086F444"]


def test_a_tag_is_known_to_lie_there_until_it_is_taken(
    reader: SerialCardReader, far: CardReaderEmulator
) -> None:
    """So that somebody who leaves it can be told; a stripe is gone as soon as it was read."""
    far.present(SWIPE)
    far.present(TAG)
    told = [each for each in (reader.read() for _ in range(30)) if each is not None]
    assert told == [NUMBER, CardMove.HELD, "rfid:100086F444", CardMove.TAKEN] or told == [
        CardMove.HELD,
        "rfid:100086F444",
        CardMove.TAKEN,
    ]


def test_the_same_tag_again_after_it_was_taken_away(
    reader: SerialCardReader, far: CardReaderEmulator
) -> None:
    for _ in range(2):
        far.present(TAG)
        assert look(reader, 30) == ["rfid:100086F444"]


def test_another_tag_at_once_is_another_card(reader: SerialCardReader, far: CardReaderEmulator) -> None:
    far.present(TAG)
    assert look(reader, 2) == ["rfid:100086F444"]
    far.present({"uid": "010063E9AE"})
    assert look(reader, 2) == ["rfid:010063E9AE"]


@pytest.mark.requirement("B7")
@pytest.mark.parametrize("spoilt", [{}, {"wrong_check": True}, {"half_frame": True}, {"wrapping": "magtek"}])
def test_a_bank_card_never_gets_further_than_the_parser(
    reader: SerialCardReader, wire: SteppedWire, far: CardReaderEmulator, spoilt: dict[str, object]
) -> None:
    """B7: whole or damaged: no token, and no digits in errors, reports, or anything the driver keeps."""
    far.switch(spoilt)
    far.present(BANK)
    said: list[object] = []
    try:
        said.append(look(reader))
    except BadReply as error:
        said += [repr(error), error.heard, str(error.__cause__), str(error.__context__)]
    said += [reader.status(), vars(reader._parser), reader._present, reader._spoilt]
    assert b"4111" in wire.heard
    assert "4111" not in repr(said)
    assert "DOE" not in repr(said)
    assert said[0] == [] or "could not be read" in str(said[0])


@pytest.mark.parametrize(
    ("spoilt", "card", "reason"),
    [
        ({"wrong_check": True}, SWIPE, "wrong_check"),
        ({"wrong_check": True, "wrapping": "magtek"}, SWIPE, "unreadable_track"),
        ({"half_frame": True}, SWIPE, "half_frame"),
        ({"wrong_check": True}, TAG, "wrong_check"),
        ({"half_frame": True}, TAG, "half_frame"),
    ],
)
def test_a_spoilt_card_is_told_once(
    reader: SerialCardReader,
    far: CardReaderEmulator,
    spoilt: dict[str, object],
    card: dict[str, object],
    reason: str,
) -> None:
    far.switch(spoilt)
    far.present(card)
    with pytest.raises(BadReply, match=reason):
        look(reader)
    assert look(reader) == []


def test_a_bad_reading_followed_by_a_good_one_is_a_good_one(
    reader: SerialCardReader, wire: SteppedWire, far: CardReaderEmulator
) -> None:
    """Tag readers repeat; the first frame is often torn."""
    wire.to_kiosk += b"\x02100086"
    far.present(TAG)
    assert look(reader) == ["rfid:100086F444"]


def test_a_card_shown_while_nobody_looked_is_nobodys_card(
    reader: SerialCardReader, wire: SteppedWire, far: CardReaderEmulator
) -> None:
    """What waits on the line since then belongs to a customer who is gone."""
    far.present(SWIPE)
    wire.wait(2)
    assert look(reader) == []


def test_one_look_takes_a_tenth_of_a_second(reader: SerialCardReader, wire: SteppedWire) -> None:
    before = wire.time
    reader.read()
    assert wire.time - before <= 0.11


def test_an_open_port_is_all_that_online_says(reader: SerialCardReader, tmp_path: Path) -> None:
    report = reader.status()
    assert report.state is DeviceState.ONLINE
    assert "cannot be asked" in report.detail
    gone = SerialCardReader(Link(str(tmp_path / "nothing")), ("9901",))
    assert (gone.status().state, gone.status().faults) == (DeviceState.UNPLUGGED, (Fault.PORT_MISSING,))
    with pytest.raises(NotConnected):
        gone.read()


@pytest.mark.parametrize(
    "card", [{}, {"pin": "1"}, {"uid": "12"}, {"uid": 5}, {"track2": "99x"}, {"track2": 9}, {**TAG, **SWIPE}]
)
def test_no_such_card(far: CardReaderEmulator, card: dict[str, object]) -> None:
    with pytest.raises(SwitchError):
        far.present(card)
    assert far.counters() == {"presented": 0}


@pytest.mark.requirement("K6")
def test_over_a_real_line_with_the_plug_pulled(tmp_path: Path) -> None:
    """K6: the port goes and comes back; the next card is read."""
    with pumped(tmp_path / "port", lambda send: CardReaderEmulator(send, tmp_path)) as (far, lock):
        reader = SerialCardReader(Link(str(tmp_path / "port")), ("9901",))
        assert reader.read() is None
        with lock:
            far.present(SWIPE)
        assert look(reader, 5) == [NUMBER]
        with lock:
            far.switch({"unplugged": True})
        with pytest.raises(NotConnected):
            look(reader)
        with lock:
            far.switch({"unplugged": False})
        while (
            reader.status().state is not DeviceState.ONLINE
        ):  # the link pauses; pytest's time-out bounds this
            reader.close()
        reader.read()
        with lock:
            far.present(TAG)
        assert look(reader, 5) == ["rfid:100086F444"]
        reader.close()
