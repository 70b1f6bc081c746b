"""The kernel's input records of a keypad."""

from __future__ import annotations

from devices.keypad import records
from tests.devices.fuzz.frames import Parsers


class Keys:
    """As from a device that is never closed; what it tells came in records, and it keeps no more than one group."""

    def __init__(self) -> None:
        self._parser = records.Parser()

    def __call__(self, data: bytes) -> None:
        for group in self._parser.feed(data):
            assert all(record.type != records.SYN for record in group)
        assert len(self._parser._bytes) < records.SIZE
        assert len(self._parser._group) <= records.MOST


GROUPS = [
    records.written(records.KEY, code, value, 1.5) + records.written(records.SYN, records.SYN_REPORT, 0, 1.5)
    for code, value in ((106, 1), (106, 0), (28, 1), (185, 1))
]
PARSERS: Parsers = {"keypad": (Keys, GROUPS)}
