"""Card readers."""

from __future__ import annotations

from devices.card_reader.cards import House, Own, is_payment_number
from devices.card_reader.crt571 import frames as crt571
from devices.card_reader.pn532 import frames as pn532
from devices.card_reader.protocol import LONGEST, Parser
from tests.devices.fuzz.frames import Parsers, quietly
from tests.vectors.kept import vectors

HOUSE = House(("9901", "4111"))
CARDS = vectors("card_readers")


class Talking:
    """One parser through all frames, as a line that is never closed."""

    def __init__(self) -> None:
        self._parser = Parser(HOUSE)

    def __call__(self, data: bytes) -> None:
        for card in self._parser.feed(data):
            assert not isinstance(card, Own) or card.token.startswith(("9901", "rfid:"))
            assert not isinstance(card, Own) or not is_payment_number(card.token)
        assert len(self._parser._frame) <= LONGEST


class Nfc:
    def __init__(self) -> None:
        self._parser = pn532.Parser()

    def __call__(self, data: bytes) -> None:
        for heard in self._parser.feed(data):
            if isinstance(heard, pn532.Answer):
                quietly(pn532.targets, heard.data)
        assert len(self._parser._buffer) <= 5 + 255 + 64


class Crt:
    def __init__(self) -> None:
        self._parser = crt571.Parser()

    def __call__(self, data: bytes) -> None:
        for heard in self._parser.feed(data):
            if isinstance(heard, crt571.Text):
                answer = quietly(crt571.understand, heard.data)
                if isinstance(answer, crt571.Done):
                    quietly(crt571.chip, answer.data)
        assert len(self._parser._buffer) <= crt571.LONGEST + 6 + 64


STRIPES = [b";990120260007730=3012?\r", b"\x02\x1b%QC9^M^?;990120260007730=3012?+E?1\r\x03"]
TAGS = [bytes.fromhex(case["frame"]) for case in CARDS["rdm6300_em4100"]]
PN532 = [bytes.fromhex(case["frame"]) for case in CARDS["pn532_hsu"]["frames"]]
CRT = [bytes.fromhex(case["frame"]) for case in CARDS["crt571_591"]]
CRT += [crt571.frame(b"P\x60\x30200M\x00\x04\x04\x01\x02\x03\x04\x08")]
PARSERS: Parsers = {
    "talking": (Talking, STRIPES + TAGS),
    "pn532": (Nfc, PN532),
    "crt571": (Crt, CRT),
}
