"""Part (a): SIGKILL at every moment of every scene: around each transaction, each byte either way, each call."""

from __future__ import annotations

from collections.abc import Sequence

from tests.proof.counter import Counter
from tests.proof.moments import Moments
from tests.proof.oracle import reds
from tests.proof.points import Moment, Part, Point, Verdict
from tests.proof.scenes import SCENES, ending, scene_named

#: Seconds for which the kiosk is away, by turns: at once again; while the terminal repeats itself; when it has given up.
AWAY = (0.0, 3.0, 40.0)
#: At every so many-th point somebody sells something else at the terminal itself meanwhile.
BY_HAND, OTHER_MINOR = 7, 55_500
#: In the reduced run every so many-th byte, and of other steps, in all scenes but the first, every so many-th.
SPARSE, STEPS = 101, 11


def plan(counter: Counter, reduced: bool, only: str = "") -> list[Point]:
    points = []
    for scene in [scene for scene in SCENES if only in ("", scene.name)]:
        moments = undisturbed(counter, scene.name)
        chosen = [
            n for n, moment in enumerate(moments) if not reduced or _stands_for_many(n, moment, scene.name)
        ]
        points += [Point(Part.KILL, scene.name, n, moments[n]) for n in chosen]
    return points


def _stands_for_many(number: int, moment: Moment, scene: str) -> bool:
    if moment.kind in ("sent", "heard"):
        return number % SPARSE == 0
    return scene == SCENES[0].name or number % STEPS == 0


def undisturbed(counter: Counter, name: str) -> Sequence[Moment]:
    """The moments of a scene. It must itself be without fault, or nothing could be shown by it."""
    scene = scene_named(name)
    counter.set_up()
    scene.before(counter)
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
    counter.set_up()
    scene.before(counter)
    status = counter.live(scene.script, Moments(point.number))
    if point.number % BY_HAND == BY_HAND - 1:
        counter.bench.let_pass(15)
        counter.bench.sell_by_hand(OTHER_MINOR)
    finish(counter, AWAY[point.number % len(AWAY)])
    return Verdict(point, tuple(reds(counter.evidence())), drifted=status != -9)
