"""Payment terminals: "approved" is a whole frame with a right check that says so, and nothing else is."""

from __future__ import annotations

from functools import partial

from devices.payment_terminal.fixed_field import framing as records
from devices.payment_terminal.fixed_field import outcomes as fixed_field
from devices.payment_terminal.fixed_field.codes import APPROVED
from devices.payment_terminal.fixed_field.layout import Layout, layout, layouts
from devices.payment_terminal.fixed_field.message import Answer, read, unpack
from devices.payment_terminal.handshake import Frame
from devices.payment_terminal.zvt import framing as blocks
from devices.payment_terminal.zvt import outcomes as zvt
from devices.payment_terminal.zvt.apdu import Apdu, Command, parse_apdu, size_of
from devices.payment_terminal.zvt.conversation import Ending, Reply
from devices.payment_terminal.zvt.fields import KEPT, Fields, parse_fields, places
from devices.payment_terminal.zvt.status import (
    StatusInformation,
    ending_code,
    read_status,
    told_by_completion,
)
from devices.payment_terminal.zvt.tlv import heads_of, texts_of
from devices.payment_terminal.zvt.totals import Reckoning, read_reckoning
from kiosk.domain.money import Money
from kiosk.domain.payment import Approved, Found
from tests.devices.fuzz.frames import Parsers, Tail, quietly
from tests.vectors.kept import vectors

ASKED = Money(231_800)
TERMINAL_ID, NUMBER = "52500038", "261123103000123456"
#: Result code, with the number of its field: what an approval has to hold.
OK = b"\x27\x00"


class Blocks:
    """ZVT on a serial line."""

    def __init__(self) -> None:
        self._deframer = blocks.Deframer()
        self._tail = Tail(4 * blocks.LONGEST_APDU)

    def __call__(self, data: bytes) -> None:
        self._tail.feed(data)
        for heard in self._deframer.feed(data):
            if isinstance(heard, Frame):
                assert blocks.enclose(heard.data) in self._tail
                quietly(_message, heard.data)
        assert len(self._deframer._body) <= blocks.LONGEST_APDU
        assert len(self._deframer._check) <= 2


def _message(raw: bytes) -> None:
    """Raises BadFrame."""
    size = size_of(raw)
    message = parse_apdu(raw)
    assert size == len(raw)
    match message.command:
        case Command.ABORTED:
            assert 0 <= ending_code(message.data) <= 0xFF
            _ended(Ending.ABORTED, told_by_completion(message.data[1:]), message)
        case Command.COMPLETION:
            _ended(Ending.COMPLETED, told_by_completion(message.data), message)
        case _:
            _ended(Ending.COMPLETED, read_status(message.data), message)


def _ended(ending: Ending, said: StatusInformation, message: Apdu) -> None:
    reply = Reply(ending, ending_code(message.data) if ending is Ending.ABORTED else 0, said)
    outcome = zvt.outcome_of(reply, TERMINAL_ID, "TWD", customer_stopped=False)
    finding = zvt.finding_of(reply, TERMINAL_ID, "TWD", has_charged=True)
    if isinstance(outcome, Approved) or (isinstance(finding, Found) and finding.approved):
        assert ending is Ending.COMPLETED
        assert OK in message.data


def messages(data: bytes) -> None:
    """One ZVT message, as it comes over TCP."""
    quietly(_message, data)


def fields(data: bytes) -> None:
    """A row of BMPs."""
    for strict in (True, False):
        said = quietly(partial(parse_fields, strict=strict), data)
        if isinstance(said, Fields):
            assert set(said.values) <= KEPT
            assert len(said.last_four) in (0, 4)
            assert sum(map(len, said.values.values())) <= len(data)
    quietly(lambda raw: list(places(raw)), data)


def tlv(data: bytes) -> None:
    """A container."""
    quietly(texts_of, data)
    quietly(lambda raw: list(heads_of(raw, 0, len(raw))), data)


def reckonings(data: bytes) -> None:
    said = read_reckoning(data)
    assert said is None or (isinstance(said, Reckoning) and said.count <= 7 * 255)


class Records:
    """Records of fixed fields, by one of the tables."""

    def __init__(self, table: Layout) -> None:
        self._table = table
        self._deframer = records.Deframer(table.length)
        self._tail = Tail(4 * table.length)

    def __call__(self, data: bytes) -> None:
        self._tail.feed(data)
        for heard in self._deframer.feed(data):
            if isinstance(heard, Frame):
                assert len(heard.data) == self._table.length
                assert records.enclose(heard.data) in self._tail
                self._understood(heard.data)
        assert len(self._deframer._body or b"") <= self._table.length
        self._understood(data[1:-2])

    def _understood(self, record: bytes) -> None:
        answer = quietly(lambda raw: unpack(self._table, raw, NUMBER), record)
        if not isinstance(answer, Answer):
            return
        outcome = fixed_field.outcome_of(answer, ASKED, TERMINAL_ID, NUMBER)
        finding = fixed_field.finding_of(answer, TERMINAL_ID, NUMBER)
        if isinstance(outcome, Approved) or isinstance(finding, Found):
            assert read(self._table, record, "response") == APPROVED


def _approved(table: Layout) -> bytes:
    """A right answer of our own making."""
    said = {
        "type": table.types["sale"],
        "response": APPROVED,
        "approval": "123456",
        "terminal_id": TERMINAL_ID,
    }
    said |= {"amount": f"{231_800:0{table.size('amount')}}", "receipt": "000007"[-table.size("receipt") :]}
    said |= {"date": "20261123"[-table.size("date") :], "time": "103000"}
    row = [said.get(name, "")[: table.size(name)].ljust(table.size(name)) for name in table.fields]
    return records.enclose("".join(row).encode("ascii"))


_ZVT = vectors("zvt")
_MESSAGES = [bytes.fromhex(text) for case in _ZVT["third_party_unit_tests"] for text in case["hex"]]
_MESSAGES += [bytes.fromhex(each["hex"]) for each in _ZVT["simulator_session_tcp"]]
_MESSAGES += [
    bytes.fromhex(
        "040f370400000002318049090127000b0000070c1030000d11232952500038870007228f0f967638912345678f8b0056495341"
    ),
    bytes.fromhex("060f00"),
    bytes.fromhex("061e016c"),
]
_STATUSES = [raw[3:] for raw in _MESSAGES if raw[:2] == b"\x04\x0f"]
_CONTAINERS = [
    bytes.fromhex("2410070548656c6c6f0707576f726c642121"),
    bytes.fromhex("1f100142600643"),
    b"\x07\x81\x03abc",
]
_RECKONING = b"\x00\x01\x00\x09" + 7 * b"\x02\x00\x00\x00\x23\x18\x00"
PARSERS: Parsers = {
    "zvt_blocks": (Blocks, [blocks.enclose(raw) for raw in _MESSAGES] + [b"\x06", b"\x15"]),
    "zvt_messages": (lambda: messages, _MESSAGES),
    "zvt_fields": (lambda: fields, _STATUSES),
    "zvt_tlv": (lambda: tlv, _CONTAINERS),
    "zvt_reckonings": (lambda: reckonings, [_RECKONING]),
    **{
        f"records_{key}": (partial(Records, layout(key)), [_approved(layout(key)), b"\x06", b"\x15"])
        for key in layouts()
    },
}
