"""What is wrong with a store after a cut, opened as the kiosk opens it, by what its process was told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from kiosk.ports import StoreError
from kiosk.storage.engine import Database
from tests.kiosk.storage.samples import PHONE, Kiosk

#: What was told -> where it must be found.
_KEPT = {
    "callback": "SELECT reference FROM callback",
    "case": "SELECT reference FROM kiosk_case",
    "asked": "SELECT id FROM payment",
    "decided": "SELECT payment FROM payment_outcome",
    "epoch": "SELECT id FROM epoch",
}
_RECORDS = """
    SELECT record FROM callback WHERE reference = ? UNION ALL SELECT record FROM kiosk_case WHERE reference = ?
    UNION ALL SELECT record FROM payment_outcome WHERE payment = ?
"""


def faults(folder: Path, told: Sequence[str]) -> list[str]:
    """One sentence for each; empty when all is well."""
    kiosk = Kiosk.at(folder / "store" / "kiosk.db")
    try:
        with closing(kiosk.store):
            kiosk.store.open()
            if kiosk.store.set_aside:
                return [f"set aside as {kiosk.store.set_aside.name}"]
            found = list(_faults(kiosk, _by_kind(told)))
            kiosk.call_back()
    except StoreError as error:
        return [f"refused: {error}"]
    return found + [f"{file.name} is readable" for file in _readable(folder)]


def _by_kind(told: Sequence[str]) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = defaultdict(list)
    for line in told:
        kind, _, what = line.partition(" ")
        kinds[kind].append(what)
    return kinds


def _faults(kiosk: Kiosk, told: dict[str, list[str]]) -> Iterator[str]:
    yield from kiosk.audit.broken_at()
    with kiosk.store.read() as db:
        for kind, question in _KEPT.items():
            there = {row[0] for row in db.execute(question)}
            yield from (f"{kind} {each} is lost" for each in told[kind] if each not in there)
        queued = {row[0] for row in db.execute("SELECT id FROM outbox")}
        yield from (f"{each} was erased and is back" for each in told["erased"] if each in queued)
        owed = queued | set(told["settling"])
        for each in told["callback"] + told["case"] + told["decided"]:
            records = {row[0] for row in db.execute(_RECORDS, (each,) * 3)}
            yield from (f"the record of {each} is lost" for record in records if record not in owed)
        yield from _holes(db)


def _holes(db: Database) -> Iterator[str]:
    """Every number of a stream is in the queue, or counted as delivered."""
    for stream, last, delivered in db.execute("SELECT stream, seq, delivered FROM stream_head"):
        if stream == "audit":
            continue
        seqs = [row[0] for row in db.execute("SELECT seq FROM outbox WHERE stream = ?", (stream,))]
        if len(set(seqs)) != len(seqs) or len(seqs) + delivered != last or max(seqs, default=0) > last:
            yield f"{stream}: {len(seqs)} waiting and {delivered} delivered are not {last}"


def _readable(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and PHONE.encode() in file.read_bytes()]
