"""Two receipt printers: the second one prints what the first cannot. Knows printers as ports; no bytes."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.health import DeviceStatus
from kiosk.domain.receipt import Paper, PrintOutcome
from kiosk.ports import ReceiptPrinter


class TwoPrinters:
    """Fulfils `kiosk.ports.ReceiptPrinter`. A receipt that the first one tore comes out of the second, marked."""

    def __init__(self, first: ReceiptPrinter, second: ReceiptPrinter) -> None:
        self._first = first
        self._second = second

    def status(self) -> DeviceStatus:
        """Online while one of them is; what ails either of them is told all the same."""
        first, second = self._first.status(), self._second.status()
        better = first if first.works or not second.works else second
        faults = tuple(dict.fromkeys((*first.faults, *second.faults)))
        told = [f"{name}: {status.state}" for name, status in (("1", first), ("2", second))]
        details = [status.detail for status in (first, second) if status.detail]
        return replace(better, faults=faults, detail="; ".join([*told, *details]))

    def print(self, paper: Paper) -> PrintOutcome:
        """What may have come out of the first one is never printed again unasked."""
        outcome = self._first.print(paper)
        match outcome:
            case PrintOutcome.NOT_PRINTED:
                return self._second.print(paper)
            case PrintOutcome.PARTIAL:
                again = self._second.print(paper.marked())
                return outcome if again is PrintOutcome.NOT_PRINTED else again
            case _:
                return outcome

    def close(self) -> None:
        self._first.close()
        self._second.close()
