"""What is felt and not touched: keys of the keypad, and the plug of headphones."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.keypad import NavKey


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """What the key does on the screen comes as that touch. Which one it was stays out of logs: keys type PINs too."""

    key: NavKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class HeadphonesPlugged:
    pass


@dataclass(frozen=True, slots=True)
class HeadphonesPulled:
    """A fact: who pulled them may have gone."""


KeysTouch = KeyPressed | HeadphonesPlugged
KeysEvent = KeysTouch | HeadphonesPulled
