"""Durable append: one callback request (row, audit line, record; one transaction) against the flush limit.

The limit is a preallocated file: write 1 KiB, fdatasync. Peers: the standard library's sqlite3 with WAL and FULL,
one row a commit, and sqlite-utils as it comes. Once on this machine's disk as it is, and once with every flush made
5 ms longer, as on a disk without a fast cache: there the flushes decide, here the processor. Beside the store as it
ships stands the same one without encryption: the ratio of the two is what encryption costs.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.flushes import Flushes
from bench.report import Measure, interleaved, middle, publish, spread
from kiosk.domain.callback import CallbackDraft, Context, Topic, Window
from kiosk.domain.language import Language
from kiosk.ports import Answer
from kiosk.storage.callbacks import SqliteCallbacks
from kiosk.storage.database import Store
from kiosk.storage.engine import Database, connect
from kiosk.storage.key import StoreKey
from kiosk.storage.outbox import SqliteOutbox
from kiosk.storage.vault import Vault

EVENTS = 100
ROUNDS = 5
SLOW_ROUNDS = 3
SLOW_FLUSH = 0.005
BATCH = 50
ZONE = ZoneInfo("Asia/Taipei")
NOW = datetime(2026, 11, 22, 14, 5, tzinfo=ZONE)
UNENCRYPTED = "not encrypted"
PAYLOAD = os.urandom(512).hex().encode()

Append = Callable[[], None]


class _Unencrypted(Store):
    """The store as it ships, but for its key; for one opening."""

    def _connect(self, key: StoreKey | None) -> Database:
        return connect(self.path, None, self._busy)


def main() -> None:
    flushes = Flushes()
    with tempfile.TemporaryDirectory(dir="out") as name:
        folder = Path(name)
        store = Store(folder / "store" / "kiosk.db", Vault(folder / "keys"))
        appends = {
            "flush": _bare(folder, flushes),
            "ours": _ours(store),
            UNENCRYPTED: _ours(_Unencrypted(folder / "plain" / "kiosk.db", Vault(folder / "keys"))),
            "sqlite3": _stdlib(folder),
            "sqlite-utils as it comes": _plain(folder),
        }
        measures = _throughput(appends, "this disk", ROUNDS)
        flushes.pause = SLOW_FLUSH
        measures += _throughput(appends, f"a flush {SLOW_FLUSH * 1000:.0f} ms longer", SLOW_ROUNDS)
        flushes.pause = 0.0
        measures.append(_flushed(appends, flushes))
        measures.append(_flushed_and_delivered(appends["ours"], SqliteOutbox(store, ZONE), flushes))
    publish("append", measures)


# --- measures -------------------------------------------------------------------------------------


def _throughput(appends: Mapping[str, Append], where: str, rounds: int) -> list[Measure]:
    found = interleaved({name: _rate(append) for name, append in appends.items()}, rounds)
    rates = {name: middle(values) for name, values in found.items()}
    appended = Measure(
        f"durable callback requests, {where}",
        "/s",
        rates["ours"],
        rates["flush"],
        rates["ours"] / rates["flush"],
        "0.8 of the flush limit where flushes decide",
        {name: rate for name, rate in rates.items() if name not in ("ours", "flush")},
        spread(found["ours"]),
    )
    cost = Measure(
        f"the same against itself without encryption, {where}",
        "/s",
        rates["ours"],
        rates[UNENCRYPTED],
        rates["ours"] / rates[UNENCRYPTED],
        "report",
        spread=spread([a / b for a, b in zip(found["ours"], found[UNENCRYPTED], strict=True)]),
    )
    return [appended, cost]


def _rate(append: Append) -> Callable[[], float]:
    def run() -> float:
        began = time.perf_counter()
        for _ in range(EVENTS):
            append()
        return EVENTS / (time.perf_counter() - began)

    return run


def _flushed(appends: Mapping[str, Append], flushes: Flushes) -> Measure:
    per_event = {name: _count(append, flushes) for name, append in appends.items()}
    ours, limit = per_event.pop("ours"), per_event.pop("flush")
    return Measure(
        "flushes a request", "", ours, limit, ours / limit, "1, and now and then a checkpoint", per_event
    )


def _count(append: Append, flushes: Flushes) -> float:
    before = flushes.count
    for _ in range(EVENTS):
        append()
    return (flushes.count - before) / EVENTS


def _flushed_and_delivered(append: Append, outbox: SqliteOutbox, flushes: Flushes) -> Measure:
    """From the request until the centre has said "stored" and it is deleted here."""
    _deliver(outbox)
    before = flushes.count
    for _ in range(EVENTS):
        append()
    _deliver(outbox)
    ours = (flushes.count - before) / EVENTS
    return Measure("flushes a request, delivered and deleted", "", ours, None, None, "under 1.5")


def _deliver(outbox: SqliteOutbox) -> None:
    while due := outbox.due(BATCH, NOW):
        outbox.settle([Answer(record.id, "stored") for record in due], NOW)


# --- who appends ----------------------------------------------------------------------------------


def _bare(folder: Path, flushes: Flushes) -> Append:
    size = EVENTS * (2 * ROUNDS + SLOW_ROUNDS) * len(PAYLOAD)
    handle = os.open(folder / "raw", os.O_CREAT | os.O_RDWR)
    os.write(handle, bytes(size))
    os.fsync(handle)
    os.lseek(handle, 0, os.SEEK_SET)

    def append() -> None:
        os.write(handle, PAYLOAD)
        flushes.flush(handle)

    return append


def _ours(store: Store) -> Append:
    callbacks = SqliteCallbacks(store, "K07", ZONE)
    window = Window(NOW, NOW + timedelta(hours=2), soonest=True)
    context = Context(path=("home",))
    draft = CallbackDraft(Topic.BILLING, window, "0900000000", notice="2026-11", context=context)
    trail = [(NOW, f"article:{number}") for number in range(6)]

    def append() -> None:
        callbacks.save(draft, Language.ZH_HANT, trail, NOW)

    return append


def _stdlib(folder: Path) -> Append:
    connection = sqlite3.connect(folder / "stdlib.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE event (id INTEGER PRIMARY KEY, body TEXT)")

    def append() -> None:
        connection.execute("INSERT INTO event (body) VALUES (?)", (PAYLOAD.decode(),))

    return append


def _plain(folder: Path) -> Append:
    table = Database(folder / "plain.db").table("event")

    def append() -> None:
        table.insert({"body": PAYLOAD.decode()})

    return append


if __name__ == "__main__":
    main()
