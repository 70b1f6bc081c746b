"""The soak's rounds, some thousands of them, from a seed that is told when one fails."""

import random

import pytest

from tests.soak.printer_replies import one_round

ROUNDS = 4_000


@pytest.mark.requirement("X4")
@pytest.mark.parametrize("seed", range(3))
def test_no_disturbance_makes_a_receipt_printed(seed: int) -> None:
    """X4: whatever bytes change, get lost or come from nowhere; `scripts/soak printer` does a million."""
    chance = random.Random(seed)
    for _ in range(ROUNDS):
        one_round(chance)
