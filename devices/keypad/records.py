"""The kernel's input records in, groups of them out. Takes any fragmentation, keeps at most one group; no port, no clock.

    long seconds, long microseconds, u16 type, u16 code, s32 value      as the machine writes numbers (linux/input.h)

What happened at once comes as one group, closed by SYN_REPORT; after SYN_DROPPED the kernel had to leave records out, and
nothing counts up to the next SYN_REPORT (Linux, Documentation/input/event-codes.rst). Bytes that are no record are left
out one by one until there is one again; of the group that they stood in nothing is believed.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

LAYOUT = struct.Struct("@llHHi")
SIZE = LAYOUT.size

SYN, KEY, REL, ABS, MSC, SW, LED, SND, REP, FF = 0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x11, 0x12, 0x14, 0x15
SYN_REPORT, SYN_DROPPED = 0, 3
MSC_SCAN = 4
SW_HEADPHONE_INSERT = 2
#: Values of a key.
UP, DOWN, REPEATED = 0, 1, 2

#: What a value may be; of the other types any is.
_VALUES = {SYN: (0, 1), KEY: (UP, DOWN, REPEATED), SW: (0, 1)}
_TYPES = frozenset((SYN, KEY, REL, ABS, MSC, SW, LED, SND, REP, FF))
_MICROSECONDS = 1_000_000
_LAST_SECOND = 1 << 33
#: Records in one group; a keyboard of a hundred keys has no more to say at once.
MOST = 256


@dataclass(frozen=True, slots=True)
class Record:
    type: int
    code: int
    value: int


Group = tuple[Record, ...]


class Parser:
    """Feed it what one device says. `spoilt` counts bytes that were no record, `gaps` how often something got lost."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._group: list[Record] = []
        self._dropping = False
        self.spoilt = self.gaps = 0

    @property
    def midway(self) -> bool:
        """Whether a record has begun to arrive; the kernel gives whole ones only."""
        return bool(self._bytes)

    def feed(self, data: bytes) -> list[Group]:
        """The groups that are whole now."""
        self._bytes += data
        groups = []
        start = 0
        while len(self._bytes) - start >= SIZE:
            record = record_of(self._bytes[start : start + SIZE])
            if record is None:
                self._distrust(1)
                start += 1
                continue
            start += SIZE
            if (group := self._take(record)) is not None:
                groups.append(group)
        del self._bytes[:start]
        return groups

    def fell_silent(self) -> None:
        """To be called when nothing has come for a while: neither a record that began nor its group will be finished,
        and what comes next is a group of its own."""
        if self._bytes:
            self._distrust(len(self._bytes))
            self._bytes.clear()
        self._group.clear()
        self._dropping = False

    def _take(self, record: Record) -> Group | None:
        if record.type != SYN:
            self._group.append(record)
            if len(self._group) > MOST:
                self._drop()
            return None
        if record.code == SYN_DROPPED:
            self._drop()
        if record.code != SYN_REPORT:
            return None
        group, believed = tuple(self._group), not self._dropping
        self._group.clear()
        self._dropping = False
        return group if believed and group else None

    def _distrust(self, count: int) -> None:
        self.spoilt += count
        self._drop()

    def _drop(self) -> None:
        self.gaps += 1
        self._group.clear()
        self._dropping = True


def record_of(data: bytes | bytearray) -> Record | None:
    """SIZE bytes; None: no kernel writes that."""
    seconds, microseconds, kind, code, value = LAYOUT.unpack(data)
    if not (0 <= seconds < _LAST_SECOND and 0 <= microseconds < _MICROSECONDS and kind in _TYPES):
        return None
    if kind in _VALUES and value not in _VALUES[kind]:
        return None
    return Record(kind, code, value)


def written(kind: int, code: int, value: int, at: float = 0.0) -> bytes:
    """One record as the kernel writes it; `at` in seconds."""
    seconds = int(at)
    return LAYOUT.pack(seconds, int((at - seconds) * _MICROSECONDS), kind, code, value)
