"""Reads a recording of an NCCC 400 line, by itself: no code of the driver or the emulator is used here, and no table.

A record is STX, 400 characters, ETX, and all of them but STX XORed. Places as in the vectors beside the driver's tests
(taiwan_edc_layouts.json, nccc_ecr400.json), counted from 1: 9-10 what is asked, 14-19 receipt, 43-54 amount with two
decimals, 67-75 approval, 77-80 response, 215-220 batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.proof.bench import Event
from tests.proof.recording import Asked, Reader, Request, Told

STX, ETX, LENGTH = 0x02, 0x03, 400
SALE, VOID, INQUIRY = "01", "30", "62"
#: Receipt numbers begin again with each batch: both together are what one transaction is known by.
RECEIPTS = 1_000_000


def heard(events: Sequence[Event]) -> list[Request]:
    """What the terminal was asked to do with money."""
    kinds = {SALE: Asked.CHARGE, VOID: Asked.GIVE_BACK}
    return [
        Request(index, kinds[text[8:10]], _number(text[42:54]), _number(text[13:19]))
        for index, text in records(events, "in")
        if text[8:10] in kinds
    ]


def told(events: Sequence[Event]) -> list[Told]:
    """What the terminal said of transactions: of the sale itself, and when it was asked for it afterwards."""
    found = []
    for index, text in records(events, "out"):
        kind, done = text[8:10], text[76:80] == "0000" and text[66:75].strip() != ""
        receipt, trace = _number(text[13:19]), trace_of(_number(text[214:220]), _number(text[13:19]))
        if done and kind in (SALE, INQUIRY):
            found.append(Told(index, True, False, trace, receipt, _number(text[42:54])))
        if done and kind == VOID:  # no transaction of its own
            found.append(Told(index, True, False, -trace, receipt, _number(text[42:54]), trace))
    return found


def already(events: Sequence[Event]) -> list[int]:
    """No word of this family says so."""
    return []


def trace_of(batch: int, receipt: int) -> int:
    return batch * RECEIPTS + receipt


def records(events: Sequence[Event], way: str) -> Iterator[tuple[int, str]]:
    """The whole records of one direction whose check is right, each with the index of the event that ended it."""
    body: bytearray | None = None
    for index, event in enumerate(events):
        for byte in event.what if event.kind == way else b"":
            if body is None:
                body = bytearray() if byte == STX else None
            elif len(body) <= LENGTH:
                body.append(byte)
            else:
                if body[LENGTH] == ETX and byte == _check(body):
                    yield index, body[:LENGTH].decode("ascii")
                body = None


def _check(body: bytes | bytearray) -> int:
    value = 0
    for byte in body:
        value ^= byte
    return value


def _number(digits: str) -> int:
    return int(digits) if digits.strip().isdigit() else 0


READER = Reader(heard, told, already)
