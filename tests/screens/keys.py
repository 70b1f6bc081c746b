"""A thumb on the keypad: goes to a control by keys alone."""

from __future__ import annotations

from typing import Any

from kiosk.domain.keypad import NavKey


def go_to(app: Any, wanted: str) -> int:
    """Presses Next until the control `wanted` has the focus; how often. Raises LookupError where it is not reached."""
    frame, pressed, begun = app.root, 0, None
    while getattr(frame.focused, "tag", "") != wanted:
        app.press(NavKey.NEXT)
        pressed += 1
        if begun is not None and frame.focused is begun:
            raise LookupError(f"no key leads to {wanted}")
        begun = begun or frame.focused
    return pressed
