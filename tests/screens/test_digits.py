"""The digits at the panel: where everybody expects them, and never moved."""

from __future__ import annotations

import pytest

from kiosk.domain.language import Language
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits

ROWS = [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"], ["0"]]


@pytest.mark.accessibility("INP-06", "INP-11")
@pytest.mark.parametrize("name", ["pin", "number", "amount", "contract_number", "secret.pin"])
def test_digits_stand_as_on_a_telephone(pilot: Pilot, name: str) -> None:
    """INP-06, INP-11: 1 2 3 on top, the 0 below the 8; a PIN's too, each time."""
    for _ in range(2):
        pilot.root.forget()
        pilot.show(visits(Language.EN)[name])
        keys = {
            node["id"].removeprefix("keypad."): node["rect"]
            for node in pilot.tree()
            if node["id"].startswith("keypad.") and node["id"][-1].isdigit()
        }
        heights = sorted({rect[1] for rect in keys.values()})
        rows = [sorted((d for d in keys if keys[d][1] == y), key=lambda d: keys[d][0]) for y in heights]
        assert rows == ROWS
        assert keys["0"][0] == keys["8"][0]
