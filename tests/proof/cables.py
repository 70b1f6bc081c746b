"""Beside the kills: the cable dies at a byte, either way, for some seconds, and the kiosk lives on."""

from __future__ import annotations

from tests.proof.counter import Counter
from tests.proof.kills import finish, undisturbed
from tests.proof.moments import Moments
from tests.proof.oracle import reds
from tests.proof.points import Part, Point, Verdict
from tests.proof.scenes import scene_named

IN = ("approved",)
#: Seconds for which it is dead: the terminal repeats itself; it has given up.
DEAD = (4.0, 30.0)
SPARSE = 31


def plan(counter: Counter, reduced: bool, only: str = "") -> list[Point]:
    points = []
    for name in [name for name in IN if only in ("", name)]:
        for number, moment in enumerate(undisturbed(counter, name)):
            if moment.kind in ("sent", "heard") and not (reduced and number % SPARSE):
                points.append(Point(Part.CABLE, name, number, moment))
    return points


def show(counter: Counter, point: Point) -> Verdict:
    scene = scene_named(point.scene)
    counter.set_up()
    scene.before(counter)
    seconds = DEAD[point.number % len(DEAD)]
    moments = Moments(point.number, lambda moment: moments.channel.cut_cable(seconds))
    status = counter.live(scene.script, moments)
    finish(counter, 5.0)
    wrong = reds(counter.evidence())
    return Verdict(point, tuple(wrong if not status else [*wrong, f"ended with {status}"]))
