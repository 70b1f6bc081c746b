"""Counts what the devices do, as it is heard: added to the store in the lane where the disk belongs."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from kiosk.domain import events
from kiosk.domain.card import CardMove
from kiosk.domain.counters import Count
from kiosk.domain.events import Event
from kiosk.domain.receipt import PrintOutcome
from kiosk.ports import Counters, Lane, StoreError

log = logging.getLogger(__name__)


class Tally:
    """`heard` on main, with every event. What the disk does not take is not counted: it is told of where it matters."""

    def __init__(self, counters: Counters, records: Lane) -> None:
        self._counters = counters
        self._records = records

    def heard(self, event: Event) -> None:
        amounts = counted(event)
        if amounts:
            self._records.submit(lambda: self._add(amounts))

    def _add(self, amounts: Mapping[Count, int]) -> None:
        try:
            self._counters.add(amounts)
        except StoreError as full:
            log.warning("not counted: %s", full)


def counted(event: Event) -> Mapping[Count, int]:
    """What `event` adds. A paper that may have come out counts: paper was used, and the knife fell."""
    match event:
        case events.PaperFinished(outcome=PrintOutcome.NOT_PRINTED):
            return {}
        case events.PaperFinished(millimetres=length):
            return {Count.PAPERS: 1, Count.PAPER_MM: length, Count.CUTS: 1}
        case events.CardPresented():
            return {Count.CARDS: 1}
        case events.CardMoved(CardMove.RETAINED):
            return {Count.CARDS_KEPT: 1}
        case events.CodeScanned():
            return {Count.CODES: 1}
        case events.TerminalAnswered():
            return {Count.CHARGES: 1}
        case _:
            return {}
