"""What the keys of an audio-navigation keypad are for, and what its socket for headphones tells."""

from __future__ import annotations

from enum import StrEnum


class NavKey(StrEnum):
    """What somebody can do who feels keys and touches no glass (EN 301 549, 5.1.6.1; Section 508, 407.3)."""

    NEXT = "next"
    PREVIOUS = "previous"
    SELECT = "select"
    BACK = "back"
    REPEAT = "repeat"
    VOLUME_UP = "volume_up"
    VOLUME_DOWN = "volume_down"
    SWITCH_MOVE = "switch_move"
    SWITCH_CHOOSE = "switch_choose"


#: Two large buttons, for who can press no more than one or two: what they do, they do by scanning.
SWITCHES = (NavKey.SWITCH_MOVE, NavKey.SWITCH_CHOOSE)


class Headphones(StrEnum):
    """Which way the plug went."""

    IN = "headphones_in"
    OUT = "headphones_out"


Meaning = NavKey | Headphones
