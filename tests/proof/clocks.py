"""Part (e): the kiosk's clock jumps in the middle of it, and is right again at the next start."""

from __future__ import annotations

from tests.proof.counter import Counter
from tests.proof.kills import finish, undisturbed
from tests.proof.moments import Moments
from tests.proof.oracle import reds
from tests.proof.points import Part, Point, Verdict
from tests.proof.scenes import scene_named

JUMPS = {"hour back": -3600.0, "hour on": 3600.0, "day back": -86400.0, "day on": 86400.0}
IN = ("approved", "answer lost, approved", "recovery, charged")
#: At every so many-th byte, besides every transaction and every call.
BYTES, SPARSE = 24, 160


def plan(counter: Counter, reduced: bool, only: str = "") -> list[Point]:
    points = []
    for name in [name for name in IN if only in ("", name)]:
        for number, moment in enumerate(undisturbed(counter, name)):
            is_byte = moment.kind in ("sent", "heard")
            if number % (SPARSE if reduced else BYTES) and (is_byte or (reduced and number % 5)):
                continue
            points += [Point(Part.CLOCK, name, number, moment, how) for how in JUMPS]
    return points if not reduced else points[:: len(JUMPS) + 1]


def show(counter: Counter, point: Point) -> Verdict:
    scene = scene_named(point.scene)
    counter.set_up()
    scene.before(counter)
    status = counter.live(
        scene.script, Moments(point.number, lambda moment: counter.times.set_wrong(JUMPS[point.how]))
    )
    drifted = counter.times.ahead != JUMPS[point.how]
    counter.times.set_wrong(0)
    finish(counter, 5.0)
    wrong = reds(counter.evidence())
    return Verdict(point, tuple(wrong if not status else [*wrong, f"ended with {status}"]), drifted)
