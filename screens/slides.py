"""The attract loop: what stands in turn on the resting screen while nobody comes. Pure: a slide follows from the house
and from how long nobody has been here.

It cuts, and moves nothing; a touch, a key or a headset ends it (WCAG 2.2, 2.2.2), and so does the setting.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kiosk.domain.house import House, Task
from screens.home import TASK_ICONS

#: How long nobody has been here before it begins, and how long each slide stands: to be read twice in passing.
BEGINS = timedelta(seconds=60)
STANDS = timedelta(seconds=10)

#: As many as can be read in passing.
MOST = 4


@dataclass(frozen=True, slots=True)
class Slide:
    """`words`, `about`: names of texts."""

    icon: str
    words: str
    about: str


def announced(house: House) -> tuple[Task, ...]:
    """What is called out to people who pass by: the first few tiles."""
    return tuple(task for task in house.home_tiles if task is not Task.SERVICES)[:MOST]


def slides(house: House) -> tuple[Slide, ...]:
    """One for each task that is called out, and one for whoever needs it larger or by ear."""
    tasks = (
        Slide(TASK_ICONS[task], f"attract.{task.value}", f"attract.about.{task.value}")
        for task in announced(house)
    )
    access = ("attract.access", "attract.about.access.speech")
    if not house.speaks:
        access = ("attract.access.type", "attract.about.access")
    return (*tasks, Slide("accessibility", *access))


def turn(rested: timedelta, house: House) -> int:
    """Which picture stands: 0 the overview, then the slides, then the overview again."""
    if not house.attract_loop or rested < BEGINS:
        return 0
    return (1 + (rested - BEGINS) // STANDS) % (1 + len(slides(house)))
