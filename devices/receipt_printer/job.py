"""One print job as bytes: a clean beginning, steps small enough to ask in between, an end that asks for an answer.

Pure: the same paper on the same head with the same numbers is the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from devices.receipt_printer import protocol
from devices.receipt_printer.layout import Layout
from devices.receipt_printer.protocol import Confirmation, mark
from devices.receipt_printer.raster import BAND_BYTES, Band, bands, cut_off, encoded
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


def clean_start(dots_per_inch: int = DOTS_PER_INCH) -> bytes:
    """Default settings, no status that nobody asked for, feeds counted in dots."""
    return protocol.INITIALIZE + protocol.NO_AUTOMATIC_STATUS + protocol.motion_units(dots_per_inch)


def job_of(
    paper: Paper,
    layout: Layout,
    number: int = 1,
    *,
    dots_per_inch: int = DOTS_PER_INCH,
    confirmation: Confirmation = Confirmation.PROCESS_ID,
) -> Job:
    """`number` and the one after it must not be in use for another job that is still open."""
    steps = tuple(_steps(bands(layout.picture(paper))))
    end = mark(confirmation, number) + cut_off() + mark(confirmation, number + 1)
    return Job(clean_start(dots_per_inch), steps, end, (number, number + 1))


def wire_bytes(paper: Paper, layout: Layout) -> int:
    """How many bytes `paper` costs on the line."""
    return len(job_of(paper, layout).wire)


def wire_seconds(count: int, baud: int) -> float:
    """How long `count` bytes take at `baud` with ten bits a byte (8N1)."""
    return count * 10 / baud


def _steps(strip: list[Band]) -> Iterator[Step]:
    data, rows = b"", 0
    for band in strip:
        more = encoded(band)
        if data and len(data) + len(more) > BAND_BYTES:
            yield Step(data, rows)
            data, rows = b"", 0
        data, rows = data + more, rows + band.rows
    yield Step(data, rows)
