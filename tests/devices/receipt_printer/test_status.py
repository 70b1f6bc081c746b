"""Each fault of the printer and the driver's word for it, over a real port. Silence is never "all is well"."""

from collections.abc import Callable

import pytest

from devices.receipt_printer.driver import EscposPrinter
from kiosk.domain.faults import Fault
from kiosk.domain.health import DeviceState
from kiosk.domain.receipt import PrintOutcome
from tests.devices import papers
from tests.devices.control import Workbench

Fit = Callable[..., EscposPrinter]

ONLINE, OFFLINE, UNPLUGGED = DeviceState.ONLINE, DeviceState.OFFLINE, DeviceState.UNPLUGGED
PERSON, BROKEN = DeviceState.PERSON_NEEDED, DeviceState.BROKEN


@pytest.mark.requirement("X1")
@pytest.mark.requirement("F2")
@pytest.mark.parametrize(
    ("switches", "state", "faults"),
    [
        ({}, ONLINE, ()),
        ({"paper": "low"}, ONLINE, (Fault.PAPER_LOW,)),
        ({"paper": "out"}, PERSON, (Fault.PAPER_OUT,)),
        (
            {"paper": "out", "near_end_sensor": False},
            PERSON,
            (Fault.PAPER_NOT_MEASURED, Fault.PAPER_OUT),
        ),
        ({"cover": "open"}, PERSON, (Fault.COVER_OPEN,)),
        ({"jam": True}, PERSON, (Fault.PAPER_JAM,)),
        ({"cutter": "stuck"}, PERSON, (Fault.CUTTER,)),
        ({"head": "hot"}, PERSON, (Fault.HEAD_HOT,)),
        ({"broken": True}, BROKEN, (Fault.UNRECOVERABLE,)),
        ({"mute": True}, OFFLINE, (Fault.NO_ANSWER,)),
        ({"power": False}, OFFLINE, (Fault.NO_ANSWER,)),
        ({"garbage": True}, OFFLINE, (Fault.GARBAGE,)),
        ({"unplugged": True}, UNPLUGGED, (Fault.PORT_MISSING,)),
    ],
    ids=str,
)
def test_every_fault_has_its_word(
    workbench: Workbench,
    printer: EscposPrinter,
    switches: dict[str, object],
    state: DeviceState,
    faults: tuple[Fault, ...],
) -> None:
    """X1: a state of its own for each. F2: no answer is not "paper ok"."""
    workbench.set("receipt_printer", **switches)
    status = printer.status()
    assert (status.state, status.faults) == (state, faults)
    assert status.works == (state is ONLINE)
    if state is not ONLINE:
        before = workbench.get("/state")["receipt_printer"]["counters"]["rows"]
        assert printer.print(papers.short()) is PrintOutcome.NOT_PRINTED
        assert workbench.get("/state")["receipt_printer"]["counters"]["rows"] == before


@pytest.mark.requirement("X2")
def test_without_a_sensor_low_paper_is_not_measured(workbench: Workbench, fitted: Fit) -> None:
    """X2: neither "ok" nor "low"."""
    printer = fitted(near_end_sensor=False)
    for paper in ("ok", "low"):
        workbench.set("receipt_printer", paper=paper)
        status = printer.status()
        assert (status.state, status.faults) == (ONLINE, (Fault.PAPER_NOT_MEASURED,))


def test_two_troubles_are_two_words(workbench: Workbench, printer: EscposPrinter) -> None:
    workbench.set("receipt_printer", paper="out", cover="open")
    assert set(printer.status().faults) == {Fault.PAPER_OUT, Fault.COVER_OPEN}


@pytest.mark.parametrize("trouble", [{"jam": True}, {"cutter": "stuck"}], ids=str)
def test_a_jam_that_was_taken_away_is_over(
    workbench: Workbench, printer: EscposPrinter, trouble: dict[str, object]
) -> None:
    """The printer itself waits until the host tells it to go on."""
    workbench.set("receipt_printer", **trouble)
    assert not printer.status().works
    workbench.set("receipt_printer", jam=False, cutter="ok")
    assert printer.status().works
    assert printer.print(papers.short()) is PrintOutcome.CONFIRMED


@pytest.mark.requirement("K6")
def test_pulled_out_and_put_back(workbench: Workbench, printer: EscposPrinter) -> None:
    """K6: the same driver finds the new port under the old name."""
    assert printer.status().works
    workbench.set("receipt_printer", unplugged=True)
    assert printer.status().faults == (Fault.PORT_MISSING,)
    workbench.set("receipt_printer", unplugged=False)
    assert printer.status().works
    assert printer.print(papers.short()) is PrintOutcome.CONFIRMED


def test_off_and_on_again(workbench: Workbench, printer: EscposPrinter) -> None:
    workbench.set("receipt_printer", power=False)
    assert printer.status().state is OFFLINE
    workbench.set("receipt_printer", power=True)
    assert printer.status().state is ONLINE


def test_detail_names_the_port_for_the_technician(workbench: Workbench, printer: EscposPrinter) -> None:
    workbench.set("receipt_printer", mute=True)
    assert workbench.port("receipt_printer") in printer.status().detail
