"""Breaks text into lines: between any two Chinese characters, between Latin words, never where East Asian
typesetting forbids it. Kivy alone breaks at spaces only, and puts a comma at the start of a line.

Knows characters and a measure; must not know fonts or widgets. Rules: W3C "Requirements for Chinese Text Layout",
3.1.2 (prohibition rules for line start and line end).
"""

from __future__ import annotations

import re
from collections.abc import Callable

NOT_AT_START = frozenset("、，。．；：？！）」』》〉】〕…—–％%,.;:?!)]}”’·•")
NOT_AT_END = frozenset("（「『《〈【〔([{“‘$")

#: What goes at the end of a line. A no-break space stays.
_SPACES = " \u3000"

#: A piece that is never broken: a run of Latin letters, digits and no-break spaces, or one other character.
_PIECE = re.compile(
    r"\n|[A-Z]{0,2}[$€¥] [\d.,]+"  # an amount
    r"|\d{1,2} [A-Z][a-z]{2}(?: \d{4})?|[\d–-]+ [年月日天張碼分點](?=\D|$)"  # a date, a number with its measure
    r"|[ \u3000]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3001-\u303f\u2022\u25cb]+|[\u2022\u25cb]+[0-9-]*|\u00a0+|."
)

Measure = Callable[[str], float]


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    """The lines of `text`, none wider than `width` unless one piece alone is. Line feeds in `text` are kept."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_wrap_paragraph(paragraph, width, measure))
    return lines


def wrap_evenly(text: str, width: float, measure: Measure) -> list[str]:
    """As `wrap` and as many lines, but of about the same length: for headlines and centred text."""
    best = wrap(text, width, measure)
    count = len(best)
    if count == len(text.split("\n")):
        return best
    narrow, wide = 0.0, width
    while wide - narrow > 4:
        middle = (narrow + wide) / 2
        attempt = wrap(text, middle, measure)
        if len(attempt) == count and all(measure(line) <= middle for line in attempt):
            best, wide = attempt, middle
        else:
            narrow = middle
    return best


def _wrap_paragraph(text: str, width: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    line = ""
    for piece in _unbreakable(text):
        if line and measure(line + piece.rstrip(_SPACES)) > width:
            lines.append(line.rstrip(_SPACES))
            line = piece.lstrip(_SPACES)
        else:
            line += piece
    lines.append(line.rstrip(_SPACES))
    return _without_widow(lines, width, measure)


def _unbreakable(text: str) -> list[str]:
    """Pieces with what must stay beside them: closing marks with what they close, opening ones with what follows."""
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        if piece[0] in NOT_AT_START and len(pieces) > 1 and pieces[-1] in _SPACES:
            piece = pieces.pop() + piece
            pieces[-1] += piece
            continue
        glued = pieces and (
            piece[0] in NOT_AT_START or pieces[-1][-1] in NOT_AT_END or "\u00a0" in (piece[0], pieces[-1][-1])
        )
        if glued:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _without_widow(lines: list[str], width: float, measure: Measure) -> list[str]:
    """No last line of one lonely character (and its full stop): it takes a companion from the line above."""
    if len(lines) < 2 or len(lines[-1].strip("。，！？")) != 1 or lines[-1].isascii():
        return lines
    pieces = _unbreakable(lines[-2])
    if len(pieces) < 4:
        return lines
    return [*lines[:-2], "".join(pieces[:-1]).rstrip(_SPACES), pieces[-1] + lines[-1]]
