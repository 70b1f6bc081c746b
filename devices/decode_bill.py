"""What the codes on a bill say, segment by segment, by the reader that stands in kiosk/domain/codes. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from urllib.parse import parse_qsl

from devices.frames import BadFrame
from kiosk.domain import codes
from kiosk.domain.codes import Code, CodeFault, More, boleto, emvco, epc, pix, swiss, tax, three_segment, twqr
from kiosk.domain.counter_slip import reference_in

Decoded = dict[str, object]

#: EMVCo's names of what a merchant-presented QR holds (Book 2, table 3.1); 02-51 are account templates.
_FIELDS = {
    "00": "payload format",
    "01": "point of initiation (11 static, 12 dynamic)",
    "52": "merchant category",
    "53": "currency",
    "54": "amount",
    "58": "country",
    "59": "merchant name",
    "60": "merchant city",
    "61": "postal code",
    "62": "additional data",
    "63": "CRC",
    "64": "merchant name in another language",
}
_ADDITIONAL = {"01": "bill number", "02": "mobile number", "03": "store", "05": "reference", "07": "terminal"}
_TEMPLATES = (*(f"{number:02}" for number in range(26, 52)), "62", "64")


def bill(texts: Sequence[str], today: date) -> Decoded:
    """`texts`: everything scanned from one bill; blanks part them too. Raises BadFrame with the fault's name."""
    parts = [part for text in texts for part in _parts(text)]
    read = codes.read(parts, today)
    for known in range(
        1, len(parts)
    ):  # a reader hears one after another; a good first must not hide a bad second
        earlier = codes.read(parts[:known], today)
        read = earlier if isinstance(earlier, CodeFault) else read
    match read:
        case CodeFault():
            raise BadFrame(read.value)
        case More(found, wanted):
            return {
                "scheme": three_segment.SCHEME,
                "wanted": wanted,
                "segments": [_segment(t) for t in found],
            }
        case Code():
            return _whole(read)


def _parts(text: str) -> list[str]:
    """Barcodes hold no blanks, so several may stand in one argument; QR codes may hold some."""
    words = text.split()
    return words if all(len(word) in three_segment.LENGTHS for word in words) else [text]


def _whole(code: Code) -> Decoded:
    said: Decoded = {"scheme": code.scheme, "number": code.number, "segments": _EXPLAIN[code.scheme](code)}
    if code.amount:
        said["amount"] = {"minor": code.amount.minor, "currency": code.amount.currency}
    if code.deadline:
        said["deadline"] = code.deadline.isoformat()
    if slip := reference_in(code):
        said["counter_slip"] = slip
    return {**said, "key": codes.key(code.scheme, code.texts)}


def _three(code: Code) -> list[Decoded]:
    return [_segment(text) for text in code.texts]


def _segment(text: str) -> Decoded:
    """One of the three barcodes; the check characters tie them together."""
    match len(text):
        case 9:
            return {"text": text, "deadline": text[:6], "collector": text[6:]}
        case 16:
            return {"text": text, "number": text}
        case _:
            return {"text": text, "day": text[:4], "check": text[4:6], "amount": int(text[6:])}


def _emvco(code: Code) -> list[Decoded]:
    return _fields(code.texts[0], _FIELDS)


def _fields(text: str, names: dict[str, str]) -> list[Decoded]:
    return [_field(key, value, names) for key, value in (emvco.fields_of(text) or {}).items()]


def _field(key: str, value: str, names: dict[str, str]) -> Decoded:
    said: Decoded = {"id": key, "name": names.get(key, "account" if names is _FIELDS else ""), "value": value}
    inside = emvco.fields_of(value) if names is _FIELDS and key in _TEMPLATES else None
    if inside:
        said["fields"] = _fields(value, _ADDITIONAL if key == "62" else {})
    return said


def _twqr(code: Code) -> list[Decoded]:
    head, _, rest = code.texts[0].partition("?")
    scheme, country, purpose, version = head.removeprefix("TWQRP://").split("/")
    pairs: list[Decoded] = [
        {"id": key, "value": value} for key, value in parse_qsl(rest, keep_blank_values=True)
    ]
    return [{"name": scheme, "country": country, "purpose": purpose, "version": version}, *pairs]


def _tax(code: Code) -> list[Decoded]:
    rest = code.texts[0].partition("par=")[2]
    return [{"type": rest[:5], "number": rest[5:21], "amount": rest[21:31], "deadline": rest[31:37]}]


#: Names of the lines of codes that are lines of text, by their place.
_EPC_LINES = {
    epc.BIC: "BIC",
    epc.NAME: "name",
    epc.IBAN: "IBAN",
    epc.AMOUNT: "amount",
    epc.PURPOSE: "purpose",
    epc.REFERENCE: "reference",
    epc.TEXT: "text",
}
_SWISS_LINES = {
    swiss.IBAN: "IBAN",
    swiss.NAME: "name",
    swiss.AMOUNT: "amount",
    swiss.CURRENCY: "currency",
    swiss.KIND: "kind of reference",
    swiss.REFERENCE: "reference",
    swiss.TEXT: "text",
}


def _epc(code: Code) -> list[Decoded]:
    return _lines(epc.lines_of(code.texts[0]), _EPC_LINES)


def _swiss(code: Code) -> list[Decoded]:
    return _lines(code.texts[0].splitlines(), _SWISS_LINES)


def _lines(lines: Sequence[str], names: dict[int, str]) -> list[Decoded]:
    return [{"name": name, "value": lines[place]} for place, name in names.items() if lines[place]]


def _boleto(code: Code) -> list[Decoded]:
    digits = code.texts[0]
    return [{"bank": digits[:3], "days": digits[5:9], "amount": int(digits[9:19]), "free": digits[19:]}]


_EXPLAIN: dict[str, Callable[[Code], list[Decoded]]] = {
    three_segment.SCHEME: _three,
    emvco.SCHEME: _emvco,
    twqr.SCHEME: _twqr,
    tax.SCHEME: _tax,
    pix.SCHEME: _emvco,
    epc.SCHEME: _epc,
    swiss.SCHEME: _swiss,
    boleto.SCHEME: _boleto,
}
