"""The kiosk ended by SIGKILL on any line between intent and push, over real wires and a real centre."""

from __future__ import annotations

import pytest

from tests.faults.conftest import Counter
from tests.faults.machine import POINTS

KILLS = [f"{when}:{name}" for name in POINTS for when in ("before", "after")]

#: After these the terminal has charged; before them it has not been asked.
NOT_CHARGED = ("before:intent", "after:intent", "before:charge")


@pytest.mark.requirement("E2", "E1", "X18", "J1")
@pytest.mark.timeout(240)
@pytest.mark.parametrize("point", [*KILLS, "during:charge"])
def test_killed_between_two_steps_charges_at_most_once_and_loses_nothing(
    counter: Counter, point: str
) -> None:
    """E2, E1, X18, J1: after the restart terminal, kiosk and centre agree, and what is told is true."""
    charged_before = len(counter.ledger())
    counter.killed(point)

    told = counter.told()

    charged = len(counter.ledger()) - charged_before
    assert charged == (0 if point in NOT_CHARGED else 1)
    counter.agree()
    assert counter.journal("SELECT count(*) FROM payment") == counter.journal(
        "SELECT count(DISTINCT payment) FROM payment_outcome WHERE outcome <> 'in_doubt'"
    )
    if told["screen"] == "Recovered":
        assert told["settled"] == ("approved" if charged else "not_charged")


@pytest.mark.requirement("E2")
@pytest.mark.timeout(240)
def test_killed_while_the_cable_is_dead_is_settled_from_the_terminals_memory(counter: Counter) -> None:
    """E2: approved inside, the answer lost, the process gone: one charge, found again, posted once."""
    charged_before = len(counter.ledger())
    counter.next_charge(next="drop_after", delay_s=0.5, drop_s=3)
    counter.killed("after:charge")

    counter.told()

    assert len(counter.ledger()) == charged_before + 1
    counter.agree()
