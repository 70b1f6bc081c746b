"""Bytes of a conversation as a file that network analysers read (libpcap's format, version 2.4)."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from pathlib import Path

RAW_IP, USER_0 = 101, 147  # link types
Packet = tuple[float, bytes]  # when, in seconds, and what
KIOSK, DEVICE = b"\x7f\x00\x00\x01", b"\x7f\x00\x00\x02"


def write(file: Path, link_type: int, packets: Iterable[Packet]) -> None:
    with file.open("wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 0xFFFF, link_type))
        for at, data in packets:
            out.write(struct.pack("<IIII", int(at), int(at % 1 * 1e6), len(data), len(data)) + data)


def tcp(pieces: Iterable[tuple[float, bool, bytes]], port: int) -> Iterable[Packet]:
    """`pieces`: when, whether the kiosk said it, and what. No checksums: many cards add them later."""
    said = {True: 1, False: 1}
    for at, by_kiosk, data in pieces:
        ports = (40000, port) if by_kiosk else (port, 40000)
        numbers = (said[by_kiosk], said[not by_kiosk])
        segment = struct.pack(">HHIIBBHHH", *ports, *numbers, 0x50, 0x18, 0xFFFF, 0, 0) + data
        said[by_kiosk] += len(data)
        ends = (KIOSK, DEVICE) if by_kiosk else (DEVICE, KIOSK)
        header = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(segment), 0, 0, 64, 6, 0, *ends)
        yield at, header + segment
