"""Two receipt printers: the second one prints what the first cannot. Knows printers as ports; no bytes."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.faults import Fault
from kiosk.domain.health import DeviceStatus
from kiosk.domain.receipt import Paper, PrintOutcome
from kiosk.ports import ReceiptPrinter


class TwoPrinters:
    """Fulfils `kiosk.ports.ReceiptPrinter`. A receipt that the first one tore comes out of the second, marked."""

    def __init__(self, first: ReceiptPrinter, second: ReceiptPrinter) -> None:
        self._first = first
        self._second = second
        self.used_mm = 0

    def status(self) -> DeviceStatus:
        """Online while one of them is; that the other one is not is told as well, and what ails it in the detail."""
        first, second = self._first.status(), self._second.status()
        told = self._better(first, second)
        waits = Fault.PAPER_WAITS in (*first.faults, *second.faults)
        others = tuple(fault for fault in told.faults if fault is not Fault.PAPER_WAITS)
        return replace(told, faults=(*others, Fault.PAPER_WAITS)) if waits else told

    def _better(self, first: DeviceStatus, second: DeviceStatus) -> DeviceStatus:
        if first.works and second.works:
            return first
        better, other = (first, second) if first.works or not second.works else (second, first)
        faults = (*better.faults, Fault.SECOND_PRINTER) if better.works else better.faults
        which = "second" if other is second else "first"
        words = ", ".join([other.state, *other.faults, *filter(None, [other.detail])])
        return replace(
            better, faults=faults, detail="; ".join(filter(None, [better.detail, f"{which}: {words}"]))
        )

    def print(self, paper: Paper) -> PrintOutcome:
        """What may have come out of the first one is never printed again unasked."""
        outcome = self._first.print(paper)
        self.used_mm = self._first.used_mm
        match outcome:
            case PrintOutcome.NOT_PRINTED:
                return self._printed_by_the_second(paper)
            case PrintOutcome.PARTIAL:
                again = self._printed_by_the_second(paper.marked())
                return outcome if again is PrintOutcome.NOT_PRINTED else again
            case _:
                return outcome

    def _printed_by_the_second(self, paper: Paper) -> PrintOutcome:
        outcome = self._second.print(paper)
        self.used_mm += self._second.used_mm
        return outcome

    def retract(self) -> bool:
        """Whichever has it; one without a presenter has nothing to say to this."""
        waiting = [each for each in (self._first, self._second) if Fault.PAPER_WAITS in each.status().faults]
        return all(each.retract() for each in waiting)

    def close(self) -> None:
        self._first.close()
        self._second.close()
