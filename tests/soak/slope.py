"""How fast something grows, told so that a single jump (an arena, a cache that fills) does not decide."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Slope:
    """`middle`: of all the slopes between two samples (Theil 1950, Sen 1968). `error`: standard error of the straight
    line by least squares."""

    middle: float
    error: float


def fit(samples: Sequence[tuple[float, float]]) -> Slope:
    """Of y over x, in their units. Raises ValueError for fewer than three samples."""
    if len(samples) < 3:
        raise ValueError("a slope needs three samples")
    slopes = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(samples, 2)]
    xs, ys = zip(*samples, strict=True)
    line = statistics.linear_regression(xs, ys)
    rest = sum((y - line.intercept - line.slope * x) ** 2 for x, y in samples)
    mean = statistics.fmean(xs)
    error = math.sqrt(rest / (len(samples) - 2) / sum((x - mean) ** 2 for x in xs))
    return Slope(statistics.median(slopes), error)
