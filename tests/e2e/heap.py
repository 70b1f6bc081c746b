"""What a running kiosk still holds in its memory, byte by byte, read from outside (Linux, proc(5); CPython 3.11).

Freed memory is not emptied, by Python no more than by C: so every find is either *living*, within a text that something
refers to, or a *remnant*. Living is judged by the head of the object around the find (PEP 393, Include/cpython/
unicodeobject.h): its type, a length that reaches over the find, and a count of references where a freed object has the
address of the next free block.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: How CPython and the libraries around it keep a text: ASCII, UCS-2, UTF-8.
ENCODINGS = ("utf-8", "utf-16-le")
CHUNK = 1 << 24
#: How far before a find the head of its text is looked for, in bytes; more references than that are none.
LONGEST, MOST_REFERENCES = 1 << 16, 1 << 31
#: Of a text: refcount, type, length, hash, state; and of bytes, whose data begin where the state would be.
HEAD = struct.Struct("<QQQqI")
BYTES_AT, ASCII_AT, WIDE_AT = 32, 48, 72


@dataclass(frozen=True, slots=True)
class Region:
    """One line of the map: a range of addresses, and the file mapped there; empty: memory of the process alone."""

    start: int
    end: int
    offset: int
    name: str
    rights: str


@dataclass(frozen=True, slots=True)
class Find:
    """`living`: a text of Python's that something refers to. `around`: for whoever wants to know whose it is."""

    needle: str
    place: str
    living: bool
    around: bytes


def regions(pid: int | str) -> Iterator[Region]:
    with open(f"/proc/{pid}/maps", encoding="utf-8") as lines:
        for line in lines:
            addresses, rights, offset, _, _, *name = line.split(maxsplit=5)
            start, end = (int(address, 16) for address in addresses.split("-"))
            yield Region(start, end, int(offset, 16), name[0].strip() if name else "", rights)


def finds(pid: int, needles: Iterable[str]) -> list[Find]:
    """Where any of `needles` stands in what `pid` may read and write. Needs the right to trace it (ptrace(2))."""
    coded = {needle.encode(encoding): needle for needle in needles for encoding in ENCODINGS}
    types = _address_in(pid, id(str)), _address_in(pid, id(bytes))
    found = []
    memory = os.open(f"/proc/{pid}/mem", os.O_RDONLY)
    try:
        for region in regions(pid):
            if region.rights.startswith("rw") and not region.name.startswith(("/dev/", "/memfd", "[v")):
                for data in _read(memory, region):
                    found += list(_finds(data, coded, types, region.name))
    finally:
        os.close(memory)
    return found


def _finds(data: bytes, coded: dict[bytes, str], types: tuple[int, int], place: str) -> Iterator[Find]:
    for bytes_, needle in coded.items():
        at = data.find(bytes_)
        while at >= 0:
            around = data[max(0, at - 48) : at + len(bytes_) + 48]
            yield Find(needle, place, _is_living(data, at, types), around)
            at = data.find(bytes_, at + 1)


def _is_living(data: bytes, at: int, types: tuple[int, int]) -> bool:
    """Whether the text that begins last before `at` and reaches over it is referred to."""
    for head in range(at & ~7, max(0, at - LONGEST), -8):
        if head + HEAD.size <= len(data):
            references, kind, length, _, state = HEAD.unpack_from(data, head)
            if kind in types:
                begin, width = _layout(state) if kind == types[0] else (BYTES_AT, 1)
                if head + begin <= at < head + begin + width * length:
                    return 0 < references < MOST_REFERENCES
    return False


def _layout(state: int) -> tuple[int, int]:
    """Where the characters of a compact text begin, and how wide each is: interned 2 bits, kind 3, compact 1, ASCII 1."""
    return (ASCII_AT if state >> 6 & 1 else WIDE_AT), state >> 2 & 7


def _read(memory: int, region: Region) -> Iterator[bytes]:
    """The region in pieces that overlap by the longest text; what went away meanwhile is left out."""
    for at in range(region.start, region.end, CHUNK):
        begin = max(region.start, at - LONGEST)
        try:
            yield os.pread(memory, min(at + CHUNK, region.end) - begin, begin)
        except OSError:
            continue


def _address_in(pid: int, address: int) -> int:
    """Where the other process has what stands at `address` in this one: the same file, mapped elsewhere."""
    here = next(region for region in regions("self") if region.start <= address < region.end)
    base = next(region for region in regions("self") if region.name == here.name)
    there = next(region for region in regions(pid) if region.name == here.name)
    return address - base.start + there.start


def _check_layout() -> None:
    """Texts lie where this module looks for them, in the interpreter that runs it."""
    for text in ("canary " * 3, "金絲雀" * 3):
        _, kind, length, _, state = HEAD.unpack(ctypes.string_at(id(text), HEAD.size))
        begin, width = _layout(state)
        coded = text.encode("utf-16-le" if width == 2 else "ascii")
        assert (kind, length) == (id(str), len(text))
        assert ctypes.string_at(id(text) + begin, len(coded)) == coded


_check_layout()
