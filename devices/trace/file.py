"""The file of a trace: JSON lines, a head and then the pieces (`docs/traces.md`). Only redacted pieces are written."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devices.trace.redaction import redacted
from devices.trace.tape import LARGEST, MOST_PIECES, Ended, Piece, Recording, Way

VERSION = 1
SUFFIX = ".trace.jsonl"
#: Characters of a file that are read: three for each byte, and what stands around each piece.
LONGEST_FILE = 3 * LARGEST + 100 * MOST_PIECES


class NoTrace(ValueError):
    """A file that is no trace of this version; the message says in which line, and never what stands there."""


@dataclass(frozen=True, slots=True)
class Line:
    """Whose wire it was. `device`: a word of `Device`. `protocol`: what the driver was set to (`docs/traces.md`)."""

    device: str
    protocol: str
    baud: int = 0


@dataclass(frozen=True, slots=True)
class Trace:
    """`at`: when it began, ISO 8601 in UTC. `hidden`: bytes that were made unreadable."""

    line: Line
    pieces: tuple[Piece, ...]
    seconds: float
    ended: Ended = Ended.ASKED
    at: str = ""
    hidden: int = 0


def trace_of(recording: Recording, line: Line, at: str) -> Trace:
    clean = redacted(recording, line.protocol)
    return Trace(line, clean.pieces, recording.seconds, recording.ended, at, clean.hidden)


def write(path: Path, trace: Trace) -> None:
    """For this user's eyes only; there as a whole or not at all. Raises OSError."""
    fresh = path.with_name(f".{path.name}.new")
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii"
    ) as file:
        file.write(written(trace))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def written(trace: Trace) -> str:
    head = {
        "trace": VERSION,
        "device": trace.line.device,
        "protocol": trace.line.protocol,
        "baud": trace.line.baud,
        "at": trace.at,
        "seconds": round(trace.seconds, 6),
        "ended": trace.ended.value,
        "hidden": trace.hidden,
    }
    return "".join(f"{json.dumps(line)}\n" for line in (head, *map(_line, trace.pieces)))


def _line(piece: Piece) -> dict[str, object]:
    line: dict[str, object] = {"t": round(piece.at, 6), "way": piece.way.value}
    return {**line, "hex": piece.data.hex(" ")} if piece.data else line


def load(path: Path) -> Trace:
    """Raises NoTrace, OSError."""
    with path.open(encoding="ascii", errors="replace") as file:
        text = file.read(LONGEST_FILE + 1)
    if len(text) > LONGEST_FILE:
        raise NoTrace("longer than any trace")
    return read(text)


def read(text: str) -> Trace:
    """Raises NoTrace."""
    lines = text.splitlines()
    if not lines:
        raise NoTrace("line 1: there is none")
    head = _said(lines[0], 1)
    if head.get("trace") != VERSION:
        raise NoTrace(f"line 1: no trace of version {VERSION}")
    try:
        return Trace(
            Line(str(head["device"]), str(head["protocol"]), int(head["baud"])),
            tuple(_pieces(lines)),
            float(head["seconds"]),
            Ended(head["ended"]),
            str(head["at"]),
            int(head["hidden"]),
        )
    except (KeyError, TypeError, ValueError) as wrong:
        if isinstance(wrong, NoTrace):
            raise
        raise NoTrace("line 1: something is missing or of no known kind") from None


def _pieces(lines: list[str]) -> list[Piece]:
    pieces: list[Piece] = []
    for number, text in enumerate(lines[1:], 2):
        said = _said(text, number)
        try:
            piece = Piece(float(said["t"]), Way(said["way"]), bytes.fromhex(said.get("hex", "")))
        except (KeyError, TypeError, ValueError):
            raise NoTrace(f"line {number}: no piece") from None
        if not 0 <= piece.at < float("inf") or (pieces and piece.at < pieces[-1].at):
            raise NoTrace(f"line {number}: time does not go on")
        pieces.append(piece)
    return pieces


def _said(text: str, number: int) -> Mapping[str, Any]:
    try:
        said = json.loads(text)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise NoTrace(f"line {number}: no object of JSON")
    return said
