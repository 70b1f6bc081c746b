"""What a benchmark found, as a table for people and `out/bench/NAME.json` for machines."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

OUT = Path("out/bench")


@dataclass(frozen=True, slots=True)
class Measure:
    """`ratio` is ours against the limit, so that 1.0 means: at the limit. None where there is no limit to name.

    `spread` tells how steady the figure is, or where it comes from.
    """

    measure: str
    unit: str
    ours: float
    limit: float | None
    ratio: float | None
    goal: str
    peers: Mapping[str, float] = field(default_factory=dict)
    spread: str = ""


def publish(name: str, measures: Sequence[Measure]) -> None:
    """Writes the JSON and prints the table."""
    OUT.mkdir(parents=True, exist_ok=True)
    rows = [asdict(measure) for measure in measures]
    (OUT / f"{name}.json").write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.stdout.write(f"\n{name}\n" + "".join(_told(measure) for measure in measures))


def _told(measure: Measure) -> str:
    """Two lines: the figures; then who else, how steady, what for."""
    figures = [f"  {measure.measure:<58} {figure(measure.ours):>9} {measure.unit:<3}"]
    if measure.limit is not None:
        figures.append(f"limit {figure(measure.limit):>9}")
    if measure.ratio is not None:
        figures.append(f"ratio {measure.ratio:.2f}")
    about = [f"{peer} {figure(value)}" for peer, value in measure.peers.items()]
    about += [part for part in (measure.spread, f"goal: {measure.goal}") if part]
    return "  ".join(figures) + "\n      " + "; ".join(about) + "\n"


def figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def interleaved(runs: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Each run once a round, in turn, so that a slow minute of the machine hits all of them."""
    found: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            found[name].append(run())
    return found


def middle(values: Sequence[float]) -> float:
    return statistics.median(values)


def spread(values: Sequence[float]) -> str:
    return f"min {figure(min(values))}, median {figure(middle(values))}, max {figure(max(values))}, n {len(values)}"
