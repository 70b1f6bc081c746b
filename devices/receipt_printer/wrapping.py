"""Breaking text of Chinese and Latin mixed into lines. Knows widths only through the function that measures.

Between Chinese characters a line may break anywhere, but closing signs never begin a line and opening ones never
end it (kinsoku; W3C clreq 3.1.2); a Latin word, number or amount stays whole if it fits on a line at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable

CLOSING = "，。、；：！？．・）」』】》〉〕｝”’…—～％%℃°,.;:!?)]}"
OPENING = "（「『【《〈〔｛“‘([{＄$￥¥#"

PHRASE_ENDS = tuple("，。；：！？,.;:!?")
TRIES = 32
_PHRASE = re.compile(r"[，。；：！？]+(?=.)|[,.;:!?]\s+(?=\S)")

Measure = Callable[[str], float]

# A piece that is never torn: openers, then one Latin run or one other character, then closers; or spaces.
# A dot between two phrases stays with the first.
_LATIN = r"[!-~\u00a0-\u024f\u2010-\u2015\u2022\u25cb]+"
_PIECE = re.compile(
    rf"\s+|[{re.escape(OPENING)}]*(?:{_LATIN}|.)[{re.escape(CLOSING)}]*(?:\s[·|])?", re.DOTALL
)


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    """The lines of `text`, each at most `width` wide; at least one line, "" for an empty text."""
    return [line for paragraph in text.split("\n") for line in _lines(paragraph, width, measure)]


def balanced(text: str, width: float, measure: Measure) -> list[str]:
    """As many lines as `wrap` needs, but of like length, and ending where a phrase ends if they can."""
    widest = wrap(text, width, measure)
    if len(widest) == 1:
        return widest
    narrower = [wrap(text, width * part / TRIES, measure) for part in range(TRIES // 2, TRIES)]
    phrases = [
        wrap(text[: end.end()], width, measure) + wrap(text[end.end() :], width, measure)
        for end in _PHRASE.finditer(text.rstrip())
    ]
    fitting = [lines for lines in (*narrower, *phrases, widest) if len(lines) == len(widest)]
    return min(fitting, key=lambda lines: (-_ends(lines), max(map(measure, lines))))


def _ends(lines: list[str]) -> int:
    """How many lines end where a phrase does."""
    return sum(line.endswith(PHRASE_ENDS) for line in lines)


def _lines(text: str, width: float, measure: Measure) -> list[str]:
    lines, line = [], ""
    for piece in _PIECE.findall(text):
        if measure((line + piece).rstrip()) <= width:
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
        *full, line = _torn(piece.lstrip(), width, measure)
        lines += full
    return [*lines, line.rstrip()]


def _torn(piece: str, width: float, measure: Measure) -> list[str]:
    """A piece longer than a line is torn where the line ends: better than losing its end."""
    parts, part = [], ""
    for char in piece:
        if part and measure(part + char) > width:
            parts.append(part)
            part = ""
        part += char
    return [*parts, part]
