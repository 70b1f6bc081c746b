"""The cabinet over a real RFC 2217 port of a real workbench: contacts, lamp, and what a port without lines is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from devices.cabinet.driver import LineCabinet
from devices.cabinet.lines import ModemLines
from devices.cabinet.wiring import SETTLED, Debounced, Wiring
from devices.rack import build_printer
from devices.rack_settings import PrinterSettings
from devices.receipt_printer.fonts import Fonts
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.ports import NoLines
from tests.devices.control import Workbench

# pyserial's own, in its client for device servers
pytestmark = pytest.mark.filterwarnings(r"ignore:set(Daemon|Name)\(\) is deprecated:DeprecationWarning")
PATIENCE = 10.0
WELL = DeviceStatus(Device.CABINET, DeviceState.ONLINE, (), "door on dsr, tamper on cts, lamp on rts")


@pytest.fixture
def cabinet(workbench: Workbench) -> Iterator[LineCabinet]:
    made = LineCabinet(ModemLines(workbench.ready["cabinet"]), Wiring())
    yield made
    made.close()


def _until(cabinet: LineCabinet, state: DeviceState, *faults: Fault) -> DeviceStatus:
    """Looks as the kiosk does until that is said."""
    end = time.monotonic() + PATIENCE
    while ((said := cabinet.status()).state, said.faults) != (state, faults):
        assert time.monotonic() < end, said
    return said


def _lamp(workbench: Workbench, lit: int) -> None:
    end = time.monotonic() + PATIENCE
    while workbench.get("/state")["cabinet"]["counters"]["lamp"] != lit:
        assert time.monotonic() < end


def test_door_and_tamper_are_told_apart(workbench: Workbench, cabinet: LineCabinet) -> None:
    assert _until(cabinet, DeviceState.ONLINE) == WELL
    workbench.set("cabinet", door="open")
    _until(cabinet, DeviceState.PERSON_NEEDED, Fault.DOOR_OPEN)
    workbench.set("cabinet", tamper=True)
    _until(cabinet, DeviceState.PERSON_NEEDED, Fault.TAMPER, Fault.DOOR_OPEN)
    workbench.set("cabinet", door="closed")
    _until(cabinet, DeviceState.PERSON_NEEDED, Fault.TAMPER)
    workbench.set("cabinet", tamper=False)
    _until(cabinet, DeviceState.ONLINE)


@pytest.mark.requirement("X14")
def test_the_lamp_is_lit_and_put_out(workbench: Workbench, cabinet: LineCabinet) -> None:
    _until(cabinet, DeviceState.ONLINE)
    cabinet.light(True)
    _lamp(workbench, 1)
    cabinet.light(False)
    _lamp(workbench, 0)


def test_a_cut_cable_is_an_alarm(workbench: Workbench, cabinet: LineCabinet) -> None:
    """Contacts that are fed no more hold no line on."""
    _until(cabinet, DeviceState.ONLINE)
    workbench.set("cabinet", power=False)
    _until(cabinet, DeviceState.PERSON_NEEDED, Fault.TAMPER, Fault.DOOR_OPEN)


def test_a_port_that_went_away_is_missed_and_found_again(workbench: Workbench, cabinet: LineCabinet) -> None:
    """A device server that is gone says nothing: it is asked every two seconds."""
    _until(cabinet, DeviceState.ONLINE)
    workbench.set("cabinet", unplugged=True)
    _until(cabinet, DeviceState.UNPLUGGED, Fault.PORT_MISSING)
    workbench.set("cabinet", unplugged=False)
    _until(cabinet, DeviceState.ONLINE)
    cabinet.light(True)
    _lamp(workbench, 1)


def test_a_port_without_lines_is_a_fault_that_says_so(workbench: Workbench) -> None:
    """Pseudo-terminals have none: neither well, nor a bug."""
    cabinet = LineCabinet(ModemLines(workbench.port("receipt_printer")), Wiring())
    status = cabinet.status()
    assert (status.state, status.faults) == (DeviceState.BROKEN, (Fault.NO_LINES,))
    assert "no modem lines" in status.detail
    with pytest.raises(NoLines):
        cabinet.light(True)
    cabinet.close()


def test_a_port_that_is_not_there_is_unplugged() -> None:
    cabinet = LineCabinet(ModemLines("/dev/serial/by-id/none"), Wiring())
    assert cabinet.status().faults == (Fault.PORT_MISSING,)


class Contacts:
    """Lines that say what a test says, at its time."""

    def __init__(self, on: frozenset[str]) -> None:
        self.on, self.at, self.openings = on, 0.0, 1
        self.driven: list[tuple[str, bool]] = []

    def now(self) -> float:
        return self.at

    def asserted(self) -> frozenset[str]:
        return self.on

    def drive(self, output: str, on: bool) -> None:
        self.driven.append((output, on))

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.requirement("X2")
def test_a_contact_counts_once_it_is_still() -> None:
    door = Debounced()
    for at, closed in ((0.0, True), (SETTLED, True)):
        door.hear(closed, at)
    assert door.settled is True
    for at, closed in ((0.06, False), (0.08, True), (0.10, False), (0.13, False)):  # it bounces
        door.hear(closed, at)
        assert door.settled is True
    door.hear(False, 0.16)
    assert door.settled is False


def test_before_the_contacts_are_still_nothing_is_said_of_them() -> None:
    lines = Contacts(frozenset())
    cabinet = LineCabinet(lines, Wiring())
    assert cabinet.status().state is DeviceState.STARTING
    lines.at = SETTLED
    assert cabinet.status().faults == (Fault.TAMPER, Fault.DOOR_OPEN)


def test_what_is_not_wired_is_not_measured() -> None:
    lines = Contacts(frozenset({"cd"}))
    cabinet = LineCabinet(lines, Wiring(door="cd", tamper="none", lamp="none"))
    cabinet.status()
    lines.at = SETTLED
    assert cabinet.status().state is DeviceState.ONLINE
    cabinet.light(True)
    assert lines.driven == []


@pytest.mark.requirement("X14")
def test_a_lamp_is_driven_when_it_changes_and_after_each_opening() -> None:
    lines = Contacts(frozenset())
    cabinet = LineCabinet(lines, Wiring())
    for _ in range(3):
        cabinet.light(True)
    assert lines.driven == [("rts", True)]
    lines.openings = 2
    cabinet.light(True)
    assert lines.driven == [("rts", True)] * 2


# --- who stands before it -------------------------------------------------------------------------


@pytest.mark.requirement("X36")
def test_who_stands_before_it_is_heard(workbench: Workbench) -> None:
    """X36: over the real line; and nothing is said of a sensor that is not wired, or of a port that is gone."""
    wired = LineCabinet(ModemLines(workbench.ready["cabinet"]), Wiring(presence="cd"))
    with closing(wired):
        for before_it, somebody in (("nobody", False), ("somebody", True), ("nobody", False)):
            workbench.set("cabinet", before_it=before_it)
            _until_sensed(wired, somebody)
        workbench.set("cabinet", unplugged=True)
        _until_sensed(wired, None)
    workbench.set("cabinet", unplugged=False)


def _until_sensed(cabinet: LineCabinet, somebody: bool | None) -> None:
    end = time.monotonic() + PATIENCE
    while cabinet.status() and cabinet.presence() is not somebody:
        assert time.monotonic() < end, cabinet.status()


@pytest.mark.requirement("X36")
def test_a_sensor_that_is_not_wired_says_nothing() -> None:
    lines = Contacts(frozenset({"cts", "dsr", "cd"}))
    cabinet = LineCabinet(lines, Wiring())
    cabinet.status()
    lines.at = SETTLED
    assert (cabinet.status().state, cabinet.presence()) == (DeviceState.ONLINE, None)


# --- relays ------------------------------------------------------------------------------------


def _powered(workbench: Workbench, device: str, powered: bool) -> None:
    end = time.monotonic() + PATIENCE
    while workbench.get("/state")[device]["powered"] is not powered:
        assert time.monotonic() < end


@pytest.mark.requirement("X11")
@pytest.mark.parametrize("line", ["break", "rts"])
def test_a_printer_that_hung_comes_up_when_its_power_was_taken(
    workbench: Workbench, fonts: Fonts, line: str
) -> None:
    """X11: the relay, the pretend printer behind it, and the kiosk's own drivers."""
    workbench.set("cabinet", **{f"relay_{line}": "receipt_printer"})
    before = workbench.get("/state")["cabinet"]["counters"]["cuts"]
    wiring = Wiring(lamp="none", relays={Device.RECEIPT_PRINTER: line})
    with (
        closing(LineCabinet(ModemLines(workbench.ready["cabinet"]), wiring)) as cabinet,
        closing(build_printer(PrinterSettings(workbench.port("receipt_printer")), fonts)) as printer,
    ):
        _until(cabinet, DeviceState.ONLINE)
        assert printer.status().works
        workbench.set("receipt_printer", hung=True)
        assert printer.status().faults == (Fault.NO_ANSWER,)
        printer.close()
        assert not printer.status().works  # opened anew it is as deaf
        cabinet.cut(Device.RECEIPT_PRINTER, True)
        _powered(workbench, "receipt_printer", False)
        assert printer.status().faults == (Fault.NO_ANSWER,)
        cabinet.cut(Device.RECEIPT_PRINTER, False)
        _powered(workbench, "receipt_printer", True)
        printer.close()
        assert printer.status().works
    assert workbench.get("/state")["cabinet"]["counters"]["cuts"] == before + 1


@pytest.mark.requirement("X11")
def test_who_goes_away_leaves_nobody_without_power(workbench: Workbench) -> None:
    """X11: the kiosk ends in good order, or its port is simply gone."""
    workbench.set("cabinet", relay_break="payment_terminal")
    wiring = Wiring(relays={Device.PAYMENT_TERMINAL: "break"})
    for go in (LineCabinet.close, lambda cabinet: cabinet._lines.close()):
        cabinet = LineCabinet(ModemLines(workbench.ready["cabinet"]), wiring)
        _until(cabinet, DeviceState.ONLINE)
        cabinet.cut(Device.PAYMENT_TERMINAL, True)
        _powered(workbench, "payment_terminal", False)
        go(cabinet)
        _powered(workbench, "payment_terminal", True)


@pytest.mark.requirement("X11")
def test_a_relay_is_told_again_after_each_opening_and_first_of_all_let_go() -> None:
    """X11: an earlier life of the kiosk may have ended with the line driven."""
    lines = Contacts(frozenset())
    cabinet = LineCabinet(lines, Wiring(relays={Device.RECEIPT_PRINTER: "break"}))
    cabinet.status()
    cabinet.status()
    assert lines.driven == [("break", False)]
    cabinet.cut(Device.RECEIPT_PRINTER, True)
    lines.openings = 2
    cabinet.status()
    assert lines.driven[1:] == [("break", True)] * 2
