"""What a frame says, as JSON-ready values. For technicians and for whoever writes a driver; pure.

Card numbers are cut as everywhere in this house: a stripe of anybody else is told to be foreign, and nothing more.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from devices.cabinet.decode import rfc2217
from devices.card_reader.cards import ANY, House, Own
from devices.card_reader.decode import crt, pn532
from devices.card_reader.protocol import Form, form_of, read_frame, read_tag
from devices.code_scanner.protocol import Framing, Parser, Scanned, Unreadable
from devices.decode_escpos import escpos
from devices.frames import BadFrame
from devices.keypad import records
from devices.payment_terminal.fixed_field.decode import stxlrc
from devices.payment_terminal.fixed_field.layout import layouts
from devices.payment_terminal.zvt.decode import zvt
from devices.power.decode import nut
from devices.receipt_printer.protocol import (
    Automatic,
    Block,
    Full,
    Noise,
    Queued,
    RealTime,
    Replies,
    Reply,
    in_the_mouth,
    process_id,
    understand_automatic,
)
from kiosk.domain.key_name import CODES

Decoded = dict[str, object]

#: Membership stripes of the demo company.
DEMO_PREFIXES = ("9901",)


def escpos_status(data: bytes) -> Decoded:
    """Whatever a receipt printer sent. Raises BadFrame."""
    replies = Replies()
    said = [_reply(reply) for reply in replies.feed(data)]
    if replies.unfinished or not said:
        raise BadFrame("cut_short")
    return {"replies": said}


def track(data: bytes) -> Decoded:
    """One line of a stripe reader, plain or MagTek. Raises BadFrame."""
    frame = data.rstrip(b"\r\n\x03")
    if not frame or form_of(frame) is Form.TAG:
        raise BadFrame("no_track")
    card = read_frame(frame, House(DEMO_PREFIXES))
    if card is None:
        return {"event": "card inserted or removed"}
    if not isinstance(card, Own):
        return {"card": "foreign"}
    return {"card": "own", "token": card.token}


def rdm6300(data: bytes) -> Decoded:
    """One frame of a tag reader. Raises BadFrame."""
    if data[:1] != b"\x02" or data[-1:] != b"\x03":
        raise BadFrame("no_frame")
    tag = read_tag(data[1:-1], House((), (ANY,)))
    if not isinstance(tag, Own):
        raise BadFrame("no_frame")
    uid = tag.token.removeprefix("rfid:")
    return {"token": tag.token, "version": uid[:2], "number": int(uid[2:], 16)}


def scanner(data: bytes) -> Decoded:
    """What a code scanner sent, with its carriage return. Raises BadFrame."""
    parser = Parser(Framing())
    heard = parser.feed(data)
    spoilt = next((each for each in heard if isinstance(each, Unreadable)), None) or parser.fell_silent()
    if spoilt is not None:
        raise BadFrame(spoilt.reason)
    codes = [{"data": each.text, "symbology": each.symbology} for each in heard if isinstance(each, Scanned)]
    if not codes:
        raise BadFrame("cut_short")
    return {"codes": codes}


def evdev(data: bytes) -> Decoded:
    """Input records as the kernel gives them, one or more whole ones. Raises BadFrame."""
    if not data or len(data) % records.SIZE:
        raise BadFrame("cut_short")
    heard = [records.record_of(data[at : at + records.SIZE]) for at in range(0, len(data), records.SIZE)]
    if None in heard:
        raise BadFrame("no_record")
    return {"records": [_record(each) for each in heard if each is not None]}


PROTOCOLS: dict[str, Callable[[bytes], Decoded]] = {
    "zvt": zvt,
    **{f"stxlrc:{key.upper()}": partial(stxlrc, key) for key in layouts()},
    "escpos-status": escpos_status,
    "escpos": escpos,
    "track": track,
    "rdm6300": rdm6300,
    "scanner": scanner,
    "pn532": pn532,
    "crt": crt,
    "nut": nut,
    "rfc2217": rfc2217,
    "evdev": evdev,
}


def _reply(reply: Reply) -> Decoded:
    match reply:
        case RealTime(byte):
            return {"kind": "real_time", "byte": f"{byte:02X}"}
        case Queued(byte):
            return {"kind": "queued", "byte": f"{byte:02X}"}
        case Automatic(data):
            said = understand_automatic(data)
            faults = sorted(fault.value for fault in said.faults)
            return {"kind": "automatic", "offline": said.offline, "faults": faults, "notes": list(said.notes)}
        case Block(data):
            return {"kind": "block", "hex": data.hex(), "process_id": process_id(reply)}
        case Full(data):
            return {"kind": "full", "hex": data.hex(), "paper_waits": in_the_mouth(reply)}
        case Noise(byte):
            raise BadFrame("no_status")


_KEY_NAMES = {code: name for name, code in CODES.items()}
_MOVES = {records.UP: "up", records.DOWN: "down", records.REPEATED: "repeated"}


def _record(record: records.Record) -> Decoded:
    match record.type:
        case records.KEY:
            name = _KEY_NAMES.get(record.code, "unknown")
            return {"kind": "key", "name": name, "code": record.code, "move": _MOVES[record.value]}
        case records.SW:
            return {"kind": "switch", "code": record.code, "on": bool(record.value)}
        case records.SYN if record.code == records.SYN_REPORT:
            return {"kind": "end of group"}
        case records.SYN if record.code == records.SYN_DROPPED:
            return {"kind": "records were lost"}
        case _:
            return {"kind": "other", "type": record.type, "code": record.code, "value": record.value}
