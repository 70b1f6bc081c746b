"""The same driver and the same pretend terminal over a real pseudo-terminal and pyserial."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.link import Link
from devices.payment_terminal.zvt.driver import ZvtTerminal
from devices.payment_terminal.zvt.emulator import ZvtEmulator
from kiosk.domain.faults import Fault
from kiosk.domain.health import DeviceState
from kiosk.domain.payment import Approved, Cancelled, CancelledBy, Declined, InDoubt, Outcome, judge
from kiosk.domain.states import Stage
from tests.devices.payment_terminal.zvt.conftest import AT as CLOCK
from tests.devices.payment_terminal.zvt.test_charge import BILL, intent
from tests.devices.pumped import pumped

Bench = tuple[ZvtEmulator, threading.Lock]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with pumped(tmp_path / "port", lambda send: ZvtEmulator(send, tmp_path, lambda: CLOCK)) as bench:
        bench[0].switch({"delay_s": 0.1})
        yield bench


@pytest.fixture
def terminal(bench: Bench, tmp_path: Path) -> Iterator[ZvtTerminal]:
    terminal = ZvtTerminal(Link(str(tmp_path / "port"), 115200), answer_seconds=1, ack_seconds=0.5)
    yield terminal
    terminal.close()


def switch(bench: Bench, **changes: object) -> None:
    device, lock = bench
    with lock:
        device.switch(changes)


@pytest.mark.requirement("E1")
@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ("approve", Approved),
        ("decline", Declined()),
        ("cancel", Cancelled(CancelledBy.CUSTOMER)),
        ("timeout", Cancelled(CancelledBy.TIMEOUT)),
    ],
)
def test_each_end_over_a_real_line(
    terminal: ZvtTerminal, bench: Bench, plan: str, expected: Outcome | type[Approved]
) -> None:
    """E1: real bytes, real port."""
    switch(bench, next=plan)
    terminal.prepare()
    outcome = terminal.charge(BILL, lambda stage: None)
    assert isinstance(outcome, Approved) if expected is Approved else outcome == expected


@pytest.mark.requirement("E2")
@pytest.mark.requirement("K6")
def test_pulled_out_behind_the_approval_and_plugged_in_again(terminal: ZvtTerminal, bench: Bench) -> None:
    """E2, K6: doubt at once, the port comes back by itself, the inquiry settles it; asked once."""
    mark = terminal.prepare()

    def pull(stage: Stage) -> None:
        if stage is Stage.REMOVE_CARD:
            switch(bench, unplugged=True)

    assert terminal.charge(BILL, pull) == InDoubt("no_answer")
    report = terminal.status()
    assert (report.state, report.faults) == (DeviceState.UNPLUGGED, (Fault.PORT_MISSING,))
    switch(bench, unplugged=False)
    settled = None
    while (
        settled is None
    ):  # the link pauses before it tries the port again; pytest's own time-out bounds this
        settled = judge(intent(mark), terminal.inquire())
    assert isinstance(settled, Approved)
    assert bench[0].counters()["authorisation"] == 1


@pytest.mark.requirement("E2")
def test_a_second_kiosk_process_recovers_what_the_first_one_left(
    terminal: ZvtTerminal, bench: Bench, tmp_path: Path
) -> None:
    """E2: the terminal's memory outlives the kiosk's."""
    mark = terminal.prepare()
    switch(bench, next="drop_after", drop_s=0.5)
    assert terminal.charge(BILL, lambda stage: None) == InDoubt("no_answer")
    terminal.close()
    reborn = ZvtTerminal(Link(str(tmp_path / "port"), 115200))
    assert isinstance(judge(intent(mark), reborn.inquire()), Approved)
    reborn.close()


@pytest.mark.requirement("P1")
def test_cancel_from_another_thread(terminal: ZvtTerminal, bench: Bench) -> None:
    """P1: the screen's thread only raises a flag; the terminal has the last word."""
    switch(bench, delay_s=60)
    terminal.prepare()
    threading.Timer(0.2, terminal.cancel).start()
    assert terminal.charge(BILL, lambda stage: None) == Cancelled(CancelledBy.CUSTOMER)
