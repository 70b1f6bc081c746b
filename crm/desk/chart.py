"""Bars as SVG shapes: positions are attributes and colours are classes, as the page's policy wants it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, FOOT = 720, 200, 24
#: The share of a column that its bars take.
FILL = 0.7


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    tone: str


@dataclass(frozen=True, slots=True)
class Chart:
    """`labels` are pairs of a middle and a text; every label has its column, some are left out where there are many."""

    bars: tuple[Bar, ...]
    labels: tuple[tuple[float, str], ...]
    width: int = WIDTH
    height: int = HEIGHT + FOOT
    foot: int = HEIGHT


def pairs(rows: Sequence[tuple[str, int, int]]) -> Chart | None:
    """For each row a whole (`wide`) and a part of it (`deep`), side by side. None: there is nothing to draw."""
    most = max((max(whole, part) for _, whole, part in rows), default=0)
    if not most:
        return None
    column = WIDTH / len(rows)
    each = column * FILL / 2
    bars: list[Bar] = []
    for place, (_, *values) in enumerate(rows):
        for beside, (value, tone) in enumerate(zip(values, ("wide", "deep"), strict=True)):
            height = round((HEIGHT - 8) * value / most, 1)
            x = round(place * column + column * (1 - FILL) / 2 + beside * each, 1)
            bars.append(Bar(x, round(HEIGHT - height, 1), round(each - 1, 1), height, tone))
    every = max(1, len(rows) // 12)
    labels = [
        (round((place + 0.5) * column, 1), row[0]) for place, row in enumerate(rows) if place % every == 0
    ]
    return Chart(tuple(bars), tuple(labels))
