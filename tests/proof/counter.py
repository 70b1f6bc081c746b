"""One worker's counter: fresh data for every point, lives of the kiosk upon them, and the evidence at the end."""

from __future__ import annotations

import gc
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.centre import Centre
from crm.database import Database
from crm.demo.calendar import seed_calendar
from crm.kiosks import registry
from crm.kiosks.seal import Seal
from crm.schema import Bill
from kiosk.sync.enrol import enrol
from tests.crm.places import peopled
from tests.crm.signing import EPOCH
from tests.proof.bench import Bench, Event
from tests.proof.centre import CentreProcess, House, rows
from tests.proof.channel import Channel
from tests.proof.customers import FIRST, MINOR, NEXT, due
from tests.proof.evidence import Evidence, Posted, Row
from tests.proof.family import ZVT, Family
from tests.proof.kiosk import KIOSK, Life, born
from tests.proof.moments import Moments
from tests.proof.times import Times

if TYPE_CHECKING:
    from tests.proof.scenes import Scene

Script = Callable[[Life], None]


class Counter:
    """`home`: a folder of its own; `prepared`: what every point begins with."""

    def __init__(self, home: Path, prepared: Path, house: House) -> None:
        self.folder, self.prepared = home, prepared
        self.times = Times()
        self.times.reset()
        self.centre = CentreProcess(self.times, house)
        self.bench: Bench
        self.scene: Scene | None = None
        self._paper = False

    def close(self) -> None:
        self.centre.close()

    def begin(self, scene: Scene) -> Bench:
        """A new morning, up to where the scene begins."""
        self.scene = scene
        self.set_up(scene.family, paper=scene.paper)
        scene.before(self)
        return self.bench

    def set_up(self, family: Family = ZVT, *, paper: bool = False) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.prepared, self.folder)
        self.times.reset()
        self.centre.open(self.folder / "centre.db")
        memory = self.folder / "terminal"
        memory.mkdir()
        self._paper = paper
        self.bench = Bench(self.times, memory, family, printer=paper)

    @property
    def data(self) -> Path:
        return self.folder / "kiosk"

    def live(
        self, script: Script, moments: Moments | None = None, begins: Callable[[], None] = lambda: None
    ) -> int:
        """One life of the kiosk, from switching on to the end of `script` or to its death. `begins` is done before."""
        watching = moments or Moments()
        watching.kinds = self.scene.kinds if self.scene else frozenset()

        def run(channel: Channel) -> None:
            gc.disable()  # it lives shorter than it would pay
            watching.channel = channel
            begins()
            family, paper = self.bench.family, self._paper
            life = born(self.data, self.centre.url, self.times, channel, watching, family, paper=paper)
            script(life)
            life.store.close()

        return self.bench.live(run)

    def evidence(self) -> Evidence:
        last = _told(self.bench.events, "journal")
        bugs = [f"a bug: {event.what[-700:]}" for event in _all(self.bench.events, "bug")]
        journal, faults = last[-1].what if last else ((), ("no journal",))
        db = self.folder / "centre.db"
        return Evidence(
            events=self.bench.events,
            reader=self.bench.family.reader,
            ledger=self.bench.family.ledger(self.bench.terminal),
            journal=[Row(*row) for row in journal],
            posted=[Posted(str(uuid.UUID(id)), *rest) for id, *rest in rows(db, _POSTED)],
            bills={id: (minor, by or "") for id, minor, by in rows(db, _BILLS)},
            refunds={
                str(uuid.UUID(id)): state for id, state in rows(db, "SELECT payment_id, state FROM refunds")
            },
            ends=dict(event.what for event in _all(self.bench.events, "end")),
            faults=(*faults, *bugs),
            paper=self.bench.tray,
        )


_POSTED = """
    SELECT p.id, p.outcome, p.slip_trace, l.bill_id, l.state, l.posted_minor
    FROM payments p JOIN payment_lines l ON l.payment_id = p.id
"""
_BILLS = "SELECT id, paid_minor, paid_by FROM bills WHERE id IN ('FIRST', 'NEXT')"


def _all(events: Sequence[Event], kind: str) -> list[Event]:
    return [event for event in events if event.kind == kind]


_told = _all


def prepare(home: Path, house: House) -> Path:
    """Once: a centre with its people and the two bills, and an enrolled kiosk that was switched on and off again."""
    prepared = home / "prepared"
    (prepared / "kiosk").mkdir(parents=True)
    code = _furnish(prepared / "centre.db")
    counter = Counter(home / "first", prepared, house)
    try:
        counter.set_up()

        def enrols(channel: Channel) -> None:
            enrol(counter.centre.url, KIOSK, code, counter.data / "identity", EPOCH)

        assert counter.bench.live(enrols) == 0, counter.bench.events
        assert counter.live(lambda life: _first_morning(life)) == 0, counter.bench.events
        crashes = _all(counter.bench.events, "crash")
        assert not crashes, crashes[0].what
        shutil.rmtree(prepared)
        shutil.copytree(counter.data, prepared / "kiosk")
        with sqlite3.connect(counter.folder / "centre.db") as db:
            db.execute("VACUUM INTO ?", (str(prepared / "centre.db"),))
        db.close()
    finally:
        counter.close()
    shutil.rmtree(home / "first")
    return prepared


def _first_morning(life: Life) -> None:
    life.start()
    life.wait(10).wait(10)


def _furnish(path: Path) -> str:
    times = Times()
    times.reset()
    database = Database(f"sqlite:///{path}", busy_ms=2000)
    peopled(database)
    centre = Centre(database, clock=times.utc, seal=Seal())
    seed_calendar(centre)
    today = times.now().date()
    with database.writing() as session:
        for who in (FIRST, NEXT):
            other = session.scalars(select(Bill).where(Bill.account_number == who.account)).first()
            assert other is not None, who.account
            session.add(
                Bill(
                    id=who.bill,
                    account_number=who.account,
                    kind="water",
                    period_from=other.period_from,
                    period_to=other.period_to,
                    amount_minor=MINOR,
                    currency="TWD",
                    due=due(today),
                )
            )
        code = registry.issue_code(session, KIOSK, "三重服務中心", times.utc(), timedelta(hours=1))
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return code


_RETURNS = """
    SELECT r.payment, o.outcome FROM reversal r LEFT JOIN reversal_outcome o ON o.reversal = r.id ORDER BY r.n, o.n
"""


def journal(life: Life) -> tuple[list[Any], list[str]]:
    """The whole journal as `Row`s, and what is wrong with the store itself."""
    with life.store.read() as db:
        outcomes: dict[str, list[tuple[str, int | None]]] = {}
        for payment, word, trace in db.execute(
            "SELECT payment, outcome, trace FROM payment_outcome ORDER BY n"
        ):
            outcomes.setdefault(payment, []).append((word, trace))
        returns: dict[str, list[str]] = {}
        for payment, word in db.execute(_RETURNS):
            returns.setdefault(payment, []).extend([word] if word else [])
        found = []
        for id, reference, lines in db.execute("SELECT id, reference, lines FROM payment ORDER BY n"):
            mine = outcomes.get(id, [])
            bill = FIRST.bill if f'"{FIRST.bill}"' in lines else NEXT.bill
            trace = next((trace for word, trace in mine if word == "approved"), None)
            back = tuple(returns[id]) if id in returns else None
            found.append((id, reference, bill, tuple(word for word, _ in mine), trace, back))
    faults = [f"the audit chain is broken at {place}" for place in life.world.audit.broken_at()]  # type: ignore[attr-defined]
    due = [record for record in life.world.outbox.due(50, life.clock.now()) if record.stream == "money"]
    faults += [f"{record.kind} still waits after the drain" for record in due]
    return found, faults
