"""What frames of readers that are asked say, as JSON-ready values; pure.

A card's number is shown only where it is one that the driver would pass on.
"""

from __future__ import annotations

from devices.card_reader.cards import House, Own
from devices.card_reader.crt571 import frames as crt571
from devices.card_reader.pn532 import frames as nfc
from devices.frames import BadFrame

Decoded = dict[str, object]

_PN532_COMMANDS = {
    nfc.FIRMWARE: "firmware version",
    nfc.SAM: "set up the secure element",
    nfc.CONFIGURE: "set up the radio",
    nfc.LIST: "look for cards",
}
_CRT_COMMANDS = {
    crt571.INIT_HOLD: "start, hold the card",
    crt571.INIT_CAPTURE: "start, keep the card in the bin",
    crt571.INIT_KEEP: "start, leave the card where it is",
    crt571.STATUS: "status",
    crt571.SENSORS: "sensors",
    crt571.TO_HOLD: "move: hold",
    crt571.TO_IC: "move: to the contacts",
    crt571.TO_RF: "move: to the antenna",
    crt571.TO_BIN: "move: into the bin",
    crt571.TO_GATE: "move: to the gate",
    crt571.ENTRY_ON: "let cards in",
    crt571.ENTRY_OFF: "let no cards in",
    crt571.RF_START: "start a contactless card",
    crt571.RF_STOP: "stop a contactless card",
}
_BYTES = {crt571.ACK: "ACK", crt571.NAK: "NAK", crt571.EOT: "EOT"}


def pn532(data: bytes) -> Decoded:
    """One or more frames. Raises BadFrame."""
    parser = nfc.Parser()
    said = [_pn532(heard) for heard in parser.feed(data)]
    if not said or parser.midway:
        raise BadFrame("half_frame")
    return {"frames": said}


def _pn532(heard: nfc.Heard) -> Decoded:
    match heard:
        case nfc.Broken(reason):
            raise BadFrame(reason)
        case nfc.Answer(code, found) if code == nfc.LIST + 1:
            return {
                "kind": "cards",
                "cards": [_card(card.uid, card.memory_only) for card in nfc.targets(found)],
            }
        case nfc.Answer(code, rest):
            name = _PN532_COMMANDS.get(code) or _PN532_COMMANDS.get(code - 1, "other")
            kind = "command" if code in _PN532_COMMANDS else "answer"
            return {"kind": kind, "code": f"{code:02X}", "name": name, "bytes": len(rest)}
        case _:
            return {"kind": type(heard).__name__.lower()}


def crt(data: bytes) -> Decoded:
    """One or more frames, and single bytes. Raises BadFrame."""
    parser = crt571.Parser()
    said = [_crt(heard) for heard in parser.feed(data)]
    if not said or parser.midway:
        raise BadFrame("half_frame")
    return {"frames": said}


def _crt(heard: crt571.Heard) -> Decoded:
    match heard:
        case crt571.Broken(reason):
            raise BadFrame(reason)
        case crt571.Byte(value):
            return {"kind": _BYTES[value]}
        case crt571.Text(text) if text[:1] == bytes((crt571.HOST,)):
            return {"kind": "command", "name": _CRT_COMMANDS.get(text[1:3], "other")}
        case crt571.Text(text):
            return _crt_answer(crt571.understand(text))


def _crt_answer(answer: crt571.Done | crt571.NotDone) -> Decoded:
    name = _CRT_COMMANDS.get(answer.command, "other")
    if isinstance(answer, crt571.NotDone):
        meaning = crt571.ERRORS.get(answer.error, "unknown")
        return {"kind": "not done", "name": name, "error": answer.error, "meaning": meaning}
    said: Decoded = {
        "kind": "done",
        "name": name,
        "card": answer.place.name.lower(),
        "bin_full": answer.bin_full,
    }
    if answer.command == crt571.RF_START:
        found = crt571.chip(answer.data)
        said |= _card(found.uid, found.kind == "M")
    return said


def _card(uid: bytes, memory_only: bool) -> Decoded:
    card = House(()).tag(uid, memory_only=memory_only)
    return {"token": card.token} if isinstance(card, Own) else {"token": None, "note": "nobody's business"}
