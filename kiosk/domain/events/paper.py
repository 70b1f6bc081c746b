"""Whether paper is wanted, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.copies import Copy, NoCopy, ReceiptLink
from kiosk.domain.receipt import PrintOutcome, Untaken


@dataclass(frozen=True, slots=True)
class PaperChosen:
    """`wanted`: print the proof (or print it again after a failure); else no paper."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class PaperFinished:
    """`reference` is the job's: a payment's, a callback's, or `test`; `millimetres` of paper went through for it."""

    reference: str
    outcome: PrintOutcome
    millimetres: int = 0


@dataclass(frozen=True, slots=True)
class CopyAsked:
    """The proof once more, as a copy."""


@dataclass(frozen=True, slots=True)
class CopyTaken:
    """A copy has its number on disk, or there is none."""

    reference: str
    taken: Copy | NoCopy


@dataclass(frozen=True, slots=True)
class LinkAsked:
    """The proof on the customer's phone: a code to be photographed."""


@dataclass(frozen=True, slots=True)
class LinkClosed:
    """The code has been photographed, or is not wanted."""


@dataclass(frozen=True, slots=True)
class LinkMade:
    """The centre will hear of this link, or (None) nothing could be written and there is none."""

    reference: str
    link: ReceiptLink | None


@dataclass(frozen=True, slots=True)
class ReadOutAsked:
    """What this screen's paper says, through headphones, whether it was printed or not."""


@dataclass(frozen=True, slots=True)
class PaperRetracted:
    """`done`: the printer's mouth is empty; what nobody took is inside. `why` it was asked for."""

    done: bool
    why: Untaken


PaperTouch = PaperChosen | CopyAsked | LinkAsked | LinkClosed | ReadOutAsked
PaperEvent = PaperTouch | PaperFinished | CopyTaken | LinkMade | PaperRetracted
