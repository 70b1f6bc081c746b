"""Part (a): SIGKILL at every moment of every scene: around each transaction, each byte either way, each call."""

from __future__ import annotations

from collections.abc import Sequence

from tests.proof.counter import Counter
from tests.proof.moments import Moments
from tests.proof.oracle import reds
from tests.proof.points import Moment, Part, Point, Verdict, spread
from tests.proof.scenes import SCENES, ending, scene_named

#: Seconds for which the kiosk is away, by turns: at once again; while the terminal repeats itself; when it has given up.
AWAY = (0.0, 3.0, 40.0)
#: At every so many-th point somebody sells something else at the terminal itself meanwhile.
BY_HAND, OTHER_MINOR = 7, 55_500
#: In the reduced run so many of each scene: of its bytes, and of its other steps.
BYTES, STEPS = 2, 1

#: Kinds of moments that are bytes, or pieces.
ON_A_LINE = ("sent", "heard", "to printer", "from printer")
#: What was played in this process.
_known: dict[str, Sequence[Moment]] = {}


def plan(counter: Counter, reduced: bool, only: str = "") -> list[Point]:
    points = []
    for scene in [scene for scene in SCENES if only in ("", scene.name)]:
        moments = undisturbed(counter, scene.name)
        all_of_it = [Point(Part.KILL, scene.name, n, moment) for n, moment in enumerate(moments)]
        points += _few(all_of_it) if reduced else all_of_it
    return points


def _few(points: Sequence[Point]) -> list[Point]:
    is_byte = [point.moment.kind in ON_A_LINE for point in points]
    some = spread([p for p, byte in zip(points, is_byte, strict=True) if byte], BYTES)
    return some + spread([p for p, byte in zip(points, is_byte, strict=True) if not byte], STEPS)


def undisturbed(counter: Counter, name: str) -> Sequence[Moment]:
    """The moments of a scene. It must itself be without fault, or nothing could be shown by it."""
    if name not in _known:
        _known[name] = _played(counter, name)
    return _known[name]


def _played(counter: Counter, name: str) -> Sequence[Moment]:
    scene = scene_named(name)
    counter.begin(scene)
    status = counter.live(scene.script)
    moments: list[Moment] = [event.what for event in counter.bench.events if event.kind == "moments"]
    finish(counter, 1.0)
    wrong = reds(counter.evidence())
    assert not status, f"{name}, undisturbed, ended with {status}: {wrong}"
    assert not wrong, f"{name}, undisturbed: {wrong}"
    found: Sequence[Moment] = moments[-1]  # type: ignore[assignment]
    return found


def finish(counter: Counter, away: float) -> None:
    counter.bench.let_pass(away)
    counter.live(ending)


def show(counter: Counter, point: Point) -> Verdict:
    scene = scene_named(point.scene)
    counter.begin(scene)
    status = counter.live(scene.script, Moments(point.number))
    if point.number % BY_HAND == BY_HAND - 1:
        counter.bench.let_pass(15)
        counter.bench.sell_by_hand(OTHER_MINOR)
    finish(counter, AWAY[point.number % len(AWAY)])
    return Verdict(point, tuple(reds(counter.evidence())), drifted=status != -9)
