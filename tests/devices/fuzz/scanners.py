"""Code scanners, and what stands in codes on bills."""

from __future__ import annotations

from datetime import date

from devices.code_scanner import protocol as scanner
from kiosk.domain import codes
from tests.devices.fuzz.frames import Parsers
from tests.vectors.kept import vectors

TODAY = date(2026, 11, 23)
BILLS = vectors("bills")


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


TEXTS = [
    *(text.encode() for key in ("pix", "epc_qr", "swiss_qr") for text in BILLS[key]["vectors"]),
    *(case["payload"].encode() for case in BILLS["twqr"]["vectors"]),
    *(BILLS["boleto"][key].encode() for key in ("example_barcode", "example_line")),
    *(b"960402627", b"AIIN000000020892", b"040265000003900"),
    b"https://paytax.nat.gov.tw/QRCODE.aspx?par=1120143210001234567890000012345151130",
]
PARSERS: Parsers = {
    "scanner": (Scanner, [b"]C0" + text + b"\r" for text in TEXTS]),
    "bills": (Bills, TEXTS),
}
