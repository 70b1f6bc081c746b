"""Part (e): the kiosk's clock jumps in the middle of it, and is right again at the next start."""

from __future__ import annotations

from tests.proof.counter import Counter
from tests.proof.kills import ON_A_LINE, finish, undisturbed
from tests.proof.moments import Moments
from tests.proof.oracle import reds
from tests.proof.points import Part, Point, Verdict, spread
from tests.proof.scenes import scene_named

JUMPS = {"hour back": -3600.0, "hour on": 3600.0, "day back": -86400.0, "day on": 86400.0}
IN = ("approved", "answer lost, approved", "recovery, charged", "given back", "fixed field, answer lost")
#: At every so many-th byte, besides every transaction and every call; in the reduced run so many points of each scene.
BYTES, FEW = 24, 2


def plan(counter: Counter, reduced: bool, only: str = "") -> list[Point]:
    points = []
    for name in [name for name in IN if only in ("", name)]:
        mine: list[Point] = []
        for number, moment in enumerate(undisturbed(counter, name)):
            if number % BYTES == 0 or moment.kind not in ON_A_LINE:
                mine += [Point(Part.CLOCK, name, number, moment, how) for how in JUMPS]
        points += spread(mine, FEW) if reduced else mine
    return points


def show(counter: Counter, point: Point) -> Verdict:
    scene = scene_named(point.scene)
    counter.begin(scene)
    status = counter.live(
        scene.script, Moments(point.number, lambda moment: counter.times.set_wrong(JUMPS[point.how]))
    )
    drifted = counter.times.ahead != JUMPS[point.how]
    counter.times.set_wrong(0)
    finish(counter, 5.0)
    wrong = reds(counter.evidence())
    return Verdict(point, tuple(wrong if not status else [*wrong, f"ended with {status}"]), drifted)
