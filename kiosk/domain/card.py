"""Where a card is, besides having been read. A reader may hold one, and people forget things."""

from __future__ import annotations

from enum import Enum


class CardMove(Enum):
    """What happened to a card at the reader, after the CEN/XFS card reader's words."""

    HELD = "held"
    """The reader has it inside, or it lies on the reader."""
    OFFERED = "offered"
    """Given back: it is to be taken."""
    TAKEN = "taken"
    RETAINED = "retained"
    """Nobody took it in time: the reader has drawn it in, for staff."""
    PULLED = "pulled"
    """Somebody took it while it was to stay."""
    COLLIDED = "collided"
    """Two cards at once; neither was read."""
    STUCK = "stuck"
    """It can be neither read nor given back."""


#: What goes into the journal; the others happen at each visit.
INCIDENTS = frozenset({CardMove.RETAINED, CardMove.PULLED, CardMove.COLLIDED, CardMove.STUCK})
