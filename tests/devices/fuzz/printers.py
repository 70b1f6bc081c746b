"""Receipt printers: "printed" is the number of the job that came back whole, and nothing else is."""

from __future__ import annotations

from devices.receipt_printer import protocol
from devices.receipt_printer.protocol import Automatic, Block, Question, Queued, RealTime, Replies
from kiosk.domain.faults import Fault
from tests.devices.fuzz.frames import Parsers, Tail
from tests.vectors.kept import vectors


class Answers:
    """All that a printer says: DLE EOT, automatic status, GS r, GS I, GS ( H."""

    def __init__(self) -> None:
        self._replies = Replies()
        self._tail = Tail(4096)

    def __call__(self, data: bytes) -> None:
        self._tail.feed(data.translate(None, protocol.FLOW))
        for reply in self._replies.feed(data):
            match reply:
                case RealTime(byte):
                    faults = {each for one in Question for each in protocol.understand(one, byte).faults}
                    assert faults <= set(Fault)
                case Queued(byte):
                    protocol.understand_queued(byte)
                case Automatic(four):
                    protocol.understand_automatic(four)
                case Block(block):
                    assert len(block) <= 1 + protocol.LONGEST_BLOCK
                    self._block(reply)
        assert len(self._replies.unfinished) <= protocol.LONGEST_BLOCK

    def _block(self, reply: Block) -> None:
        number = protocol.process_id(reply)
        if number is not None:
            assert b'7"' + b"%04d" % number + b"\0" in self._tail
        assert len(protocol.text_of(reply)) <= protocol.LONGEST_BLOCK


_STATUS = vectors("escpos_status")
_SEEDS = [
    *(bytes.fromhex(row["ASB"]) for row in _STATUS["recorded_emupos"]),
    *(
        bytes.fromhex(row[key])
        for row in _STATUS["recorded_emupos"]
        for key in row
        if key.startswith("DLE EOT")
    ),
    *(bytes.fromhex(case["reply"]) for case in _STATUS["process_id"]),
    b"_EPSON\0",
    b"_TM-T88V\0",
    protocol.CLEARED,
]
PARSERS: Parsers = {"printer": (Answers, _SEEDS)}
