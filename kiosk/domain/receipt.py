"""Paper: what is to be printed, line by line, in the customer's language, and what became of it.

The printer's driver lays it out; it does not know what a payment is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Size(StrEnum):
    SMALL = "small"
    NORMAL = "normal"
    LARGE = "large"
    HUGE = "huge"


@dataclass(frozen=True, slots=True)
class Centred:
    text: str
    size: Size = Size.NORMAL
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Left-aligned, wrapped by the driver."""

    text: str
    size: Size = Size.NORMAL
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """`left` at the left margin, `right` at the right margin; wraps `left` when both do not fit."""

    left: str
    right: str
    size: Size = Size.NORMAL
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A dashed line across."""


@dataclass(frozen=True, slots=True)
class QrCode:
    data: str


Line = Centred | Paragraph | Pair | Rule | QrCode


@dataclass(frozen=True, slots=True)
class Paper:
    """One job. `reference` names it in logs; `language` chooses the shapes of Chinese characters.

    `again`: the words on top where this is printed once more because the paper before it came out torn; `void`: the words
    that a torn paper still hanging in the printer gets behind it.
    """

    reference: str
    language: str
    lines: tuple[Line, ...]
    again: str = ""
    void: str = ""

    def voided(self) -> Paper:
        """What is printed behind a torn paper, so that nobody takes it for a proof."""
        return replace(self, lines=(Rule(), Centred(self.void, Size.LARGE, bold=True), Rule()))

    def marked(self) -> Paper:
        """The same under its words for a second one."""
        return replace(
            self, lines=(Centred(self.again, Size.LARGE, bold=True), Rule(), *self.lines), again=""
        )


class Untaken(StrEnum):
    """Why paper is drawn in again: who it is for is here and does not take it, or has left it, or the next one comes."""

    HERE = "here"
    LEFT = "left"
    NEXT = "next"


class PrintOutcome(StrEnum):
    """What became of a job. Only the printer's answer behind the job makes it `CONFIRMED`.

    `SENT`: all of it went to a printer that was well before and after, and that has no way to say more.
    """

    CONFIRMED = "confirmed"
    PARTIAL = "partial"
    NOT_PRINTED = "not_printed"
    UNKNOWN = "unknown"
    SENT = "sent"
