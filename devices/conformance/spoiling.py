"""What goes wrong on a line, and where: each a case of its own, named so that a table can list it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Way(StrEnum):
    TO_HOST = "to host"
    TO_DEVICE = "to device"


class Harm(StrEnum):
    """What happens to the byte at a place, or from there on."""

    LOST = "byte lost"
    DOUBLED = "byte doubled"
    FLIPPED = "bit flipped"
    NOISE = "noise before"
    BURST = "burst of noise before"
    PAUSE = "XOFF and XON before"
    HALF = "silence behind"  # for a while: what was said meanwhile is lost
    DEAD = "line dead behind"  # both ways, for longer
    GONE = "unplugged"
    LATE = "late behind"
    AGAIN = "said twice"  # the piece that the byte belongs to
    OLD = "something old before"  # what the same way carried at the beginning


#: What changes bytes, so that a protocol without a check cannot notice.
DAMAGE = frozenset(
    {Harm.LOST, Harm.DOUBLED, Harm.FLIPPED, Harm.NOISE, Harm.BURST, Harm.PAUSE, Harm.AGAIN, Harm.OLD}
)
#: What makes the line fall silent for a while.
QUIET = frozenset({Harm.HALF, Harm.DEAD, Harm.GONE, Harm.LATE})
#: Where, as a share of what a healthy conversation carries that way.
PLACES = {"first byte": 0.0, "a fifth in": 0.2, "half way": 0.5, "four fifths in": 0.8, "last byte": 1.0}


@dataclass(frozen=True, slots=True)
class Spoil:
    """`place`: which byte of those that go `way` from the moment on that counts."""

    harm: Harm
    way: Way
    place: int


@dataclass(frozen=True, slots=True)
class Case:
    """`spoil`: what the class of device can make of it; None: nothing goes wrong."""

    name: str
    spoil: Any = None


HEALTHY = Case("nothing goes wrong")


def cases(carried: dict[Way, int]) -> Iterator[Case]:
    """Every harm at every place; `carried`: bytes of a healthy conversation. A way that carries nothing has no cases."""
    for way, count in carried.items():
        if not count:
            continue
        for harm in Harm:
            for where, share in PLACES.items():
                yield Case(f"{harm.value}: {where} {way.value}", Spoil(harm, way, round((count - 1) * share)))
