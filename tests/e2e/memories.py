"""What is remembered after a visit: by the terminal, by the kiosk's journal, by the centre, and in files.

Looks from outside, while everything runs; writes nothing.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.e2e.system import System
from tests.stores import opened

Row = tuple[Any, ...]


def wait(holds: Callable[[], bool], what: str, seconds: float = 30.0) -> None:
    """Until `holds`; fails with `what` that was waited for."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.1)


def centre(system: System, query: str, *values: object) -> list[Row]:
    with closing(sqlite3.connect(f"file:{system.directory / 'crm.db'}?mode=ro", uri=True)) as database:
        return database.execute(query, values).fetchall()


def journal(system: System, query: str, *values: object) -> list[Row]:
    with closing(opened(system.data / "store" / "kiosk.db")) as database:
        return list(database.execute(query, values))


def charges(system: System) -> list[dict[str, Any]]:
    """What the terminal itself says was charged."""
    entries = system.bench.get("/payment_terminal/ledger")["entries"]
    return [entry for entry in entries if entry["result"] == "approved"]


def asked(system: System) -> int:
    """How often the terminal was asked for a payment, whatever became of it."""
    return int(system.bench.get("/state")["payment_terminal"]["counters"].get("authorisation", 0))


def receipts(system: System) -> list[dict[str, Any]]:
    return list(system.bench.get("/receipt_printer/receipts")["receipts"])


def audited(system: System, what: str) -> list[Row]:
    """Lines of the centre's audit list: who, what, detail."""
    told = (
        "SELECT kiosk_id, what, json_extract(body, '$.fields') FROM records WHERE what LIKE ? ORDER BY rowid"
    )
    own = "SELECT who, what, detail FROM audit WHERE what LIKE ? ORDER BY id"
    return [*centre(system, told, what), *centre(system, own, what)]


def files_below(folder: Path, without: Iterable[str] = ()) -> Iterator[Path]:
    """Every file below `folder`, but not in the folders named `without`."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not set(path.relative_to(folder).parts) & set(without):
            yield path


def containing(files: Iterable[Path], digits: str) -> list[str]:
    """Which files hold `digits`, as text (with spaces or dashes between, too) or as packed decimals.

    Digits within a longer run of hexadecimal digits do not count: hashes hold every short number sooner or later.
    """
    text = "[ -]?".join(digits).encode()
    spelt = re.compile(rb"(?<![0-9A-Fa-f])" + text + rb"(?![0-9A-Fa-f])")
    packed = bytes.fromhex(digits) if len(digits) >= 12 and len(digits) % 2 == 0 else None
    found = []
    for path in files:
        data = path.read_bytes()
        if spelt.search(data) or (packed and packed in data):
            found.append(path.name)
    return found
