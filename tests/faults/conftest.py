"""A counter without a window: workbench, centre, and kiosk processes that come and go."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.system import ROOT, Overrides, System
from tests.stores import opened

BILLS = 60
#: Short enough that a lost answer is noticed within a test, long enough for a slow machine.
OVERRIDES = {
    "payment_terminal": {"answer_seconds": 5},
    "payments": {"inquiries": 2, "inquiry_pause_seconds": 1},
    "crm": {"poll_seconds": 2},
}


class Counter:
    """Plays visits and looks at all three memories: the terminal's, the kiosk's, the centre's."""

    def __init__(self, system: System) -> None:
        self.system = system
        self._machines: list[subprocess.Popen[str]] = []

    def machine(self, *arguments: str) -> subprocess.Popen[str]:
        machine = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.machine", str(self.system.data), *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._machines.append(machine)
        return machine

    def close(self) -> None:
        """Ends what a failed test left running."""
        for machine in self._machines:
            if machine.poll() is None:
                machine.kill()
                machine.communicate()

    def told(self, *arguments: str) -> dict[str, Any]:
        """What the customer of a whole run was told."""
        return self.ended(self.machine(*arguments))

    def ended(self, machine: subprocess.Popen[str]) -> dict[str, Any]:
        out, err = machine.communicate(timeout=100)
        assert machine.returncode == 0, err
        return dict(json.loads(out.splitlines()[-1]))

    def killed(self, point: str, *arguments: str) -> None:
        machine = self.machine("--play", "--kill", point, *arguments)
        _, err = machine.communicate(timeout=100)
        assert machine.returncode == -9, f"was not killed at {point}: {machine.returncode}\n{err}"

    def next_charge(self, **switches: object) -> None:
        self.system.bench.post("/payment_terminal", switches)

    def ledger(self) -> list[dict[str, Any]]:
        """What the terminal itself says was charged."""
        entries = self.system.bench.get("/payment_terminal/ledger")["entries"]
        return [entry for entry in entries if entry["result"] == "approved"]

    def centre(self, query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.system.directory / "crm.db")) as database:
            return database.execute(query).fetchall()

    def journal(self, query: str) -> list[tuple[Any, ...]]:
        with closing(opened(self.system.data / "store" / "kiosk.db")) as database:
            return list(database.execute(query))

    def agree(self) -> None:
        """Never charged twice, never lost: each charge of the terminal is one posted payment, and no other is."""
        charged = sorted(entry["trace"] for entry in self.ledger())
        posted = sorted(
            row[0] for row in self.centre("SELECT slip_trace FROM payments WHERE outcome = 'approved'")
        )
        assert charged == posted
        lines = self.centre(
            "SELECT l.bill_id, count(*) FROM payment_lines l JOIN payments p ON p.id = l.payment_id"
            " WHERE p.outcome = 'approved' GROUP BY l.bill_id HAVING count(*) > 1"
        )
        assert lines == []


def more_bills(system: System) -> None:
    """Enough open bills for every round; made up like the demonstration's."""
    today = datetime.now(UTC).date()
    account = _account(system)
    rows = [
        {
            "id": f"T-{number:03}",
            "account": account,
            "kind": "water",
            "period_from": str(today - timedelta(days=90)),
            "period_to": str(today - timedelta(days=31)),
            "amount": {"minor": 10_000 + 100 * number, "currency": "TWD"},
            "due": str(today + timedelta(days=20)),
        }
        for number in range(BILLS)
    ]
    file = system.directory / "bills.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    system.run("crm", "import", "bills", str(file), "--db", system.database)


def _account(system: System) -> str:
    with closing(sqlite3.connect(system.directory / "crm.db")) as database:
        rows = database.execute("SELECT number FROM accounts WHERE number LIKE '%7730'").fetchall()
    return str(rows[0][0])


@contextmanager
def standing(folder: Path, overrides: Overrides) -> Iterator[Counter]:
    """A counter with workbench and centre, its kiosk enrolled and not yet started."""
    with System(folder, overrides=overrides) as system:
        system.start_bench()
        system.prepare_crm()
        more_bills(system)
        system.start_crm()
        system.enrol()
        with closing(Counter(system)) as counter:
            yield counter


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    with standing(tmp_path_factory.mktemp("counter"), OVERRIDES) as counter:
        yield counter
