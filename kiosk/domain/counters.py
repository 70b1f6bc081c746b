"""What wears and what is used up, counted: whoever looks after the machine sees what is due before it breaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.domain.health import Device


class Count(StrEnum):
    """`count.*` in the catalogue."""

    PAPERS = "papers"
    PAPER_MM = "paper_mm"
    CUTS = "cuts"
    CARDS = "cards"
    CARDS_KEPT = "cards_kept"  # nobody took them: the reader drew them in
    CODES = "codes"
    CHARGES = "charges"


COUNTS: dict[Device, tuple[Count, ...]] = {
    Device.RECEIPT_PRINTER: (Count.PAPERS, Count.PAPER_MM, Count.CUTS),
    Device.CARD_READER: (Count.CARDS, Count.CARDS_KEPT),
    Device.CODE_SCANNER: (Count.CODES,),
    Device.PAYMENT_TERMINAL: (Count.CHARGES,),
    Device.CABINET: (),
    Device.POWER: (),
    Device.KEYPAD: (),
}


@dataclass(frozen=True, slots=True)
class Counter:
    """`total` since it was reset at `since` (None: never), `ever` since the kiosk began."""

    count: Count
    total: int = 0
    ever: int = 0
    since: datetime | None = None


def counter_of(counters: tuple[Counter, ...], count: Count) -> Counter:
    """Before the first one was counted there is none."""
    return next((each for each in counters if each.count is count), Counter(count))
