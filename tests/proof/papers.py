"""The part of the oracle that looks at what came out of the printer, dot by dot.

Every piece must be one paper that was composed here: the whole of it, or, where it is torn, its beginning. A whole one
must come out before the eyes of the visit that it is for; and whoever is told "printed" must have it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Any

from PIL import Image, ImageChops

from kiosk.domain.receipt import Paper, PrintOutcome
from tests.proof.bench import Piece
from tests.proof.evidence import LEAKED, UNTRUE, Evidence
from tests.proof.kiosk import layout
from tests.proof.truth import Truth

Composed = tuple[int, Paper]


def printed(evidence: Evidence, truth: Truth) -> Iterator[str]:
    composed = [
        (index, event.what[1]) for index, event in enumerate(evidence.events) if event.kind == "paper"
    ]
    came_out: dict[int, list[int]] = {}
    for number, piece in enumerate(evidence.paper, 1):
        mine = [job for job in composed if job[0] < piece.at and _shows(piece, job[1])]
        if not mine:
            yield f"{LEAKED}: piece {number} is no paper that was made here, or two of them on one"
        elif piece.whole:
            job = mine[-1][0]
            came_out.setdefault(job, []).append(piece.at)
            if not _stands_here(evidence, job, piece.at):
                yield f"{LEAKED}: {mine[-1][1].reference} comes out before somebody else"
    yield from _told(evidence, composed, came_out)


def _told(evidence: Evidence, composed: Sequence[Composed], came_out: dict[int, list[int]]) -> Iterator[str]:
    for index, event in enumerate(evidence.events):
        if event.kind != "printed":
            continue
        paper, outcome = event.what
        job = [at for at, each in composed if at < index and each == paper][-1]
        out = [at for at in came_out.get(job, []) if at < index]
        if outcome is PrintOutcome.CONFIRMED and not out:
            yield f"{UNTRUE}: {paper.reference} is printed, and it is not"
        if outcome is PrintOutcome.NOT_PRINTED and out:
            yield f"{UNTRUE}: {paper.reference} is not printed, and there it lies"
        if len(out) > 1:
            yield f"{LEAKED}: {paper.reference} came out {len(out)} times"


def _stands_here(evidence: Evidence, job: int, at: int) -> bool:
    """Whether the visit for which it was composed is still the one that the panel shows."""
    life, (visit, _) = evidence.events[job].life, evidence.events[job].what
    shown = [event for event in evidence.events[job:at] if event.kind == "shown" and event.life == life]
    return evidence.events[at - 1].life == life and all(event.what.visit == visit for event in shown)


def _shows(piece: Piece, paper: Paper) -> bool:
    """Whether there is nothing on it but this paper, from its first row on, and where it is torn the mark of that."""
    strip, whole = _ink(Image.open(piece.picture)), _picture(paper)
    if strip is not None and not piece.whole:
        strip = _without_the_mark(strip, paper)
    if strip is None:
        return not piece.whole
    if piece.whole or strip.height >= whole.height:
        return _same(strip, whole)
    return _same(strip, whole.crop((0, 0, whole.width, strip.height)))


def _without_the_mark(strip: Any, paper: Paper) -> Any:
    """A torn one may say behind its end that it is void."""
    mark = _picture(paper.voided())
    above = strip.height - mark.height
    if above < 0 or not _same(strip.crop((0, above, strip.width, strip.height)), mark):
        return strip
    return _ink(ImageChops.invert(strip.crop((0, 0, strip.width, above)))) if above else None


@functools.lru_cache(maxsize=16)
def _picture(paper: Paper) -> Any:
    found = _ink(layout().picture(paper))
    assert found is not None, "an empty paper"
    return found


def _ink(picture: Image.Image) -> Any:
    """From its first black row to its last, over the whole width; None: nothing is on it."""
    black = ImageChops.invert(picture.convert("L"))
    box = black.getbbox()
    return black.crop((0, box[1], picture.width, box[3])) if box else None


def _same(one: Any, other: Any) -> bool:
    return bool(one.size == other.size and ImageChops.difference(one, other).getbbox() is None)
