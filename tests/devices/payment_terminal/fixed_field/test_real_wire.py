"""The same driver and pretend terminal over real pseudo-terminals and pyserial, each line as its table has it."""

import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from devices.link import Link
from devices.payment_terminal.fixed_field.driver import FixedFieldTerminal
from devices.payment_terminal.fixed_field.emulator import FixedFieldEmulator, emulator_of
from devices.payment_terminal.fixed_field.layout import layout
from devices.rack import build_terminal
from devices.rack_settings import TerminalSettings
from kiosk.domain.faults import Fault
from kiosk.domain.health import DeviceState
from kiosk.domain.money import Money
from kiosk.domain.payment import Approved, Declined, InDoubt, Outcome, Payment, judge
from kiosk.domain.states import Stage
from tests.devices.payment_terminal.fixed_field.conftest import AT, BILL, TERMINAL_ID
from tests.devices.pumped import pumped

Bench = tuple[FixedFieldEmulator, threading.Lock]


def clock() -> datetime:
    return AT.replace(tzinfo=None)


def line(port: Path, key: str = "nccc400") -> FixedFieldTerminal:
    set_as = layout(key).line
    link = Link(str(port), set_as.baud, data_bits=set_as.data_bits, parity=set_as.parity)
    return FixedFieldTerminal(link, layout(key), TERMINAL_ID, clock=clock, answer_seconds=2, ack_seconds=1)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with pumped(tmp_path / "port", lambda send: emulator_of("nccc400")(send, tmp_path, clock)) as bench:
        bench[0].switch({"delay_s": 0.1})
        yield bench


@pytest.fixture
def terminal(bench: Bench, tmp_path: Path) -> Iterator[FixedFieldTerminal]:
    terminal = line(tmp_path / "port")
    yield terminal
    terminal.close()


def charge(terminal: FixedFieldTerminal, amount: Money = BILL) -> tuple[Payment, Outcome]:
    payment = Payment("0198f2c0-0000-7000-8000-000000000001", "K07", (), amount, AT, terminal.prepare())
    return payment, terminal.charge(amount, lambda stage: None)


def switch(bench: Bench, **changes: object) -> None:
    device, lock = bench
    with lock:
        device.switch(changes)


@pytest.mark.requirement("E1")
@pytest.mark.parametrize("key", ["nccc400", "esun600", "taishin400"])
def test_a_charge_over_a_real_line(tmp_path: Path, key: str) -> None:
    """E1: real bytes, real port; seven bits with parity, and the quickest line."""
    with pumped(tmp_path / "port", lambda send: emulator_of(key)(send, tmp_path, clock)) as (device, lock):
        with lock:
            device.switch({"delay_s": 0})
        terminal = line(tmp_path / "port", key)
        assert terminal.status().works
        assert isinstance(charge(terminal)[1], Approved)
        terminal.close()


def test_a_decline_over_a_real_line(terminal: FixedFieldTerminal, bench: Bench) -> None:
    switch(bench, next="decline")
    assert charge(terminal)[1] == Declined()


@pytest.mark.requirement("E2")
@pytest.mark.requirement("K6")
def test_pulled_out_and_plugged_in_again(terminal: FixedFieldTerminal, bench: Bench, tmp_path: Path) -> None:
    """E2, K6: doubt at once, the port comes back by itself, another process's inquiry settles it; asked once."""
    switch(bench, delay_s=0.5)
    payment = Payment("0198f2c0-0000-7000-8000-000000000001", "K07", (), BILL, AT, terminal.prepare())

    def pull(stage: Stage) -> None:
        switch(bench, unplugged=True)

    assert terminal.charge(BILL, pull) == InDoubt("no_answer")
    report = terminal.status()
    assert (report.state, report.faults) == (DeviceState.UNPLUGGED, (Fault.PORT_MISSING,))
    switch(bench, unplugged=False)
    terminal.close()
    reborn = line(tmp_path / "port")
    settled = None
    while settled is None:  # the terminal repeats its answer for a while; pytest's own time-out bounds this
        settled = judge(payment, reborn.inquire(payment))
    assert isinstance(settled, Approved)
    assert bench[0].counters()["sale"] == 1
    reborn.close()


def test_the_rack_fits_it_by_its_settings(bench: Bench, tmp_path: Path) -> None:
    settings = TerminalSettings(str(tmp_path / "port"), "nccc400", terminal_id=TERMINAL_ID, zone=AT.tzinfo)
    fitted = build_terminal(settings)
    assert isinstance(fitted, FixedFieldTerminal)
    assert fitted.status().detail == f"NCCC 400, terminal {TERMINAL_ID}"
    fitted.close()
