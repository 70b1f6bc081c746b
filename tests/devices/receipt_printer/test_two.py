"""Two printers: the second takes over, within seconds, and never prints again what may have come out."""

from dataclasses import replace

import pytest

from devices.receipt_printer.driver import EscposPrinter
from devices.receipt_printer.two import TwoPrinters
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.receipt import Centred, Paper, PrintOutcome
from tests.devices import papers
from tests.devices.control import Workbench

PAPER = replace(papers.short(), again="Again")


class Told:
    """A printer that ends every job the same way, with as much paper."""

    used_mm = 40

    def __init__(
        self, outcome: PrintOutcome, *faults: Fault, state: DeviceState = DeviceState.ONLINE
    ) -> None:
        self.outcome = outcome
        self.printed: list[Paper] = []
        self.drawn_in = 0
        self._status = DeviceStatus(Device.RECEIPT_PRINTER, state, faults)

    def status(self) -> DeviceStatus:
        return self._status

    def print(self, paper: Paper) -> PrintOutcome:
        self.printed.append(paper)
        return self.outcome

    def retract(self) -> bool:
        self.drawn_in += 1
        return True

    def close(self) -> None:
        self.printed.clear()


@pytest.mark.requirement("X7")
@pytest.mark.parametrize(
    ("first", "second", "outcome", "papers_of_second"),
    [
        (PrintOutcome.CONFIRMED, PrintOutcome.CONFIRMED, PrintOutcome.CONFIRMED, []),
        (PrintOutcome.SENT, PrintOutcome.CONFIRMED, PrintOutcome.SENT, []),
        (PrintOutcome.UNKNOWN, PrintOutcome.CONFIRMED, PrintOutcome.UNKNOWN, []),
        (PrintOutcome.NOT_PRINTED, PrintOutcome.CONFIRMED, PrintOutcome.CONFIRMED, [PAPER]),
        (PrintOutcome.NOT_PRINTED, PrintOutcome.UNKNOWN, PrintOutcome.UNKNOWN, [PAPER]),
        (PrintOutcome.PARTIAL, PrintOutcome.CONFIRMED, PrintOutcome.CONFIRMED, [PAPER.marked()]),
        (PrintOutcome.PARTIAL, PrintOutcome.NOT_PRINTED, PrintOutcome.PARTIAL, [PAPER.marked()]),
        (PrintOutcome.NOT_PRINTED, PrintOutcome.NOT_PRINTED, PrintOutcome.NOT_PRINTED, [PAPER]),
    ],
)
def test_the_second_prints_what_the_first_did_not(
    first: PrintOutcome, second: PrintOutcome, outcome: PrintOutcome, papers_of_second: list[Paper]
) -> None:
    """X7: torn in the first, marked in the second; unknown in the first, nothing in the second."""
    other = Told(second)
    two = TwoPrinters(Told(first), other)
    assert two.print(PAPER) is outcome
    assert other.printed == papers_of_second
    assert two.used_mm == 40 + 40 * len(papers_of_second)


def test_a_marked_paper_says_so_first() -> None:
    first, *_ = PAPER.marked().lines
    assert isinstance(first, Centred)
    assert first.text == "Again"


@pytest.mark.requirement("X7")
def test_one_of_two_is_enough_to_print(workbench: Workbench, printer: EscposPrinter) -> None:
    """X7: the first one is out of paper; customers can print, staff read that one of two cannot."""
    workbench.set("receipt_printer", paper="out")
    two = TwoPrinters(printer, Told(PrintOutcome.CONFIRMED))
    status = two.status()
    assert status.works
    assert status.faults == (Fault.SECOND_PRINTER,)
    assert "first: person_needed, paper_out" in status.detail
    before = printer._link.now()
    assert two.print(PAPER) is PrintOutcome.CONFIRMED
    assert printer._link.now() - before < 5


@pytest.mark.requirement("X7")
@pytest.mark.parametrize("switch", [{"mute": True}, {"unplugged": True}, {"power": False}], ids=str)
def test_a_first_one_that_says_nothing_holds_up_nobody(
    workbench: Workbench, printer: EscposPrinter, switch: dict[str, object]
) -> None:
    """X7: no answer is the slowest way to fail; still the second has printed within 5 s."""
    assert printer.status().works
    workbench.set("receipt_printer", **switch)
    two = TwoPrinters(printer, Told(PrintOutcome.CONFIRMED))
    before = printer._link.now()
    assert two.print(PAPER) is PrintOutcome.CONFIRMED
    assert printer._link.now() - before < 5


@pytest.mark.requirement("X7")
def test_both_failing_is_told_as_the_first_one_fails() -> None:
    """X7: then the house's policy holds, before anybody pays."""
    out = Told(PrintOutcome.NOT_PRINTED, Fault.PAPER_OUT, state=DeviceState.PERSON_NEEDED)
    off = Told(PrintOutcome.NOT_PRINTED, Fault.NO_ANSWER, state=DeviceState.OFFLINE)
    status = TwoPrinters(out, off).status()
    assert (status.works, status.faults) == (False, (Fault.PAPER_OUT,))


@pytest.mark.requirement("X8")
def test_paper_that_waits_in_either_is_told_and_drawn_in_there() -> None:
    """X8."""
    idle, waiting = Told(PrintOutcome.CONFIRMED), Told(PrintOutcome.CONFIRMED, Fault.PAPER_WAITS)
    two = TwoPrinters(idle, waiting)
    assert two.status().faults == (Fault.PAPER_WAITS,)
    assert two.retract()
    assert (idle.drawn_in, waiting.drawn_in) == (0, 1)
