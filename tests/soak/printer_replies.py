"""What a disturbed line makes of a printer's answers: never "printed" without its number; nothing lost or hoarded."""

from __future__ import annotations

import random
import re

from devices.receipt_printer import protocol
from devices.receipt_printer.protocol import Automatic, Block, Noise, Queued, RealTime, Replies, Reply

TRUE = [
    b"\x12",
    b"\x1a",
    b"\x32",
    b"\x7e",
    b"\x10\x00\x00\x00",
    b"\x18\x00\x0f\x00",
    b"\x38\x00\x00\x00",
    b"\x00",
    b"\x0f",
    b"\x37\x220001\x00",
    b"\x37\x229999\x00",
    b"\x37\x25\x00",
    b"\x37\x23\x40\x00",
    b"\x3d\x23\x30\x00",
    b"\x5fEPSON\x00",
    b"\x11",
    b"\x13",
]
_NUMBER = re.compile(rb"\x37\x22(\d{4})\x00")


def one_round(chance: random.Random) -> None:
    """A few answers in a row, bytes of them changed, lost, doubled or made up, in pieces of any size."""
    heard = _disturbed(b"".join(chance.choices(TRUE, k=chance.randrange(1, 8))), chance)
    parser = Replies()
    replies: list[Reply] = []
    for piece in _pieces(heard, chance):
        replies += parser.feed(piece)
        assert len(parser.unfinished) <= protocol.LONGEST_BLOCK, heard.hex()
    plain = heard.translate(None, protocol.FLOW)
    assert b"".join(map(_bytes_of, replies)) + parser.unfinished == plain, heard.hex()
    numbers = {protocol.process_id(reply) for reply in replies if isinstance(reply, Block)} - {None}
    assert numbers <= {int(found[1]) for found in _NUMBER.finditer(plain)}, heard.hex()
    for reply in replies:
        _understand(reply)


def _understand(reply: Reply) -> None:
    """No answer raises; one that bears any alarm is never nothing."""
    match reply:
        case RealTime(byte):
            for question in protocol.Question:
                said = protocol.understand(question, byte)
                assert said.offline or said.faults or said.notes or byte & 0x6C == 0 or question in (2, 4)
        case Automatic(data):
            said = protocol.understand_automatic(data)
            assert bool(said.faults) or not (data[0] & 0x20 or data[1] & 0x6C or data[2] & 0x0F)
        case Queued(byte):
            assert bool(protocol.understand_queued(byte).faults) == bool(byte & 0x0F)
        case protocol.Full():
            raise AssertionError("nobody asked for it")
        case Block():
            protocol.text_of(reply)
        case Noise():
            pass


def _bytes_of(reply: Reply) -> bytes:
    return reply.data if isinstance(reply, Automatic | Block | protocol.Full) else bytes((reply.byte,))


def _disturbed(data: bytes, chance: random.Random) -> bytes:
    bytes_ = bytearray(data)
    for _ in range(chance.choice((0, 1, 1, 2, 5))):
        at = chance.randrange(len(bytes_) + 1)
        match chance.randrange(4):
            case 0 if at < len(bytes_):
                bytes_[at] ^= 1 << chance.randrange(8)
            case 1:
                del bytes_[at : at + chance.randrange(1, 4)]
            case 2:
                bytes_[at:at] = bytes_[at : at + 3]
            case _:
                bytes_[at:at] = chance.randbytes(chance.randrange(1, 6))
    return bytes(bytes_)


def _pieces(data: bytes, chance: random.Random) -> list[bytes]:
    size = chance.choice((1, 2, 3, 7, 1000))
    return [data[at : at + size] for at in range(0, len(data), size)]
