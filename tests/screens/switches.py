"""A hand on two switches: leads on, row by row and along the row, and chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.domain.keypad import NavKey

Look = Callable[[], Sequence[str]]


def choose(wanted: str, scanned: Look, press: Callable[[NavKey], None]) -> int:
    """Presses until the control `wanted` was chosen; how often. `scanned` tells what the ring is around.

    Raises LookupError where no way leads there.
    """
    pressed, begun = 0, list(scanned())
    while wanted not in scanned():
        press(NavKey.SWITCH_MOVE)
        pressed += 1
        if list(scanned()) == begun:
            raise LookupError(f"no row has {wanted}")
    if len(scanned()) > 1:
        press(NavKey.SWITCH_CHOOSE)
        pressed += 1
    while list(scanned()) != [wanted]:
        press(NavKey.SWITCH_MOVE)
        pressed += 1
    press(NavKey.SWITCH_CHOOSE)
    return pressed + 1
