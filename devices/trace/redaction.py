"""A recording without card numbers: what `devices.trace.file` may write.

Each way is looked at as one stream, however it came in pieces; nothing becomes longer or shorter, and times stay. A
frame whose check was right has a right check afterwards, one whose check was wrong keeps what it had.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from devices.trace.numbers import BLANK, hide
from devices.trace.shapes import Shape, shapes_of
from devices.trace.tape import Piece, Recording, Way

_CARRIES = (Way.TO_DEVICE, Way.FROM_DEVICE)


@dataclass(frozen=True, slots=True)
class Redacted:
    """`hidden`: how many bytes were made unreadable."""

    pieces: tuple[Piece, ...]
    hidden: int


def redacted(recording: Recording, protocol: str) -> Redacted:
    streams = {way: _stream(recording.pieces, way) for way in _CARRIES}
    clean = {way: clean_stream(stream, protocol, way) for way, stream in streams.items()}
    hidden = sum(a != b for way in _CARRIES for a, b in zip(streams[way], clean[way], strict=True))
    return Redacted(tuple(_cut_again(recording.pieces, clean)), hidden)


def clean_stream(stream: bytes, protocol: str, way: Way) -> bytes:
    """All that went one way, as long as it was, without card numbers."""
    shapes = tuple(shapes_of(protocol, way)(stream))
    blotted = _blot(stream, shapes)
    looked = bytearray(blotted)
    for start, end in _safe(shapes):
        looked[start:end] = bytes((BLANK,)) * (end - start)
    clean = bytearray(hide(bytes(looked)))
    for start, end in _safe(shapes):
        clean[start:end] = blotted[start:end]
    return _sealed(stream, clean, shapes)


def _safe(shapes: Iterable[Shape]) -> Iterator[tuple[int, int]]:
    for shape in shapes:
        yield from shape.safe


def _blot(stream: bytes, shapes: Iterable[Shape]) -> bytes:
    blotted = bytearray(stream)
    for shape in shapes:
        for start, end in shape.secret:
            blotted[start:end] = bytes((shape.blot,)) * (end - start)
    return bytes(blotted)


def _sealed(stream: bytes, clean: bytearray, shapes: Iterable[Shape]) -> bytes:
    for shape in shapes:
        for at in range(shape.start, shape.end):
            if stream[at] == shape.kept:
                clean[at] = stream[at]
        frame = bytes(clean[shape.start : shape.end])
        clean[shape.start : shape.end] = shape.sealed(frame)
    return bytes(clean)


def _stream(pieces: Iterable[Piece], way: Way) -> bytes:
    return b"".join(piece.data for piece in pieces if piece.way is way)


def _cut_again(pieces: Iterable[Piece], streams: dict[Way, bytes]) -> Iterator[Piece]:
    taken = dict.fromkeys(streams, 0)
    for piece in pieces:
        if piece.way not in streams:
            yield piece
            continue
        start = taken[piece.way]
        taken[piece.way] += len(piece.data)
        yield Piece(piece.at, piece.way, streams[piece.way][start : taken[piece.way]])
