"""What a pretend terminal remembers through power cuts, its own and the kiosk's: its counters and its ledger.

Belongs to the emulators alone; a driver must never look in here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

TERMINAL_ID = "52500038"
#: Results that make a transaction, with a trace and a receipt number.
BOOKED = ("approved", "declined", "reversed", "reversal")


@dataclass(frozen=True, slots=True)
class Entry:
    """`result`: approved, declined, reversed (a payment that went back), reversal (the giving back, of trace `original`),
    or (with trace 0) cancelled, timed_out, broken_off. `at`: local ISO. `request`: what the till called it, where it may.
    """

    trace: int
    receipt: int
    amount_minor: int
    currency: str
    result: str
    at: str
    original: int = 0
    request: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """Of the day that is still open, in minor units. `receipts`: the first and the last receipt number, or zeros."""

    payments: int
    paid_minor: int
    reversals: int
    reversed_minor: int
    receipts: tuple[int, int]


class Memory:
    """Kept as JSON in `path`, written anew and swapped in at every change."""

    def __init__(self, path: Path, terminal_id: str = TERMINAL_ID) -> None:
        self._path = path
        kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        self.terminal_id: str = kept.get("terminal_id", terminal_id)
        self.batch: int = kept.get("batch", 1)
        self._open_from: int = kept.get("open_from", 0)
        self._trace: int = kept.get("trace", 0)
        self._receipt: int = kept.get("receipt", 0)
        self._entries = [Entry(**entry) for entry in kept.get("ledger", ())]

    def book(
        self, amount_minor: int, currency: str, result: str, at: str, original: int = 0, request: str = ""
    ) -> Entry:
        """A new entry, on disk before this returns."""
        with self._kept():
            return self._booked(amount_minor, currency, result, at, original, request)

    def sale(self, request: str, amount_minor: int) -> Entry | None:
        """The newest payment of this amount whose `request` begins so, while nothing went back."""
        entries = (
            e for e in reversed(self._entries) if (e.amount_minor, e.result) == (amount_minor, "approved")
        )
        return next((e for e in entries if e.request.startswith(request)), None)

    def reverse(self, entry: Entry) -> None:
        """The payment went back before it was complete: no transaction of its own."""
        with self._kept():
            self._mark_reversed(entry)

    def give_back(self, entry: Entry, at: str) -> Entry:
        """The payment goes back, by a transaction of its own."""
        with self._kept():
            self._mark_reversed(entry)
            return self._booked(entry.amount_minor, entry.currency, "reversal", at, entry.trace)

    def payment(self, receipt: int) -> Entry | None:
        """The payment of the open day with this receipt number, whatever became of it."""
        entries = reversed(self._entries[self._open_from :])
        return next(
            (e for e in entries if e.receipt == receipt and e.result in ("approved", "reversed")), None
        )

    def close_day(self) -> None:
        with self._kept():
            self._open_from = len(self._entries)
            self.batch = self.batch % 999999 + 1

    def sums(self) -> Sums:
        entries = self._entries[self._open_from :]
        paid = [e.amount_minor for e in entries if e.result in ("approved", "reversed")]
        back = [e.amount_minor for e in entries if e.result == "reversed"]
        receipts = [e.receipt for e in entries if e.trace] or [0]
        return Sums(len(paid), sum(paid), len(back), sum(back), (receipts[0], receipts[-1]))

    def last(self) -> Entry | None:
        """The last transaction that was carried out, whatever came of it."""
        return next((entry for entry in reversed(self._entries) if entry.trace), None)

    def ledger(self) -> list[dict[str, object]]:
        return [asdict(entry) for entry in self._entries]

    def _booked(
        self, amount_minor: int, currency: str, result: str, at: str, original: int, request: str = ""
    ) -> Entry:
        if result in BOOKED:
            self._trace, self._receipt = self._trace % 999999 + 1, self._receipt % 9999 + 1
        numbers = (self._trace, self._receipt) if result in BOOKED else (0, 0)
        entry = Entry(*numbers, amount_minor, currency, result, at, original, request)
        self._entries.append(entry)
        return entry

    def _mark_reversed(self, entry: Entry) -> None:
        self._entries = [replace(e, result="reversed") if e == entry else e for e in self._entries]

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
            "batch": self.batch,
            "open_from": self._open_from,
            "trace": self._trace,
            "receipt": self._receipt,
            "ledger": self.ledger(),
        }
