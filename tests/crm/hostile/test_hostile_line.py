"""Twenty thousand records over a line that breaks in every way: each is at the centre once, in its order."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select, text

from crm.centre import Centre
from crm.database import Database
from crm.kiosks import registry
from crm.schema import Callback, Case, CaseKind, Payment, Rating, Record, UnmetSearch, VoteCount
from kiosk.sync.enrol import enrol
from kiosk.sync.identity import Identity
from tests.answering import answering
from tests.crm.hostile.line import Fate, HostileLine
from tests.crm.hostile.queues import Queue, Told
from tests.crm.signing import EPOCH

ROOT = Path(__file__).parents[3]
KIOSKS = ("K01", "K02", "K03")
#: Twenty thousand together.
COUNTS = {"sqlite": 14_000, "postgresql": 6_000}
#: By what the order of insertion is seen: `received_at` is from before the wait for other requests of the same kiosk.
ARRIVAL = {"sqlite": "rowid", "postgresql": "arrived"}


def moody(*arguments: str) -> AbstractContextManager[str]:
    """Where the centre, or what stands for it, listens."""
    return answering("tests.crm.hostile.moody", *arguments)


@contextmanager
def queues(folder: Path, url: str, identities: list[Identity]) -> Iterator[list[Queue]]:
    """Each kiosk at the end of a hostile line of its own."""
    lines = [HostileLine(url, seed) for seed, _ in enumerate(identities, start=11)]
    try:
        yield [
            Queue(folder, identity, line, seed)
            for seed, (identity, line) in enumerate(zip(identities, lines, strict=True), start=21)
        ]
    finally:
        for line in lines:
            line.close()
        met = sum((line.met for line in lines), Counter[Fate]())
        assert met.keys() == set(Fate), f"not every misfortune was met: {met}"


def drained(all_of_them: list[Queue], count: int) -> None:
    threads = [queue.begin(count // len(all_of_them)) for queue in all_of_them]
    for thread in threads:
        thread.join()
    for queue in all_of_them:
        if queue.error:
            raise queue.error


def strangers() -> list[Identity]:
    return [Identity(id, EPOCH, Ed25519PrivateKey.generate()) for id in KIOSKS]


def enrolled(folder: Path, centre: Centre, url: str) -> list[Identity]:
    identities = []
    for id in KIOSKS:
        with centre.database.writing() as session:
            code = registry.issue_code(session, id, "三重", centre.clock(), timedelta(hours=1))
        identities.append(enrol(url, id, code, folder / id, EPOCH))
    return identities


@pytest.mark.requirement("J3")
@pytest.mark.requirement("J5")
@pytest.mark.requirement("X53")
@pytest.mark.timeout(900)
def test_everything_arrives_once_and_in_order(tmp_path: Path, database: Database) -> None:
    """X53, J3, J5: none missing, none doubled in its consequences, a bad one set aside, none behind it held up."""
    count = COUNTS[database.engine.dialect.name]
    if database.is_postgresql:
        with database.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE records ADD COLUMN arrived BIGSERIAL")
    where = database.engine.url.render_as_string(hide_password=False)
    with moody("--db", where) as url:
        identities = enrolled(tmp_path, Centre(database), url)
        with queues(tmp_path, url, identities) as kiosks:
            drained(kiosks, count)
    for kiosk in kiosks:
        assert kiosk.waiting == 0
        [bad] = kiosk.parked
        assert (bad.id, bad.reason.partition(":")[0]) == (kiosk.poisoned, "invalid")
        in_their_order(database, kiosk)
    made = [kiosk.told for kiosk in kiosks]
    assert sum(len(told.ids) for told in made) == count // len(KIOSKS) * len(KIOSKS)
    once(database, made)


def in_their_order(database: Database, kiosk: Queue) -> None:
    """Batch after batch; what is in one becomes visible in one moment, so there the numbers are the order."""
    with database.reading() as session:
        rows = session.execute(
            select(Record.id, Record.stream, Record.seq, Record.received_at, Record.body)
            .where(Record.kiosk_id == kiosk.id)
            .order_by(text(ARRIVAL[database.engine.dialect.name]))
        ).all()
    batches = {
        received: place for place, received in enumerate(dict.fromkeys(row.received_at for row in rows))
    }
    arrived: dict[tuple[str, int], list[str]] = {}
    for row in sorted(rows, key=lambda row: (batches[row.received_at], row.seq)):
        arrived.setdefault((row.stream, row.body["customer"]), []).append(row.id)
    assert Counter(row.id for row in rows) == Counter(kiosk.told.ids)
    assert arrived == {key: ids for key, ids in kiosk.told.by_customer.items() if ids}


def once(database: Database, made: list[Told]) -> None:
    """What followed from the records: each consequence as often as there was a reason for it."""
    kinds = sum((told.kinds for told in made), Counter[str]())
    with database.reading() as session:

        def count(model: Any, *where: Any) -> int:
            return session.scalar(select(func.count()).select_from(model).where(*where)) or 0

        assert count(Payment) == kinds["payment"]
        assert session.scalar(select(func.sum(Payment.amount_minor))) == sum(told.minor for told in made)
        for kind in ("complaint", "letter", "suggestion"):
            assert count(Case, Case.kind == CaseKind(kind)) == kinds[kind]
        assert count(Callback) == kinds["callback"]
        assert count(Rating) == kinds["rating"]
        assert session.scalar(select(func.sum(VoteCount.useful + VoteCount.useless))) == kinds["vote"]
        assert session.scalar(select(func.sum(UnmetSearch.asked))) == kinds["unmet_search"]
        assert count(Record, Record.what == "maintenance.entered") == kinds["audit"]


def test_a_centre_that_inserts_whatever_comes_is_caught(tmp_path: Path) -> None:
    """The same kiosks, lines and moods before a centre without ids: nothing is missing, and much is there twice."""
    file = tmp_path / "naive.db"
    with moody("--naive", str(file)) as url, queues(tmp_path, url, strangers()) as kiosks:
        drained(kiosks, 3_000)
    with closing(sqlite3.connect(file)) as heard:
        found = Counter(id for (id,) in heard.execute("SELECT id FROM heard"))
    made = {id for kiosk in kiosks for id in (*kiosk.told.ids, kiosk.poisoned)}
    assert found.keys() == made
    assert sum(times - 1 for times in found.values()) > len(made) // 50
