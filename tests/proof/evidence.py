"""What everybody remembers when a point is over, side by side, and the words for what may be wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.proof.bench import Event
from tests.proof.recording import Reader

TWICE, LOST, NO_PROOF, UNTRUE = "charged twice", "lost", "paid without proof", "told untrue"
ANOTHERS, LEAKED, BROKEN = "another's answer", "of an earlier visit", "does not work"


@dataclass(frozen=True, slots=True)
class Row:
    """A payment in the journal: `outcomes` in their order, `trace` of the approval, `returns`: what came of giving it
    back, in their order; None: nobody began to."""

    id: str
    reference: str
    bill: str
    outcomes: tuple[str, ...]
    trace: int | None = None
    returns: tuple[str, ...] | None = None

    @property
    def final(self) -> str:
        return next((word for word in self.outcomes if word != "in_doubt"), "")


@dataclass(frozen=True, slots=True)
class Posted:
    """A payment at the centre."""

    id: str
    outcome: str
    trace: int | None
    bill: str
    state: str
    minor: int


@dataclass
class Evidence:
    """`reader`: of this family's line; `ledger`: the terminal's own, with traces as the family tells them."""

    reader: Reader
    events: Sequence[Event]
    ledger: Sequence[Mapping[str, Any]]
    journal: Sequence[Row]
    posted: Sequence[Posted]
    #: Of each bill: what came in, and by whom if it is settled.
    bills: dict[str, tuple[int, str]] = field(default_factory=dict)
    #: What the centre holds of money that is to go back, by payment.
    refunds: dict[str, str] = field(default_factory=dict)
    #: How the last visits of the two customers ended.
    ends: dict[str, str] = field(default_factory=dict)
    faults: Sequence[str] = ()
    #: What lies in the printer's tray.
    paper: Sequence[Any] = ()
