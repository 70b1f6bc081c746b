"""`protocol = auto`: whatever hangs at the port is found by what it answers, and found again after it was changed."""

import functools
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from devices.card_reader.crt571.emulator import Crt571Emulator
from devices.card_reader.driver import SerialCardReader
from devices.card_reader.emulator import CardReaderEmulator
from devices.card_reader.far_end import AnyCardReader
from devices.card_reader.finding import AGAIN, FoundCardReader
from devices.card_reader.pn532.driver import Pn532Reader
from devices.card_reader.pn532.emulator import Pn532Emulator
from devices.rack import build_card_reader
from devices.rack_settings import ReaderSettings
from kiosk.domain.faults import Fault
from kiosk.domain.health import DeviceState
from kiosk.ports import CardReader, DeviceError
from tests.devices.pumped import pumped
from tests.devices.stepped_wire import SteppedWire

NUMBER = "990120260007730"
KINDS: dict[str, tuple[type[AnyCardReader], dict[str, str], str]] = {
    "talking": (CardReaderEmulator, {"track2": f"{NUMBER}=3012"}, NUMBER),
    "tags": (CardReaderEmulator, {"uid": "100086F444"}, "rfid:100086F444"),
    "pn532": (Pn532Emulator, {"uid": "0416C6C2D73881"}, "rfid:0416C6C2D73881"),
    "crt571": (Crt571Emulator, {"uid": "A1B2C3D4"}, "rfid:A1B2C3D4"),
}


def first_card(reader: CardReader, present: Callable[[], None]) -> str:
    """Polls until the card that is presented once is read; pytest's time-out bounds it."""
    while not reader.status().works:
        reader.close()
    reader.read()
    present()
    while True:
        try:
            told = reader.read()
        except DeviceError:
            continue
        if isinstance(told, str):
            return told


def look_often(reader: CardReader) -> None:
    for _ in range(20):
        reader.read()


@pytest.mark.requirement("X10")
@pytest.mark.parametrize("kind", KINDS)
def test_each_reader_is_found_at_a_real_port(tmp_path: Path, kind: str) -> None:
    """X10: who it is is asked of the device, not of the name of the port."""
    make, card, token = KINDS[kind]
    with pumped(tmp_path / "port", lambda send: make(send, tmp_path)) as (far, lock):
        reader = build_card_reader(
            ReaderSettings(str(tmp_path / "port"), protocol="auto", prefixes=("9901",))
        )
        with lock:
            far.switch({"stay_s": 60.0} if "stay_s" in far.SWITCHES else {"motor_s": 0})

        def present() -> None:
            with lock:
                far.present(card)

        assert first_card(reader, present) == token
        reader.close()


@pytest.mark.requirement("X10")
def test_another_reader_at_the_same_port_is_found_after_the_plug_was_pulled(tmp_path: Path) -> None:
    """X10."""
    port = tmp_path / "port"
    reader = build_card_reader(ReaderSettings(str(port), protocol="auto", prefixes=("9901",)))
    for kind in ("pn532", "crt571"):
        make, card, token = KINDS[kind]
        with pumped(port, functools.partial(make, folder=tmp_path)) as (far, _):
            assert first_card(reader, functools.partial(far.present, card)) == token
        with pytest.raises(DeviceError):
            look_often(reader)
    gone = reader.status()
    assert (gone.state, gone.faults) == (DeviceState.UNPLUGGED, (Fault.PORT_MISSING,))
    reader.close()


@pytest.mark.requirement("X10")
def test_a_card_inside_a_reader_that_was_found_again_stays_the_visits_card(tmp_path: Path) -> None:
    """X10: after the plug was out it is not given back in mid-visit, as after a start."""
    make, card, token = KINDS["crt571"]
    with pumped(tmp_path / "port", functools.partial(make, folder=tmp_path)) as (far, lock):
        reader = build_card_reader(ReaderSettings(str(tmp_path / "port"), protocol="auto"))
        with lock:
            far.switch({"motor_s": 0})
        assert first_card(reader, functools.partial(far.present, card)) == token
        with lock:
            far.switch({"unplugged": True})
        with pytest.raises(DeviceError):
            look_often(reader)
        with lock:
            far.switch({"unplugged": False})
        told: list[object] = []
        while not reader.status().works:  # the link pauses; pytest's time-out bounds this
            with suppress(DeviceError):
                told.append(reader.read())
        assert {*told, reader.read(), reader.read()} == {None}
        assert far.state()["card"] == "inside"
        reader.close()


def test_a_reader_that_was_off_is_asked_again_after_a_while(tmp_path: Path) -> None:
    """Nothing answered, so it was taken for one that only talks; but nothing was ever heard of it."""
    wire = SteppedWire(lambda send: Pn532Emulator(send, tmp_path))
    far = wire.far
    assert isinstance(far, Pn532Emulator)
    far.switch({"mute": True})
    reader = FoundCardReader(
        "stepped", [lambda: Pn532Reader(wire)], lambda: SerialCardReader(wire, ("9901",)), wire.now
    )
    assert reader.read() is None
    far.switch({"mute": False, "stay_s": 60.0})
    far.present({"uid": "0416C6C2D73881"})
    assert [reader.read() for _ in range(20)] == [None] * 20
    wire.wait(AGAIN)
    told = [reader.read() for _ in range(10)]
    assert "rfid:0416C6C2D73881" in told


def test_a_talker_that_was_heard_is_left_in_peace(tmp_path: Path) -> None:
    wire = SteppedWire(lambda send: CardReaderEmulator(send, tmp_path))
    far = wire.far
    assert isinstance(far, CardReaderEmulator)
    reader = FoundCardReader(
        "stepped", [lambda: Pn532Reader(wire)], lambda: SerialCardReader(wire, ("9901",)), wire.now
    )
    reader.read()
    far.present({"track2": f"{NUMBER}=3012"})
    assert reader.read() == NUMBER
    asked = len(wire.said)
    wire.wait(AGAIN * 2)
    reader.read()
    assert len(wire.said) == asked
