"""Random and mutated frames for every parser of readers and scanners.

`python -m tests.devices.fuzz [--frames N] [NAME ...]` writes `out/soak.json` (each parser: frames, seconds, reds); exit 1
where one is red. A parser may say what it read, or name a fault. It raises nothing but BadFrame, keeps no more than one
frame, and passes on nothing that is not the house's own.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from devices.card_reader.cards import House, Own, is_payment_number
from devices.card_reader.crt571 import frames as crt571
from devices.card_reader.pn532 import frames as pn532
from devices.card_reader.protocol import LONGEST, Parser
from devices.code_scanner import protocol as scanner
from devices.decode import PROTOCOLS
from devices.frames import BadFrame
from kiosk.domain import codes
from tests.vectors.kept import vectors

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 23)
HOUSE = House(("9901", "4111"))
CARDS, BILLS = vectors("card_readers"), vectors("bills")
Fuzzed = Callable[[bytes], None]


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
                _quietly(pn532.targets, heard.data)
        assert len(self._parser._buffer) <= 5 + 255 + 64


class Crt:
    def __init__(self) -> None:
        self._parser = crt571.Parser()

    def __call__(self, data: bytes) -> None:
        for heard in self._parser.feed(data):
            if isinstance(heard, crt571.Text):
                answer = _quietly(crt571.understand, heard.data)
                if isinstance(answer, crt571.Done):
                    _quietly(crt571.chip, answer.data)
        assert len(self._parser._buffer) <= crt571.LONGEST + 6 + 64


class Scanner:
    def __init__(self) -> None:
        self._parser = scanner.Parser(scanner.Framing())

    def __call__(self, data: bytes) -> None:
        for heard in self._parser.feed(data):
            if isinstance(heard, scanner.Scanned):
                assert len(heard.text) <= scanner.LONGEST
                assert all(line.isprintable() for line in heard.text.splitlines())
        assert len(self._parser._frame) <= scanner.LONGEST + 8


class Bills:
    """Texts of up to four codes of one bill."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def __call__(self, data: bytes) -> None:
        self._texts = [*self._texts[-3:], data.decode("utf-8", "replace")]
        found = codes.read(self._texts, TODAY)
        assert isinstance(found, (codes.Code, codes.More, codes.CodeFault))


def _quietly(read: Callable[[bytes], object], data: bytes) -> object:
    try:
        return read(data)
    except BadFrame:
        return None


def _decoder(name: str) -> Callable[[], Fuzzed]:
    def decode(data: bytes) -> None:
        _quietly(PROTOCOLS[name], data)

    return lambda: decode


_STRIPES = [b";990120260007730=3012?\r", b"\x02\x1b%QC9^M^?;990120260007730=3012?+E?1\r\x03"]
_TAGS = [bytes.fromhex(case["frame"]) for case in CARDS["rdm6300_em4100"]]
_PN532 = [bytes.fromhex(case["frame"]) for case in CARDS["pn532_hsu"]["frames"]]
_CRT = [bytes.fromhex(case["frame"]) for case in CARDS["crt571_591"]]
_CRT += [crt571.frame(b"P\x60\x30200M\x00\x04\x04\x01\x02\x03\x04\x08")]
_TEXTS = [
    *(text.encode() for key in ("pix", "epc_qr", "swiss_qr") for text in BILLS[key]["vectors"]),
    *(case["payload"].encode() for case in BILLS["twqr"]["vectors"]),
    *(BILLS["boleto"][key].encode() for key in ("example_barcode", "example_line")),
    *(b"960402627", b"AIIN000000020892", b"040265000003900"),
    b"https://paytax.nat.gov.tw/QRCODE.aspx?par=1120143210001234567890000012345151130",
]
_ESCPOS = [
    b"\x1b@\x1ba\x01Hi\n\x1dV\x01",
    b"\x1dv0\x00\x01\x00\x02\x00\x5a\xa5\x10\x04\x01",
    b"\x1d(H\x06\x0000" + b"0001",
]
#: Name -> a maker of what is to be fed, and frames to begin with.
PARSERS: dict[str, tuple[Callable[[], Fuzzed], Sequence[bytes]]] = {
    "talking": (Talking, _STRIPES + _TAGS),
    "pn532": (Nfc, _PN532),
    "crt571": (Crt, _CRT),
    "scanner": (Scanner, [b"]C0" + text + b"\r" for text in _TEXTS]),
    "bills": (Bills, _TEXTS),
    "decode_track": (_decoder("track"), _STRIPES),
    "decode_rdm6300": (_decoder("rdm6300"), _TAGS),
    "decode_pn532": (_decoder("pn532"), _PN532),
    "decode_crt": (_decoder("crt"), _CRT),
    "decode_scanner": (_decoder("scanner"), [text + b"\r" for text in _TEXTS]),
    "decode_escpos": (_decoder("escpos"), _ESCPOS),
    "decode_escpos_status": (_decoder("escpos-status"), [b"\x18\x00\x0f\x00", b'7"0001\x00', b"\x12"]),
}


def mutated(frame: bytes, chance: random.Random) -> bytes:
    """The frame with a few bytes changed, lost, doubled, cut or joined with noise; sometimes noise alone."""
    if chance.random() < 0.1:
        return chance.randbytes(chance.randrange(80))
    data = bytearray(frame)
    for _ in range(chance.randrange(4)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(5):
            case 0 if data:
                data[at % len(data)] = chance.randrange(256)
            case 1 if data:
                del data[at % len(data)]
            case 2:
                data[at:at] = chance.randbytes(chance.randrange(1, 4))
            case 3:
                del data[at:]
            case _:
                data += data[:at]
    return bytes(data[:2048])


def run(name: str, frames: int, seed: int) -> str:
    """The first failure with the frame that led to it, or empty."""
    make, seeds = PARSERS[name]
    feed, chance = make(), random.Random(f"{name}.{seed}")
    for number in range(frames):
        data = mutated(chance.choice(seeds), chance)
        try:
            feed(data)
        except Exception:
            return f"frame {number} of seed {seed}: {data.hex()}\n{traceback.format_exc()}"
    return ""


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("names", nargs="*", default=list(PARSERS), metavar="NAME")
    asked.add_argument("--frames", type=int, default=1_000_000)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    results = []
    for name in given.names:
        began = time.monotonic()
        red = run(name, given.frames, given.seed)
        took = round(time.monotonic() - began, 1)
        results.append(
            {"parser": name, "frames": given.frames, "seed": given.seed, "seconds": took, "red": red}
        )
        sys.stdout.write(f"{name:24} {given.frames:>9} frames {took:>8} s {'RED' if red else 'green'}\n{red}")
    out = ROOT / "out" / "soak.json"
    out.parent.mkdir(exist_ok=True)
    known = json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}
    out.write_text(json.dumps({**known, "readers": results}, indent=1) + "\n", encoding="utf-8")
    return 1 if any(result["red"] for result in results) else 0


if __name__ == "__main__":
    raise SystemExit(main())
