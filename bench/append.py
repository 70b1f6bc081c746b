"""Durable append, one commit each, 1 KiB: one record of the kiosk's queue against the flush limit, and beside it others.

The limit is a preallocated file: write 1 KiB, fdatasync. Peers: the standard library's sqlite3 with WAL and FULL, one
row a commit, and the queues of bench/peers.py. Once on this machine's disk as it is, and once on files in memory of
which every flush takes 5 ms, as on a disk without a fast cache: there the flushes decide, here the processor. A whole
callback request (row, audit line, two records, in one transaction) is measured too; and the store as it ships beside
the same one without encryption, and beside one whose write-ahead log is cut off each time instead of overwritten.
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

from bench import peers
from bench.flushes import Flushes
from bench.report import Measure, interleaved, middle, publish, spread
from kiosk.domain.callback import CallbackDraft, Context, Topic, Window
from kiosk.domain.language import Language
from kiosk.ports import Answer
from kiosk.storage.callbacks import SqliteCallbacks
from kiosk.storage.database import Store
from kiosk.storage.engine import Database, connect
from kiosk.storage.feedback import SqliteFeedback
from kiosk.storage.key import StoreKey
from kiosk.storage.outbox import SqliteOutbox
from kiosk.storage.vault import Vault

#: Few at a time and often in turn: whatever else the disk does meanwhile hits all of them.
EVENTS = 20
ROUNDS = 25
SLOW_FLUSH = 0.005
BATCH = 50
#: Where a flush costs nothing of its own, so that the model's is all of it.
IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else "out"
#: For the flushes of a long queue that drains.
LONG = 1000
ZONE = ZoneInfo("Asia/Taipei")
NOW = datetime(2026, 11, 22, 14, 5, tzinfo=ZONE)
UNENCRYPTED, CUT_OFF, REQUEST = "not encrypted", "log cut off", "request"
PAYLOAD = os.urandom(512).hex().encode()
GOAL = "0.92 of the flush limit where flushes decide"

Append = Callable[[], object]


class _Unencrypted(Store):
    """The store as it ships, but for its key; for one opening."""

    def _connect(self, key: StoreKey | None) -> Database:
        return connect(self.path, None, self._busy)


class _CutOff(Store):
    """The store with a log that loses its room each time it is emptied."""

    def scrub(self) -> bool:
        return not self._opened().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]


def main() -> None:
    peers.install()
    flushes = Flushes()
    with tempfile.TemporaryDirectory(dir="out") as here, tempfile.TemporaryDirectory(dir=IN_MEMORY) as model:
        runs = _Runs(Path(here), flushes)
        measures = _throughput(runs.appends, "this disk", ROUNDS)
        measures.append(_behind_an_emptied_log(Path(here)))
        measures += _flushed(runs, flushes)
        flushes.pause = SLOW_FLUSH
        slow = _Runs(Path(model), flushes).appends
        measures += _throughput(slow, f"a flush takes {SLOW_FLUSH * 1000:.0f} ms", ROUNDS)
    publish("append", measures)


class _Runs:
    """Everybody who appends, with their files in one folder."""

    def __init__(self, folder: Path, flushes: Flushes) -> None:
        store = Store(folder / "store" / "kiosk.db", Vault(folder / "keys"))
        self.outbox = SqliteOutbox(store, ZONE)
        self.others = peers.queues(folder, PAYLOAD)
        self.appends: dict[str, Append] = {
            "flush": _bare(folder, flushes),
            "ours": _record(store),
            REQUEST: _request(Store(folder / "requests" / "kiosk.db", Vault(folder / "keys"))),
            UNENCRYPTED: _record(_Unencrypted(folder / "plain" / "kiosk.db", Vault(folder / "keys"))),
            "sqlite3": _stdlib(folder),
            **{peer: queue.append for peer, queue in self.others.items()},
        }


# --- measures -------------------------------------------------------------------------------------


def _throughput(appends: Mapping[str, Append], where: str, rounds: int) -> list[Measure]:
    found = interleaved({name: _rate(append) for name, append in appends.items()}, rounds)
    rates = {name: middle(values) for name, values in found.items()}

    def against(what: str, ours: str, limit: str, goal: str, others: Mapping[str, float]) -> Measure:
        """Ratios of the same round, so that a slow minute of the machine is in both."""
        ratios = [a / b for a, b in zip(found[ours], found[limit], strict=True)]
        told = f"ratio: {spread(ratios)}"
        title = f"{what}, {where}"
        return Measure(title, "/s", rates[ours], rates[limit], middle(ratios), goal, others, told)

    ours = ("ours", "flush", REQUEST, UNENCRYPTED)
    others = {name: rate for name, rate in rates.items() if name not in ours}
    return [
        against("durable append of a record of 1 KiB", "ours", "flush", GOAL, others),
        against("a whole callback request", REQUEST, "flush", "report", {}),
        against("a record against itself without encryption", "ours", UNENCRYPTED, "report", {}),
    ]


def _rate(append: Append) -> Callable[[], float]:
    def run() -> float:
        began = time.perf_counter()
        for _ in range(EVENTS):
            append()
        return EVENTS / (time.perf_counter() - began)

    return run


def _behind_an_emptied_log(folder: Path) -> Measure:
    """Five records, then the log is emptied, as when the line is up: what its kept room is worth."""
    kept = Store(folder / "kept" / "kiosk.db", Vault(folder / "keys"))
    cut = _CutOff(folder / "cut" / "kiosk.db", Vault(folder / "keys"))
    found = interleaved({"ours": _emptied(kept), CUT_OFF: _emptied(cut)}, ROUNDS)
    ratios = [a / b for a, b in zip(found["ours"], found[CUT_OFF], strict=True)]
    return Measure(
        "appends behind an emptied log, against a log that was cut off, this disk",
        "/s",
        middle(found["ours"]),
        middle(found[CUT_OFF]),
        middle(ratios),
        "above 1",
        spread=f"ratio: {spread(ratios)}",
    )


def _emptied(store: Store) -> Callable[[], float]:
    append = _record(store)

    def run() -> float:
        spent = 0.0
        for _ in range(EVENTS // 5):
            append()  # opens the store the first time
            store.scrub()
            began = time.perf_counter()
            for _ in range(5):
                append()
            spent += time.perf_counter() - began
        return EVENTS / spent

    return run


def _flushed(runs: _Runs, flushes: Flushes) -> list[Measure]:
    outbox = runs.outbox
    while due := outbox.due(BATCH, NOW):
        _settle(outbox, [record.id for record in due])
    per_event = {name: _count(append, flushes, LONG) for name, append in runs.appends.items()}
    ours, limit, request = (per_event.pop(name) for name in ("ours", "flush", REQUEST))
    taken = {name: _count(queue.acknowledge, flushes, LONG // 2) for name, queue in runs.others.items()}
    before = flushes.count
    while due := outbox.due(BATCH, NOW):
        _settle(outbox, [record.id for record in due])
    settled = (flushes.count - before) / LONG
    goal = "1.05 or fewer"
    return [
        Measure("flushes an append", "", ours, limit, ours / limit, goal, per_event),
        Measure("flushes a callback request", "", request, limit, request / limit, goal),
        Measure("flushes an acknowledgement, batch 50", "", settled, None, None, "0.03", taken),
    ]


def _count(append: Append, flushes: Flushes, events: int) -> float:
    before = flushes.count
    for _ in range(events):
        append()
    return (flushes.count - before) / events


def _settle(outbox: SqliteOutbox, records: list[str]) -> None:
    outbox.settle([Answer(record, "stored") for record in records], NOW)


# --- who appends ----------------------------------------------------------------------------------


def _bare(folder: Path, flushes: Flushes) -> Append:
    size = (EVENTS * ROUNDS + LONG) * len(PAYLOAD)
    handle = os.open(folder / "raw", os.O_CREAT | os.O_RDWR)
    os.write(handle, bytes(size))
    os.fsync(handle)
    os.lseek(handle, 0, os.SEEK_SET)

    def append() -> None:
        os.write(handle, PAYLOAD)
        flushes.flush(handle)

    return append


def _record(store: Store) -> Append:
    """A record of the outbox whose body is 1 KiB, in a transaction of its own."""
    feedback = SqliteFeedback(store, ZONE)
    text = PAYLOAD.decode()[:-30]  # the body's other words
    return lambda: feedback.unmet_search(text, Language.ZH_HANT, NOW)


def _request(store: Store) -> Append:
    callbacks = SqliteCallbacks(store, "K07", ZONE)
    window = Window(NOW, NOW + timedelta(hours=2), soonest=True)
    context = Context(path=("home",))
    draft = CallbackDraft(Topic.BILLING, window, "0900000000", notice="2026-11", context=context)
    trail = [(NOW, f"article:{number}") for number in range(6)]
    return lambda: callbacks.save(draft, Language.ZH_HANT, trail, NOW)


def _stdlib(folder: Path) -> Append:
    connection = sqlite3.connect(folder / "stdlib.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE event (id INTEGER PRIMARY KEY, body TEXT)")
    return lambda: connection.execute("INSERT INTO event (body) VALUES (?)", (PAYLOAD.decode(),))


if __name__ == "__main__":
    main()
