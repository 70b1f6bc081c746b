"""Writing by sound."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.writing import Layout


@dataclass(frozen=True, slots=True)
class FindWords:
    """Which words `sounds`, typed in this layout, may become."""

    layout: Layout
    sounds: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LearnLayouts:
    """Which layouts can be had on this machine."""


WritingEffect = FindWords | LearnLayouts
