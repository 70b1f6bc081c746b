"""The driver of PC/SC readers against the real service and a virtual reader: pcscd, pyscard and vsmartcard of Debian."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.card_reader.pcsc.cards import GET_UID
from devices.card_reader.pcsc.driver import PcscReader
from devices.card_reader.pcsc.slot import PyscardSlot
from devices.card_reader.presence import Told
from kiosk.domain.card import CardMove
from kiosk.domain.faults import Fault
from kiosk.domain.health import DeviceState
from kiosk.ports import NotConnected
from tests.peers.brought import unpacked
from tests.peers.vpcd import READER, Service, service
from tests.vectors.kept import vectors

MIFARE = bytes.fromhex("3b8f8001804f0ca000000306030001000000006a")
CHIP = bytes.fromhex(vectors("card_readers")["pcsc"]["atr_virtual_iso7816_vicc"])
ONE, OTHER = bytes.fromhex("A1B2C3D4"), bytes.fromhex("01020304")
PATIENCE = 20.0  # seconds; the service looks every 0.4 s


@pytest.fixture(scope="module")
def pcscd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    library = unpacked("usr/lib/python3/dist-packages", "python3-pyscard")
    if not list(library.glob(f"smartcard/scard/_scard.{sys.implementation.cache_tag}-*.so")):
        pytest.skip("Debian's pyscard is made for another Python")
    sys.path.append(str(library))
    with service(tmp_path_factory.mktemp("pcscd")) as started:
        yield started
    sys.path.remove(str(library))


@pytest.fixture
def reader(pcscd: Service) -> Iterator[PcscReader]:
    made = PcscReader(PyscardSlot(f"pcsc://{READER}"), now=time.monotonic)
    assert made.read() is None  # nothing lies there
    yield made
    made.close()


def heard(reader: PcscReader, count: int) -> list[Told]:
    """The next `count` things that the reader tells."""
    told: list[Told] = []
    end = time.monotonic() + PATIENCE
    while len(told) < count:
        assert time.monotonic() < end, told
        said = reader.read()
        told += [] if said is None else [said]
    return told


def test_a_card_comes_is_read_once_and_goes(reader: PcscReader, pcscd: Service) -> None:
    card = pcscd.lay(MIFARE, ONE)
    assert heard(reader, 2) == [CardMove.HELD, "rfid:A1B2C3D4"]
    assert reader.status().state is DeviceState.ONLINE
    card.take_away()
    assert heard(reader, 1) == [CardMove.TAKEN]
    assert card.heard == [GET_UID]


@pytest.mark.requirement("B7")
def test_a_card_with_a_processor_is_never_sent_a_byte(reader: PcscReader, pcscd: Service) -> None:
    """B7: not even by what stands between: neither service nor library talk to it for us."""
    chip = pcscd.lay(CHIP, ONE)
    until_seen(pcscd, CHIP)
    assert [reader.read() for _ in range(12)] == [None] * 12
    chip.take_away()
    until_seen(pcscd, b"")
    assert chip.heard == []
    card = pcscd.lay(MIFARE, OTHER)
    assert heard(reader, 2) == [CardMove.HELD, "rfid:01020304"]
    card.take_away()
    assert heard(reader, 1) == [CardMove.TAKEN]


def test_a_card_that_was_changed_between_two_looks_is_not_taken_for_the_first(
    reader: PcscReader, pcscd: Service
) -> None:
    """Both say the same of themselves when they are reset; the service counts how often a card came."""
    first = pcscd.lay(MIFARE, ONE)
    assert heard(reader, 2) == [CardMove.HELD, "rfid:A1B2C3D4"]
    first.take_away()
    until_seen(pcscd, b"")
    second = pcscd.lay(MIFARE, OTHER)
    until_seen(pcscd, MIFARE)
    assert heard(reader, 2) == [CardMove.HELD, "rfid:01020304"]
    second.take_away()
    assert heard(reader, 1) == [CardMove.TAKEN]


def until_seen(pcscd: Service, atr: bytes) -> None:
    """Until the service itself knows of this card, or of none."""
    eye = PyscardSlot(f"pcsc://{READER}")
    end = time.monotonic() + PATIENCE
    seen = b"?"
    while seen != atr:
        assert time.monotonic() < end, seen
        found = eye.look()
        seen = found.atr if found else b""
    eye.close()


def test_a_service_that_ends_is_a_reader_that_is_gone_and_comes_back(
    reader: PcscReader, pcscd: Service, tmp_path: Path
) -> None:
    pcscd.end()
    for _ in range(3):
        with pytest.raises(NotConnected):
            reader.read()
        assert (reader.status().state, reader.status().faults) == (
            DeviceState.UNPLUGGED,
            (Fault.PORT_MISSING,),
        )
    pcscd.start()
    card = pcscd.lay(MIFARE, ONE)
    assert heard_again(reader) == [CardMove.HELD, "rfid:A1B2C3D4"]
    assert reader.status().works
    card.take_away()
    assert heard(reader, 1) == [CardMove.TAKEN]


def heard_again(reader: PcscReader) -> list[Told]:
    """As `heard`, by a lane that goes on after a reader was gone."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            return heard(reader, 2)
        except NotConnected:
            continue
    raise AssertionError("it did not come back")


def test_a_reader_of_another_name_is_not_there(pcscd: Service) -> None:
    other = PcscReader(PyscardSlot("pcsc://ACS"), now=time.monotonic)
    with pytest.raises(NotConnected, match="no such reader"):
        other.read()
    other.close()
