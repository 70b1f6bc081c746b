"""Part (f): what the kiosk asks the centre gets lost, or its answer does; comes late; comes twice."""

from __future__ import annotations

from tests.proof.centre import Fate
from tests.proof.counter import Counter
from tests.proof.kills import finish
from tests.proof.oracle import reds
from tests.proof.points import Moment, Part, Point, Verdict, spread
from tests.proof.scenes import scene_named

IN = (
    "approved",
    "declined",
    "answer lost, approved",
    "recovery, charged",
    "recovery, not charged",
    "given back",
    "recovery, given back",
)
#: In the reduced run so many points of each scene.
FEW = 1


def plan(counter: Counter, reduced: bool, only: str = "") -> list[Point]:
    points = []
    for name in [name for name in IN if only in ("", name)]:
        scene = scene_named(name)
        counter.begin(scene)
        already = counter.centre.asked()
        counter.live(scene.script)
        first, last = [event.what for event in counter.bench.events if event.kind == "asked"][-2:]
        names = counter.centre.names()
        mine: list[Point] = []
        for number in range(first, last):
            moment = Moment("request", f"{names[already + number]} #{number}", "in")
            mine += [Point(Part.LINE, name, number, moment, fate.value) for fate in Fate]
        points += spread(mine, FEW) if reduced else mine
    return points


def show(counter: Counter, point: Point) -> Verdict:
    scene = scene_named(point.scene)
    counter.begin(scene)
    counter.centre.meet(counter.centre.asked() + point.number, Fate(point.how))
    status = counter.live(scene.script)
    drifted = not counter.centre.has_met()
    finish(counter, 5.0)
    wrong = reds(counter.evidence())
    return Verdict(point, tuple(wrong if not status else [*wrong, f"ended with {status}"]), drifted)
