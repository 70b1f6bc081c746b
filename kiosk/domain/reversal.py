"""Money given back by the terminal: the whole of one payment, or nothing, or nobody knows."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.payment import Slip


@dataclass(frozen=True, slots=True)
class Reversed:
    """Money went back. `slip`: what the terminal says of the reversal, a transaction of its own; None: nothing."""

    slip: Slip | None


@dataclass(frozen=True, slots=True)
class NotReversed:
    """The terminal said clearly that nothing went back just now. `cause`: `already`, `not_possible`, `refused`.

    `already`: it went back before.
    """

    cause: str


@dataclass(frozen=True, slots=True)
class ReversalInDoubt:
    """Nobody knows whether money went back. `cause` is for staff: `no_answer`, `mismatch`."""

    cause: str


Reversal = Reversed | NotReversed | ReversalInDoubt
