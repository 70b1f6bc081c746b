"""Leaving an e-mail address."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class EmailChosen:
    """Rather by e-mail than a number."""


@dataclass(frozen=True, slots=True)
class EndingTyped:
    """A whole ending at one touch: `@gmail.com`, `.com`."""

    ending: str = field(repr=False)


ReplyTouch = EmailChosen | EndingTyped
