"""Breaks text of Chinese and Latin mixed into lines: between any two Chinese characters, between Latin words, never where
East Asian typesetting forbids it. One rule for panel and paper.

Knows characters and a measure; must not know fonts, pixels or widgets. Rules: W3C "Requirements for Chinese Text
Layout", 3.1.2 (prohibition rules for line start and line end).
"""

from __future__ import annotations

import re
from collections.abc import Callable

NOT_AT_START = frozenset("，。、；：！？．・）」』】》〉〕｝”’…—–～％%℃°,.;:!?)]}·•")
NOT_AT_END = frozenset("（「『【《〈〔｛“‘([{＄$￥¥#")
PHRASE_ENDS = tuple("，。；：！？,.;:!?")

#: What goes at the end of a line. A no-break space stays.
_SPACES = " \u3000"
_TRIES = 32

#: A piece that is broken only if it alone is wider than a line: a run of Latin letters, digits and no-break spaces, what
#: belongs together by sense, or one other character.
_PIECE = re.compile(
    r"\n|[A-Z]{0,2}[$€¥] [\d.,]+"  # an amount
    r"|\d{1,2} [A-Z][a-z]{2,8}(?![a-z])(?: \d{4})?"  # a date
    r"|[\d–-]+ [年月日天張碼分點](?=\D|$)"  # a number with its measure
    r"|[ \u3000]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3001-\u303f\u2022\u25cb]+|[\u2022\u25cb]+[0-9-]*|\u00a0+|."
)
_PHRASE = re.compile(r"[，。；：！？]+(?=.)|[,.;:!?]\s+(?=\S)")

Measure = Callable[[str], float]


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    """The lines of `text`, each at most `width` wide; at least one, "" for an empty text. Line feeds are kept."""
    return _wrap(text, width, measure, tear=True)


def wrap_evenly(text: str, width: float, measure: Measure) -> list[str]:
    """As `wrap` and as many lines, but of about the same length: for headlines and centred text."""
    best = wrap(text, width, measure)
    count = len(best)
    if count == len(text.split("\n")):
        return best
    narrow, wide = 0.0, width
    while wide - narrow > 4:
        middle = (narrow + wide) / 2
        attempt = _wrap(text, middle, measure)
        if len(attempt) == count and all(measure(line) <= middle for line in attempt):
            best, wide = attempt, middle
        else:
            narrow = middle
    return best


def wrap_by_phrase(text: str, width: float, measure: Measure) -> list[str]:
    """As `wrap` and as many lines, ending where a phrase ends if they can, else of like length."""
    widest = wrap(text, width, measure)
    if len(widest) == 1:
        return widest
    narrower = [_wrap(text, width * part / _TRIES, measure) for part in range(_TRIES // 2, _TRIES)]
    phrases = [
        wrap(text[: end.end()], width, measure) + wrap(text[end.end() :], width, measure)
        for end in _PHRASE.finditer(text.rstrip())
    ]
    fitting = [
        lines
        for lines in (*narrower, *phrases, widest)
        if len(lines) == len(widest) and all(measure(line) <= width for line in lines)
    ]
    return min(fitting, key=lambda lines: (-_phrase_ends(lines), max(map(measure, lines))))


def _phrase_ends(lines: list[str]) -> int:
    """How many lines end where a phrase does."""
    return sum(line.endswith(PHRASE_ENDS) for line in lines)


def _wrap(text: str, width: float, measure: Measure, tear: bool = False) -> list[str]:
    """Without `tear`, lines are wider than `width` only where one piece alone is."""
    return [
        line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, width, measure, tear)
    ]


def _wrap_paragraph(text: str, width: float, measure: Measure, tear: bool) -> list[str]:
    lines: list[str] = []
    line = ""
    for piece in _unbreakable(text):
        if measure(line + piece.rstrip(_SPACES)) <= width or (not line and not tear):
            line += piece
            continue
        lines.append(line.rstrip(_SPACES))
        line = piece.lstrip(_SPACES)
        if tear:
            *full, line = _torn(line, width, measure)
            lines += [part.rstrip(_SPACES) for part in full]
    lines.append(line.rstrip(_SPACES))
    return _without_widow([line for line in lines if line] or [""], width, measure)


def _unbreakable(text: str) -> list[str]:
    """Pieces with what must stay beside them: closing marks with what they close, opening ones with what follows."""
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        if piece[0] in NOT_AT_START and len(pieces) > 1 and pieces[-1] in _SPACES:
            piece = pieces.pop() + piece
            pieces[-1] += piece
            continue
        before = pieces[-1] if pieces else ""
        glued = before and (
            piece[0] in NOT_AT_START
            or before.rstrip(_SPACES)[-1:] in NOT_AT_END  # a space behind an opening mark does not free it
            or "\u00a0" in (piece[0], before[-1])
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
    last = pieces[-1] + lines[-1]
    if len(pieces) < 4 or measure(last) > width:
        return lines
    return [*lines[:-2], "".join(pieces[:-1]).rstrip(_SPACES), last]


def _torn(piece: str, width: float, measure: Measure) -> list[str]:
    """A piece longer than a line is torn where the line ends: better than losing its end."""
    parts, part = [], ""
    for char in piece:
        if part and measure((part + char).rstrip(_SPACES)) > width:
            parts.append(part)
            part = ""
        part += char
    return [*parts, part]
