"""Whether paper is wanted, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.receipt import PrintOutcome


@dataclass(frozen=True, slots=True)
class PaperChosen:
    """`wanted`: print the proof (or print it again after a failure); else no paper."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class PaperFinished:
    """`reference` is the job's: a payment's, a callback's, or `test`."""

    reference: str
    outcome: PrintOutcome


PaperTouch = PaperChosen


PaperEvent = PaperTouch | PaperFinished
