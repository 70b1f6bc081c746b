"""The test cards of this house; they live here and nowhere else. Belongs to the emulators alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TestCard:
    """A published test number; no bank ever issued it."""

    __test__ = False  # not a test, whatever its name says

    number: str
    track2: str
    scheme: str


CARD = TestCard("4111111111111111", "4111111111111111=30122010000000000000", "VISA")
#: The number of this house's contract with its pretend acquirer.
MERCHANT = "100461763"
