"""Beside the kills: the cable dies at a byte, either way, for some seconds, and the kiosk lives on."""

from __future__ import annotations

from tests.proof.channel import PRINTER, TERMINAL
from tests.proof.counter import Counter
from tests.proof.kills import finish, undisturbed
from tests.proof.moments import Moments
from tests.proof.oracle import reds
from tests.proof.points import Part, Point, Verdict, spread
from tests.proof.scenes import scene_named

IN = ("approved", "given back", "fixed field, approved", "on paper")
#: Whose cable it is at which kind of moment.
WHICH = {"sent": TERMINAL, "heard": TERMINAL, "to printer": PRINTER, "from printer": PRINTER}
#: Seconds for which it is dead: the terminal repeats itself; it has given up.
DEAD = (4.0, 30.0)
#: In the reduced run so many of each scene.
FEW = 2


def plan(counter: Counter, reduced: bool, only: str = "") -> list[Point]:
    points = []
    for name in [name for name in IN if only in ("", name)]:
        moments = enumerate(undisturbed(counter, name))
        bytes_of_it = [Point(Part.CABLE, name, n, moment) for n, moment in moments if moment.kind in WHICH]
        points += spread(bytes_of_it, FEW) if reduced else bytes_of_it
    return points


def show(counter: Counter, point: Point) -> Verdict:
    scene = scene_named(point.scene)
    counter.begin(scene)
    seconds = DEAD[point.number % len(DEAD)]
    moments = Moments(point.number, lambda moment: moments.channel.cut_cable(WHICH[moment.kind], seconds))
    status = counter.live(scene.script, moments)
    finish(counter, 5.0)
    wrong = reds(counter.evidence())
    return Verdict(point, tuple(wrong if not status else [*wrong, f"ended with {status}"]))
