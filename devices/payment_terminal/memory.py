"""What a pretend terminal remembers through power cuts, its own and the kiosk's: its counters and its ledger.

Belongs to the emulator alone; the driver must never look in here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

#: Results that make a transaction, with a trace and a receipt number.
BOOKED = ("approved", "declined", "reversed")


@dataclass(frozen=True, slots=True)
class Entry:
    """`result`: approved, declined, reversed, or (with trace 0) cancelled, timed_out, broken_off. `at`: local ISO."""

    trace: int
    receipt: int
    amount_minor: int
    currency: str
    result: str
    at: str


class Memory:
    """Kept as JSON in `path`, written anew and swapped in at every change."""

    def __init__(self, path: Path, terminal_id: str = "52500038") -> None:
        self._path = path
        kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        self.terminal_id: str = kept.get("terminal_id", terminal_id)
        self._trace: int = kept.get("trace", 0)
        self._receipt: int = kept.get("receipt", 0)
        self._entries = [Entry(**entry) for entry in kept.get("ledger", ())]

    def book(self, amount_minor: int, currency: str, result: str, at: str) -> Entry:
        """A new entry, on disk before this returns."""
        with self._kept():
            if result in BOOKED:
                self._trace, self._receipt = self._trace % 999999 + 1, self._receipt % 9999 + 1
            numbers = (self._trace, self._receipt) if result in BOOKED else (0, 0)
            entry = Entry(*numbers, amount_minor, currency, result, at)
            self._entries.append(entry)
        return entry

    def reverse(self, entry: Entry) -> None:
        with self._kept():
            self._entries = [replace(e, result="reversed") if e == entry else e for e in self._entries]

    def last(self) -> Entry | None:
        """The last transaction that was carried out, whatever came of it."""
        return next((entry for entry in reversed(self._entries) if entry.trace), None)

    def ledger(self) -> list[dict[str, object]]:
        return [asdict(entry) for entry in self._entries]

    @contextmanager
    def _kept(self) -> Iterator[None]:
        yield
        fresh = self._path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(self._all(), file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)

    def _all(self) -> dict[str, object]:
        return {
            "terminal_id": self.terminal_id,
            "trace": self._trace,
            "receipt": self._receipt,
            "ledger": self.ledger(),
        }
