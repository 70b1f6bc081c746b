"""Plugs that are pulled in the middle of money and paper, and put in at another port: charged once, and found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.memories import wait
from tests.e2e.system import Overrides
from tests.faults.conftest import OVERRIDES, Counter, standing

pytestmark = pytest.mark.timeout(240)
SOUGHT: Overrides = {
    **OVERRIDES,
    "payment_terminal": {"answer_seconds": 5, "port": "workbench/payment_terminal, workbench/usb-?"},
    "receipt_printer": {"port": "workbench/receipt_printer, workbench/usb-?"},
    # each look through the ports is one inquiry: a machine that does other things besides needs more of them
    "payments": {"inquiries": 20, "inquiry_pause_seconds": 2},
}


@pytest.fixture(scope="module")
def moving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    with standing(tmp_path_factory.mktemp("moving"), SOUGHT) as counter:
        yield counter


@pytest.fixture(autouse=True)
def as_delivered(moving: Counter) -> Iterator[None]:
    yield
    for device in ("payment_terminal", "receipt_printer"):
        moving.system.bench.post(f"/{device}", {"socket": "own", "unplugged": False})


def counted(counter: Counter, device: str, what: str) -> int:
    return int(counter.system.bench.get("/state")[device]["counters"].get(what, 0))


@pytest.mark.requirement("X10", "E2")
def test_a_terminal_pulled_in_mid_charge_is_asked_at_its_new_port(moving: Counter) -> None:
    """X10, E2: approved while its plug was out; the printer stands at another of the ports that are looked at."""
    before, asked = len(moving.ledger()), counted(moving, "payment_terminal", "authorisation")
    moving.system.bench.post("/receipt_printer", {"socket": "b"})
    moving.next_charge(next="approve", delay_s=1)
    machine = moving.machine("--play")
    wait(lambda: counted(moving, "payment_terminal", "authorisation") > asked, "the request")
    moving.system.bench.post("/payment_terminal", {"unplugged": True})
    wait(lambda: len(moving.ledger()) > before, "the charge")
    moving.system.bench.post("/payment_terminal", {"socket": "a", "unplugged": False})
    told = moving.ended(machine)
    assert (told["screen"], told["paper"]) == ("Paid", "confirmed")
    assert len(moving.ledger()) == before + 1
    assert counted(moving, "payment_terminal", "authorisation") == asked + 1
    moving.agree()


@pytest.mark.requirement("X10", "X4")
def test_a_printer_pulled_in_mid_receipt_has_torn_it_and_the_payment_stands(moving: Counter) -> None:
    """X10, X4: back at another port, it is not said to have printed what it tore."""
    before, heard = len(moving.ledger()), counted(moving, "receipt_printer", "bytes")
    moving.system.bench.post("/receipt_printer", {"slow_baud": 9600})
    machine = moving.machine("--play")
    wait(lambda: counted(moving, "receipt_printer", "rows") > 0 and len(moving.ledger()) > before, "rows")
    wait(lambda: counted(moving, "receipt_printer", "bytes") > heard + 2000, "a good piece")
    moving.system.bench.post("/receipt_printer", {"unplugged": True, "slow_baud": None})
    moving.system.bench.post("/receipt_printer", {"socket": "c", "unplugged": False})
    told = moving.ended(machine)
    assert (told["screen"], told["paper"]) == ("Paid", "partial")
    assert len(moving.ledger()) == before + 1
    moving.agree()
