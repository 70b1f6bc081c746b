"""The room that the screens are drawn in: how large one dp is, and how many of them there are.

One dp is one pixel of a panel of 21.5 inch, 1080 wide and 1920 high: 0.248 mm. A larger panel has larger ones. On a
smaller one they do not become smaller than a finger and an eye can use (`SMALLEST`): there are fewer of them, as for
whoever wants everything larger. The screens flow into what is left, and what does not fit stands on a further leaf.
"""

from __future__ import annotations

from dataclasses import dataclass

from kivy.event import EventDispatcher
from kivy.metrics import Metrics
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty

from kiosk.domain.preferences import Preferences
from screens.window import PANEL

#: The part of the panel, from below, that is left to somebody who sits; but not less than LOW_ROOM, in mm.
LOW = 0.56
LOW_ROOM = 266
#: How high above the floor somebody who sits reaches, in mm (EN 301 549 8.3.2.1: unobstructed high forward reach).
REACH = 1220
#: Of one dp, in mm: capitals of the smallest type (28 dp) have 4.9 mm (ADA 707.7.2: 4.8), digits to tap 20 mm.
SMALLEST = 0.24
#: In mm, of a button's side (Colle and Hiszem 2004: larger ones are not hit better).
FINGER = 20.2
#: In dp, of the panel; for less no screen is composed.
NARROWEST, LOWEST = 540, 720
#: In dp.
RAIL = 456


@dataclass(frozen=True, slots=True)
class Area:
    """Of a panel the part where pictures show, in mm. `edge`: how high above the floor its lower edge is."""

    width: int = 268
    height: int = 476
    edge: int = 850


class Sheet(EventDispatcher):
    """In dp: `width` and `height` of what is drawn in, `margin` beside it, `pad` inside of cards.

    `finger`: the least side of what customers touch. `key`: how high a key of letters is, `key_gap` between two of
    them: a field and all its keys share one leaf.

    `roomy`: the room that the screens were composed for, or more. `slim`, `narrow`, `tight`: less wide than that,
    much less, about half: what stands side by side has to stand below one another.

    `wordy`: the words of the language need more room than those that the screens were composed for; they flow as on a
    slim sheet.

    `mirrored`: the language runs from right to left, and everything with it (screens/widgets/sides.py).

    `wide`: on a panel wider than high brand and fixed row stand in a rail at the left, `rail` wide, and the screen
    beside it. `across`: all of it, rail and air included.

    `still`: nothing moves by itself (WCAG 2.2, 2.2.2).

    `area`: the panel; `mm`: pixels in one millimetre of it.
    """

    width = NumericProperty(PANEL[0])
    height = NumericProperty(PANEL[1])
    margin = NumericProperty(56)
    pad = NumericProperty(44)
    key = NumericProperty(94)
    key_gap = NumericProperty(12)
    finger = NumericProperty(80)
    roomy = BooleanProperty(True)
    slim = BooleanProperty(False)
    narrow = BooleanProperty(False)
    tight = BooleanProperty(False)
    wordy = BooleanProperty(False)
    mirrored = BooleanProperty(False)
    still = BooleanProperty(False)
    wide = BooleanProperty(False)
    rail = NumericProperty(0)
    across = NumericProperty(PANEL[0])
    area = ObjectProperty(Area())
    mm = NumericProperty(1)

    def fit(self, width: float, height: float, preferences: Preferences | None = None) -> None:
        """Into a window of so many pixels. What was built before keeps its size: build it anew."""
        wish = preferences or Preferences()
        self.mm = min(width / self.area.width, height / self.area.height)
        room = self._low_room(height) if wish.low else height
        self.wide = width > height
        composed = _composed(width, height, room)
        most = min(width / NARROWEST, height / LOWEST)
        Metrics.density = min(max(composed, SMALLEST * self.mm) * wish.size.factor, most)
        Metrics.fontscale = 1.0
        self.height = room / Metrics.density
        self.rail = RAIL if self.wide else 0
        self.width = min(width / Metrics.density - self.rail, PANEL[0])
        self.across = width / Metrics.density if self.wide else self.width
        self.slim, self.narrow = self.wordy or self.width < PANEL[0] - 1, self.width < 840
        self.tight = self.width < 600
        self.roomy = not self.slim and self.height >= PANEL[1] - 1
        self.margin = 28 if self.narrow else 40 if self.slim else 56
        self.pad = 24 if self.narrow else 32 if self.slim else 44
        self.finger = max(FINGER * self.mm / Metrics.density, 64)
        self.key = 94 if self.roomy else 40 if self.tight else 61 if self.height < 1400 else 80
        self.key_gap = 6 if self.tight else 12

    def _low_room(self, height: float) -> float:
        """How much of so many pixels, from below, is within reach of somebody who sits."""
        wanted = max(height * LOW, min(LOW_ROOM * self.mm, height))
        return min(wanted, (REACH - self.area.edge) * self.mm)


def _composed(width: float, height: float, room: float) -> float:
    """Pixels of one dp where the screens stand as they were composed, in so much of the panel's height."""
    if width > height:
        return min(width / PANEL[1], height / PANEL[0])
    return min(width / PANEL[0], height / PANEL[1], room / (PANEL[1] * LOW))


sheet = Sheet()
