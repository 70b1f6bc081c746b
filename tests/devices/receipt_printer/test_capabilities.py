"""What a printer can tell is asked once; what it cannot tell is never made up."""

from collections.abc import Callable

import pytest

from devices.receipt_printer.driver import ALL_QUESTIONS_EVERY, EscposPrinter
from devices.receipt_printer.protocol import Confirmation
from kiosk.domain.faults import Fault
from kiosk.domain.health import DeviceState
from kiosk.domain.printer import PrinterParts, Reading
from kiosk.domain.receipt import PrintOutcome
from tests.devices import papers
from tests.devices.control import Workbench

Fit = Callable[..., EscposPrinter]
WELL, TROUBLE, NOT_MEASURED = Reading.WELL, Reading.TROUBLE, Reading.NOT_MEASURED


def heard(workbench: Workbench) -> int:
    return int(workbench.get("/state")["receipt_printer"]["counters"]["bytes"])


@pytest.mark.requirement("X4")
@pytest.mark.parametrize(
    ("switches", "confirmation", "outcome"),
    [
        ({}, Confirmation.PROCESS_ID, PrintOutcome.CONFIRMED),
        ({"process_ids": False}, Confirmation.PAPER_SENSOR, PrintOutcome.CONFIRMED),
        ({"process_ids": False, "queued_answers": False}, Confirmation.NONE, PrintOutcome.SENT),
        ({"queued_answers": False}, Confirmation.PROCESS_ID, PrintOutcome.CONFIRMED),
        ({"automatic_status": False}, Confirmation.PROCESS_ID, PrintOutcome.CONFIRMED),
        ({"clear_command": False}, Confirmation.PROCESS_ID, PrintOutcome.CONFIRMED),
    ],
    ids=str,
)
def test_the_best_way_that_it_knows_is_found(
    workbench: Workbench,
    printer: EscposPrinter,
    switches: dict[str, object],
    confirmation: Confirmation,
    outcome: PrintOutcome,
) -> None:
    """X4: a printer that cannot say "printed" is told as "sent"; nothing on paper of the asking."""
    workbench.set("receipt_printer", **switches)
    pieces = len(workbench.receipts())
    assert printer.status().works
    assert printer._can
    assert printer._can.confirmation is confirmation
    assert printer.print(papers.short()) is outcome
    assert len(workbench.receipts()) == pieces + 1


@pytest.mark.requirement("X4")
def test_sent_is_not_said_of_a_printer_that_stopped(workbench: Workbench, printer: EscposPrinter) -> None:
    """X4: it has no way to confirm, but it can still say that paper is out."""
    workbench.set("receipt_printer", process_ids=False, queued_answers=False)
    assert printer.print(papers.short()) is PrintOutcome.SENT
    workbench.set("receipt_printer", paper_out_after_rows=200)
    assert printer.print(papers.proof_zh()) is PrintOutcome.PARTIAL


def test_the_same_printer_is_not_asked_again(workbench: Workbench, printer: EscposPrinter) -> None:
    """Back on the line it is known by its serial number."""
    assert printer.status().works
    before = printer._can
    assert before
    assert before.identity.serial
    assert (before.identity.model, before.cutter) == ("Pretend 80", True)
    workbench.set("receipt_printer", unplugged=True)
    assert not printer.status().works
    workbench.set("receipt_printer", unplugged=False)
    while not printer.status().works:
        pass
    assert printer._can is before


@pytest.mark.parametrize(
    ("switches", "parts"),
    [
        ({}, {}),
        ({"paper": "low"}, {"near_end": TROUBLE}),
        ({"paper": "out"}, {"online": TROUBLE, "paper": TROUBLE, "near_end": TROUBLE}),
        (
            {"paper": "out", "near_end_sensor": False},
            {"online": TROUBLE, "paper": TROUBLE, "near_end": NOT_MEASURED},
        ),
        ({"cover": "open"}, {"online": TROUBLE, "cover": TROUBLE}),
        ({"jam": True}, {"online": TROUBLE, "mechanism": TROUBLE}),
        ({"cutter": "stuck"}, {"online": TROUBLE, "cutter": TROUBLE}),
        ({"head": "hot"}, {"online": TROUBLE, "head": TROUBLE}),
        ({"broken": True}, {"online": TROUBLE, "electronics": TROUBLE}),
    ],
    ids=str,
)
@pytest.mark.requirement("X1")
@pytest.mark.requirement("X2")
def test_each_part_has_its_own_word(
    workbench: Workbench, printer: EscposPrinter, switches: dict[str, object], parts: dict[str, Reading]
) -> None:
    """X1: each part by itself. X2: what is not measured is neither well nor trouble."""
    assert printer.status().works
    workbench.set("receipt_printer", **switches)
    printer.status()
    told = {name: getattr(printer.parts, name) for name in PrinterParts.__slots__ if name != "identity"}
    assert told == dict.fromkeys(told, WELL) | parts


@pytest.mark.requirement("F2")
@pytest.mark.parametrize("switch", ["mute", "garbage", "unplugged"])
def test_of_a_printer_that_says_nothing_nothing_is_known(
    workbench: Workbench, printer: EscposPrinter, switch: str
) -> None:
    """F2: no part of it is well."""
    assert printer.status().works
    workbench.set("receipt_printer", **{switch: True})
    printer.status()
    told = {getattr(printer.parts, name) for name in PrinterParts.__slots__ if name != "identity"}
    assert told == {Reading.UNKNOWN}
    assert printer.parts.identity.model == "Pretend 80"


def test_no_low_paper_before_its_end_means_that_nothing_measures_it(
    workbench: Workbench, printer: EscposPrinter
) -> None:
    """The setting says that there is a sensor; the printer showed that there is none."""
    workbench.set("receipt_printer", near_end_sensor=False, paper="out")
    assert printer.status().faults == (Fault.PAPER_NOT_MEASURED, Fault.PAPER_OUT)
    workbench.set("receipt_printer", paper="ok")
    assert printer.status().faults == (Fault.PAPER_NOT_MEASURED,)


def test_a_poll_costs_one_question(workbench: Workbench, printer: EscposPrinter) -> None:
    """The printer tells of changes; only whether it lives is asked."""
    printer.status()
    before = heard(workbench)
    assert printer.status().works
    assert heard(workbench) == before + 3


@pytest.mark.parametrize(
    ("switches", "fault"),
    [
        ({"paper": "low"}, Fault.PAPER_LOW),
        ({"paper": "out"}, Fault.PAPER_OUT),
        ({"jam": True}, Fault.PAPER_JAM),
    ],
    ids=str,
)
def test_what_changed_between_two_polls_is_in_the_second(
    workbench: Workbench, printer: EscposPrinter, switches: dict[str, object], fault: Fault
) -> None:
    for _ in range(3):
        assert printer.status().faults == ()
    workbench.set("receipt_printer", **switches)
    assert fault in printer.status().faults


def test_what_it_told_by_itself_and_got_lost_is_asked_in_the_end(
    workbench: Workbench, printer: EscposPrinter
) -> None:
    """Off and on again it has forgotten to tell; it answers, so nobody would notice."""
    for _ in range(3):
        assert printer.status().faults == ()
    workbench.set("receipt_printer", power=False)
    workbench.set("receipt_printer", paper="low", power=True)
    seen = [printer.status().faults for _ in range(ALL_QUESTIONS_EVERY)]
    assert (Fault.PAPER_LOW,) in seen
    assert seen[-1] == (Fault.PAPER_LOW,)


@pytest.mark.requirement("F2")
def test_answers_that_come_too_late_are_no_answers(workbench: Workbench, printer: EscposPrinter) -> None:
    """F2: late by 0.3 s it is well, by 5 s nothing is known; and no late answer is taken for another question's."""
    workbench.set("receipt_printer", late_ms=300)
    assert printer.status().works
    workbench.set("receipt_printer", late_ms=5000, cover="open")
    assert printer.status().state is DeviceState.OFFLINE
    workbench.set("receipt_printer", late_ms=0)
    assert printer.status().faults == (Fault.COVER_OPEN,)


def test_a_printer_that_asks_for_a_pause_gets_it(workbench: Workbench, fitted: Fit) -> None:
    """XOFF while the cover is open: the line stands, the job ends in bounded time, and nothing is lost."""
    printer = fitted(flow="xonxoff")
    workbench.set("receipt_printer", flow="xonxoff")
    assert printer.status().works
    assert printer.print(papers.proof_zh()) is PrintOutcome.CONFIRMED
    assert workbench.get("/state")["receipt_printer"]["counters"]["lost_bytes"] == 0
