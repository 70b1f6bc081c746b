"""Field traces: the file, and that no number of a card gets into it."""

from __future__ import annotations

from devices.trace.file import NoTrace, Trace, read, written
from devices.trace.player import Player
from devices.trace.redaction import clean_stream
from devices.trace.tape import Way
from tests.devices.fuzz import around, printers, readers, terminals
from tests.devices.fuzz.frames import Parsers

#: A made-up number with a right check digit, which is put into the middle of what goes over the line.
CARD = b"4539578763621486"


def files(data: bytes) -> None:
    try:
        trace = read(data.decode("ascii", "replace"))
    except NoTrace:
        return
    assert isinstance(trace, Trace)
    again = read(written(trace))
    assert (again.line, len(again.pieces)) == (trace.line, len(trace.pieces))
    said: list[bytes] = []
    player = Player(trace, said.append)
    for now in range(5):
        player.take(b"x" * 64)
        player.ticked(now * 1000.0)
    assert sum(map(len, said)) <= sum(len(piece.data) for piece in trace.pieces)


class Redacted:
    """Of one protocol, what goes one way."""

    def __init__(self, protocol: str, way: Way) -> None:
        self._protocol, self._way = protocol, way

    def __call__(self, data: bytes) -> None:
        middle = len(data) // 2
        stream = data[:middle] + b" " + CARD + b" " + data[middle:]
        clean = clean_stream(stream, self._protocol, self._way)
        assert len(clean) == len(stream)
        assert CARD not in clean


_FILE = (
    b'{"trace": 1, "device": "power", "protocol": "nut", "baud": 0, "at": "2026-11-26T01:02:03Z", "seconds": 2.5, '
    b'"ended": "asked", "hidden": 0}\n{"t": 0.1, "way": "opened"}\n{"t": 0.2, "way": "to", "hex": "47 45 54"}\n'
    b'{"t": 0.3, "way": "from", "hex": "56 41 52"}\n{"t": 2.1, "way": "lost"}\n'
)
PARSERS: Parsers = {
    "trace_files": (lambda: files, [_FILE]),
    "trace_of_zvt": (lambda: Redacted("zvt", Way.FROM_DEVICE), terminals.PARSERS["zvt_blocks"][1]),
    "trace_of_records": (
        lambda: Redacted("stxlrc:NCCC400", Way.FROM_DEVICE),
        terminals.PARSERS["records_nccc400"][1],
    ),
    "trace_of_printer": (lambda: Redacted("escpos", Way.FROM_DEVICE), printers.PARSERS["printer"][1]),
    "trace_of_battery": (lambda: Redacted("nut", Way.FROM_DEVICE), around.PARSERS["nut_lines"][1]),
    "trace_of_readers": (lambda: Redacted("auto", Way.FROM_DEVICE), readers.STRIPES + readers.TAGS),
    "trace_of_crt571": (lambda: Redacted("crt571", Way.FROM_DEVICE), readers.CRT),
    "trace_of_pn532": (lambda: Redacted("pn532", Way.FROM_DEVICE), readers.PN532),
}
