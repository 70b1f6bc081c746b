"""PC/SC: which cards are asked for their number, by a slot that plays the operating system's service."""

import sys
from types import ModuleType

import pytest

from devices.card_reader.pcsc.cards import GET_UID, is_memory_card
from devices.card_reader.pcsc.driver import PcscReader
from devices.card_reader.pcsc.slot import Lying, PyscardSlot
from devices.card_reader.presence import Told
from devices.rack import build_card_reader
from devices.rack_settings import ReaderSettings
from kiosk.domain.card import CardMove
from kiosk.domain.faults import Fault
from kiosk.domain.health import DeviceState
from kiosk.ports import BadReply, NotConnected
from tests.vectors.kept import vectors

VECTORS = vectors("card_readers")["pcsc"]
MIFARE = bytes.fromhex("3b8f8001804f0ca000000306030001000000006a")
ULTRALIGHT = bytes.fromhex("3b8f8001804f0ca0000003060300030000000068")
FELICA = bytes.fromhex("3b8f8001804f0ca00000030611003b0000000042")
CHIP = bytes.fromhex(VECTORS["atr_virtual_iso7816_vicc"])
BANK = bytes.fromhex("3b8a80010031c173c8400000900090")


class PlayedSlot:
    """`card`: its answer to reset and its identifier, or None."""

    port = "pcsc://played"

    def __init__(self) -> None:
        self._card: tuple[bytes, bytes] | None = None
        self._coming = 0
        self.gone = False
        self.answer = b"\x90\x00"
        self.asked: list[bytes] = []
        self.time = 0.0

    @property
    def card(self) -> tuple[bytes, bytes] | None:
        return self._card

    @card.setter
    def card(self, card: tuple[bytes, bytes] | None) -> None:
        self._card = card
        self._coming += 1

    def look(self) -> Lying | None:
        self.time += 0.1
        if self.gone:
            raise NotConnected("no such reader", port=self.port)
        return Lying(self._card[0], self._coming) if self._card else None

    def transmit(self, command: bytes) -> bytes:
        assert self._card is not None
        self.asked.append(command)
        return self._card[1] + self.answer

    def close(self) -> None:
        return


@pytest.fixture
def slot() -> PlayedSlot:
    return PlayedSlot()


@pytest.fixture
def reader(slot: PlayedSlot) -> PcscReader:
    return PcscReader(slot, now=lambda: slot.time)


def look(reader: PcscReader, times: int = 12) -> list[Told]:
    return [told for told in (reader.read() for _ in range(times)) if told is not None]


@pytest.mark.parametrize(
    ("atr", "ours"),
    [
        (MIFARE, True),
        (ULTRALIGHT, True),
        (FELICA, False),
        (CHIP, False),
        (BANK, False),
        (b"", False),
        (MIFARE[:9], False),
    ],
)
def test_memory_cards_by_their_answer_to_reset(atr: bytes, ours: bool) -> None:
    assert is_memory_card(atr) is ours


def test_a_memory_card_is_told_once_and_when_it_goes(reader: PcscReader, slot: PlayedSlot) -> None:
    slot.card = (MIFARE, bytes.fromhex("A1B2C3D4"))
    assert look(reader) == [CardMove.HELD, "rfid:A1B2C3D4"]
    assert slot.asked == [GET_UID]
    slot.card = None
    assert look(reader) == [CardMove.TAKEN]


def test_another_card_of_the_same_kind_is_another_card(reader: PcscReader, slot: PlayedSlot) -> None:
    """Both answer the reset alike, and nobody looked while the one went and the other came."""
    slot.card = (MIFARE, bytes.fromhex("A1B2C3D4"))
    assert look(reader) == [CardMove.HELD, "rfid:A1B2C3D4"]
    slot.card = (MIFARE, bytes.fromhex("01020304"))
    assert look(reader) == [CardMove.HELD, "rfid:01020304"]


@pytest.mark.requirement("B7")
@pytest.mark.parametrize("atr", [CHIP, BANK, FELICA])
def test_a_card_with_a_processor_is_never_talked_to(reader: PcscReader, slot: PlayedSlot, atr: bytes) -> None:
    """B7: not one byte goes to it."""
    slot.card = (atr, b"\x01\x02\x03\x04")
    assert look(reader) == []
    assert slot.asked == []


@pytest.mark.parametrize("answer", [b"\x6a\x81", b""])
def test_a_card_that_tells_no_number_is_unreadable(
    reader: PcscReader, slot: PlayedSlot, answer: bytes
) -> None:
    slot.card, slot.answer = (MIFARE, b""), answer
    with pytest.raises(BadReply):
        reader.read()
    assert reader.status().works
    assert look(reader) == []  # told once, as long as it lies there


def test_a_reader_that_is_unplugged_says_so(reader: PcscReader, slot: PlayedSlot) -> None:
    slot.gone = True
    with pytest.raises(NotConnected):
        reader.read()
    assert (reader.status().state, reader.status().faults) == (DeviceState.UNPLUGGED, (Fault.PORT_MISSING,))
    slot.gone = False
    assert look(reader) == []
    assert reader.status().works


def test_without_the_library_or_the_service_it_is_not_there() -> None:
    """The library is an extra; whoever sets the reader up and has it not is told by the device's state."""
    reader = build_card_reader(ReaderSettings("pcsc://", protocol="pcsc"))
    with pytest.raises(NotConnected):
        reader.read()
    assert reader.status().state is DeviceState.UNPLUGGED
    PyscardSlot("pcsc://").close()


def test_a_service_that_dies_while_it_is_asked_is_a_reader_that_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """pyscard 2.0.5 answers that with a SystemError, seen when pcscd crashed; 2.3.1 with a code."""

    def dies(context: object, groups: list[str]) -> None:
        raise SystemError("returned NULL without setting an exception")

    library = ModuleType("smartcard.scard")
    vars(library).update(
        SCARD_SCOPE_USER=0,
        SCARD_STATE_UNAWARE=0,
        SCardEstablishContext=lambda scope: (0, 1),
        SCardListReaders=dies,
        SCardReleaseContext=lambda context: 0,
    )
    monkeypatch.setitem(sys.modules, "smartcard", ModuleType("smartcard"))
    monkeypatch.setitem(sys.modules, "smartcard.scard", library)
    with pytest.raises(NotConnected):
        PyscardSlot("pcsc://").look()
