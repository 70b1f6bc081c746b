"""What the run says in the end: one table, and the same as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.proof.points import Part, Point, Verdict


@dataclass
class Result:
    verdicts: list[Verdict] = field(default_factory=list)
    planned: int = 0

    def shown(self, part: Part | None = None) -> set[Point]:
        """The distinct points that were come to."""
        return {v.point for v in self.verdicts if not v.drifted and part in (None, v.point.part)}

    def red(self, part: Part | None = None) -> list[Verdict]:
        return [v for v in self.verdicts if v.reds and part in (None, v.point.part)]

    def worked(self, part: Part | None = None) -> float:
        """Seconds of processors, for these points alone."""
        return sum(v.processor for v in self.verdicts if part in (None, v.point.part))

    @property
    def drifted(self) -> list[Verdict]:
        return [v for v in self.verdicts if v.drifted]


def text(result: Result, seconds: float) -> str:
    rows = [("part", "points", "reds", "processor s")]
    rows += [
        (part.value, str(len(result.shown(part))), str(len(result.red(part))), f"{result.worked(part):.0f}")
        for part in parts(result.verdicts)
    ]
    rows.append(("all", str(len(result.shown())), str(len(result.red())), f"{result.worked():.0f}"))
    table = [f"{name:12}{points:>8}{red:>6}{worked:>13}" for name, points, red, worked in rows]
    return "\n".join([*table, f"This run took {seconds:.0f} s."])


def document(result: Result, seconds: float, seed: int, reduced: bool) -> dict[str, Any]:
    return {
        "points": len(result.shown()),
        "planned": result.planned,
        "reds": len(result.red()),
        "drifted": len(result.drifted),
        "seconds": round(seconds),
        "processor_s": round(result.worked()),
        "seed": seed,
        "reduced": reduced,
        "parts": {
            part.value: {
                "points": len(result.shown(part)),
                "reds": len(result.red(part)),
                "processor_s": round(result.worked(part)),
                "scenes": _counts(result.shown(part), lambda point: point.scene),
                "kinds": _counts(result.shown(part), lambda point: point.moment.kind),
            }
            for part in parts(result.verdicts)
        },
        "red": [{"point": v.point.name, "reds": list(v.reds)} for v in result.red()],
    }


def _counts(points: set[Point], by: Any) -> dict[str, int]:
    return dict(sorted(Counter(by(point) for point in points).items()))


def parts(verdicts: Sequence[Verdict]) -> list[Part]:
    there = {verdict.point.part for verdict in verdicts}
    return [part for part in Part if part in there]
