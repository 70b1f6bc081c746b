"""The room that the screens are drawn in: how large one dp is, and how many of them there are.

One dp is one pixel of a panel 1080 wide and 1920 high (4.03 px per mm). Whoever wants everything larger gets a larger
dp, and so fewer of them: the screens flow into what is left, and what does not fit stands on a further leaf.
"""

from __future__ import annotations

from kivy.event import EventDispatcher
from kivy.metrics import Metrics
from kivy.properties import BooleanProperty, NumericProperty

from kiosk.domain.preferences import Preferences
from screens.window import PANEL

#: The part of the panel, from below, that somebody who sits can reach.
LOW = 0.56


class Sheet(EventDispatcher):
    """In dp: `width` and `height` of what is drawn in, `margin` beside it, `pad` inside of cards.

    `key`: how high a key of letters is, `key_gap` between two of them: a field and all its keys share one leaf.

    `roomy`: the room that the screens were composed for, or more. `slim`, `narrow`, `tight`: less wide than that,
    much less, about half: what stands side by side has to stand below one another.
    """

    width = NumericProperty(PANEL[0])
    height = NumericProperty(PANEL[1])
    margin = NumericProperty(56)
    pad = NumericProperty(44)
    key = NumericProperty(94)
    key_gap = NumericProperty(12)
    roomy = BooleanProperty(True)
    slim = BooleanProperty(False)
    narrow = BooleanProperty(False)
    tight = BooleanProperty(False)

    def fit(self, width: float, height: float, preferences: Preferences | None = None) -> None:
        """Into a window of so many pixels. What was built before keeps its size: build it anew."""
        wish = preferences or Preferences()
        Metrics.density = min(width / PANEL[0], height / PANEL[1]) * wish.size.factor
        Metrics.fontscale = 1.0
        self.height = height * (LOW if wish.low else 1) / Metrics.density
        self.width = min(width / Metrics.density, PANEL[0])
        self.slim, self.narrow = self.width < PANEL[0] - 1, self.width < 800
        self.tight = self.width < 600
        self.roomy = not self.slim and self.height >= PANEL[1] - 1
        self.margin = 28 if self.narrow else 40 if self.slim else 56
        self.pad = 24 if self.narrow else 32 if self.slim else 44
        self.key = 94 if self.roomy else 40 if self.tight else 61 if self.height < 1400 else 80
        self.key_gap = 6 if self.tight else 12


sheet = Sheet()
