"""One print job as bytes: a clean beginning, steps small enough to ask in between, an end that asks for an answer.

Pure: the same paper on the same head with the same numbers is the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from PIL import Image

from devices.receipt_printer import protocol
from devices.receipt_printer.letters import Strip, Written
from devices.receipt_printer.protocol import Confirmation, mark
from devices.receipt_printer.raster import BAND_BYTES, banded, cut_off, encoded
from kiosk.domain.receipt import Paper

DOTS_PER_INCH = 203


@dataclass(frozen=True, slots=True)
class Step:
    """Bytes after which the printer is asked how it does; `rows` is what they put on paper."""

    data: bytes
    rows: int


@dataclass(frozen=True, slots=True)
class Job:
    """`start` prints nothing; `steps` print; `end` asks for the first of `numbers` back, cuts, asks for the second."""

    start: bytes
    steps: tuple[Step, ...]
    end: bytes
    numbers: tuple[int, int]

    @property
    def wire(self) -> bytes:
        """All of it, as it goes over a line on which nothing happens."""
        return self.start + b"".join(step.data for step in self.steps) + self.end


def clean_start(dots_per_inch: int = DOTS_PER_INCH, automatic: bool = False) -> bytes:
    """Default settings, feeds counted in dots; `automatic`: it says by itself when it stops."""
    told = protocol.AUTOMATIC_STATUS if automatic else protocol.NO_AUTOMATIC_STATUS
    return protocol.INITIALIZE + told + protocol.motion_units(dots_per_inch)


class Setter(Protocol):
    """Sets a paper from the top down: in pictures (`layout.Layout`) or in the printer's letters (`letters.Letters`)."""

    width: int

    def strips(self, paper: Paper) -> Iterable[Strip]: ...


def job_of(
    paper: Paper,
    setter: Setter,
    number: int = 1,
    *,
    dots_per_inch: int = DOTS_PER_INCH,
    confirmation: Confirmation = Confirmation.PROCESS_ID,
) -> Job:
    """`number` and the one after it must not be in use for another job that is still open."""
    steps = tuple(steps_of(paper, setter))
    return Job(clean_start(dots_per_inch), steps, end_of(confirmation, number), (number, number + 1))


def steps_of(paper: Paper, setter: Setter) -> Iterator[Step]:
    """Each as soon as it is drawn."""
    data, rows = b"", 0
    for more, put in _pieces(setter.strips(paper)):
        if data and len(data) + len(more) > BAND_BYTES:
            yield Step(data, rows)
            data, rows = b"", 0
        data, rows = data + more, rows + put
    yield Step(data, rows)


def end_of(confirmation: Confirmation, number: int, shown: bytes = b"") -> bytes:
    """`shown`: what brings it to the customer behind the cut."""
    return mark(confirmation, number) + cut_off() + shown + mark(confirmation, number + 1)


def wire_bytes(paper: Paper, setter: Setter) -> int:
    """How many bytes `paper` costs on the line."""
    return len(job_of(paper, setter).wire)


def wire_seconds(count: int, baud: int) -> float:
    """How long `count` bytes take at `baud` with ten bits a byte (8N1)."""
    return count * 10 / baud


def _pieces(strips: Iterable[Strip]) -> Iterator[tuple[bytes, int]]:
    """Bytes and the rows that they put on paper. Letters begin at the edge, wherever a picture began."""
    moved = False
    for written, group in groupby(strips, key=lambda strip: isinstance(strip, Written)):
        if not written:
            moved = True
            yield from ((encoded(band), band.rows) for band in banded(_drawn(group)))
            continue
        for strip in group:
            assert isinstance(strip, Written)
            yield (protocol.left_margin(0) if moved else b"") + strip.data, strip.rows
            moved = False


def _drawn(strips: Iterable[Strip]) -> Iterator[Image.Image]:
    return (strip for strip in strips if isinstance(strip, Image.Image))
