"""The TLV container of ZVT (BMP 06), read for texts only. What else it may hold (chip data) is stepped over."""

from __future__ import annotations

from collections.abc import Iterator

from devices.frames import BadFrame

TEXT_LINE = 0x07
#: Containers of text lines: for a display (24), for a printer (25).
_TEXT_BLOCKS = (0x24, 0x25)
_DEEPEST = 4


def length_of(data: bytes, at: int) -> tuple[int, int]:
    """Where the content starts and how long it is: `82 02 8A` -> 650. Raises BadFrame."""
    head = data[at : at + 3]
    match list(head):
        case [size, *_] if size < 0x80:
            return at + 1, size
        case [0x81, size, *_]:
            return at + 2, size
        case [0x82, high, low]:
            return at + 3, high << 8 | low
    raise BadFrame("cut_short" if len(head) < 3 and head[:1] in (b"", b"\x81", b"\x82") else "bad_length")


def texts_of(data: bytes, depth: int = 0) -> tuple[str, ...]:
    """The text lines in a container. Raises BadFrame."""
    lines: list[str] = []
    for tag, content in _entries(data):
        if tag == TEXT_LINE:
            lines.append(content.decode("cp437"))
        elif tag in _TEXT_BLOCKS and depth < _DEEPEST:
            lines.extend(texts_of(content, depth + 1))
    return tuple(lines)


def heads_of(data: bytes, at: int, end: int, depth: int = 0) -> Iterator[tuple[int, int]]:
    """Where the tags and lengths of a container stand that lies between `at` and `end`. Raises BadFrame."""
    while at < end:
        tag, behind = _tag(data, at)
        start, size = length_of(data, behind)
        if start + size > end:
            raise BadFrame("cut_short")
        yield at, start
        if tag in _TEXT_BLOCKS and depth < _DEEPEST:
            yield from heads_of(data, start, start + size, depth + 1)
        at = start + size


def _entries(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        tag, at = _tag(data, at)
        start, size = length_of(data, at)
        if start + size > len(data):
            raise BadFrame("cut_short")
        yield tag, data[start : start + size]
        at = start + size


def _tag(data: bytes, at: int) -> tuple[int, int]:
    if data[at] & 0x1F != 0x1F:
        return data[at], at + 1
    if at + 1 == len(data):
        raise BadFrame("cut_short")
    return data[at] << 8 | data[at + 1], at + 2
