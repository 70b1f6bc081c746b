"""Where the data lie: durable, one writer at a time, waiting and not failing; and the tables are those of the models."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import InternalError, OperationalError, StatementError
from sqlalchemy.orm import Session

from crm import audit
from crm.centre import Centre
from crm.database import Database
from crm.intake.partitions import is_partition
from crm.schema import AuditLine, Base, Staff
from tests.crm.places import on_postgresql, on_sqlite
from tests.crm.signing import EPOCH, SigningKiosk, StepClock, contract

#: As in crm/migrations/env.py.
COMPARED = {
    "compare_type": True,
    "include_name": lambda name, kind, _parents: kind != "table" or not is_partition(name),
}
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_migrations_and_models_say_the_same(database: Database) -> None:
    """No drift. When it fails: alembic's autogenerate on an empty database writes the missing migration."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=COMPARED)
        assert compare_metadata(context, Base.metadata) == []


def test_drift_would_be_seen(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("ALTER TABLE callbacks DROP COLUMN notice"))
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=COMPARED)
        assert compare_metadata(context, Base.metadata) != []


def test_a_migration_can_be_gone_back_from(database: Database) -> None:
    with database.engine.begin() as connection:
        command.downgrade(database.alembic(connection), "base")
    assert inspect(database.engine).get_table_names() == ["alembic_version"]
    assert not database.is_current()
    database.migrate()
    assert database.is_current()


@on_sqlite
def test_many_writers_of_one_process_take_turns(database: Database) -> None:
    """None polls for the lock, so none gives up: not even where a writer would wait for nothing at all."""
    with closing(Database(str(database.engine.url), busy_ms=0)) as impatient:

        def write() -> None:
            for number in range(10):
                with impatient.writing() as session:
                    audit.note(session, NOON, "lin", "test.line", str(number))

        threads = [threading.Thread(target=write) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with impatient.reading() as session:
            assert len(audit.newest(session, what="test.line")) == 80


def test_migrating_twice_changes_nothing(database: Database) -> None:
    with database.writing() as session:
        audit.note(session, NOON, "centre", "test.line")
    database.migrate()
    with database.reading() as session:
        assert len(audit.newest(session)) == 1


def pragma(session: Session, name: str) -> object:
    return session.execute(text(f"PRAGMA {name}")).scalar()


@on_sqlite
def test_a_commit_survives_a_power_cut(database: Database) -> None:
    with database.reading() as session:
        told = {name: pragma(session, name) for name in ("journal_mode", "synchronous", "foreign_keys")}
    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def write_and_stumble(database: Database) -> None:
    with database.writing() as session:
        audit.note(session, NOON, "centre", "test.line")
        session.flush()
        raise ZeroDivisionError


def test_a_block_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        write_and_stumble(database)
    with database.reading() as session:
        assert audit.newest(session) == []


@on_sqlite  # PostgreSQL locks what is written, not whoever may write
def test_two_who_read_and_then_write_wait_for_each_other(database: Database) -> None:
    """With a plain BEGIN one of them would be refused in the middle, and no waiting would help it."""
    inside, go_on = threading.Event(), threading.Event()

    def first() -> None:
        with database.writing() as session:
            audit.newest(session)
            inside.set()
            assert go_on.wait(5)
            audit.note(session, NOON, "first", "test.line")

    thread = threading.Thread(target=first)
    thread.start()
    assert inside.wait(5)
    threading.Timer(0.2, go_on.set).start()
    with database.writing() as session:
        assert [line.who for line in audit.newest(session)] == ["first"]
        audit.note(session, NOON, "second", "test.line")
    thread.join()
    with database.reading() as session:
        assert len(audit.newest(session)) == 2


def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    with database.writing() as writer, database.reading() as reader:
        audit.note(writer, NOON, "centre", "test.line")
        writer.flush()
        assert audit.newest(reader) == []


def test_a_reader_sees_one_state(database: Database) -> None:
    with database.reading() as reader:
        assert audit.newest(reader) == []
        with database.writing() as writer:
            audit.note(writer, NOON, "centre", "test.line")
        assert audit.newest(reader) == []
    with database.reading() as reader:
        assert len(audit.newest(reader)) == 1


@on_postgresql
def test_a_reader_changes_nothing(database: Database) -> None:
    with database.reading() as reader:
        audit.note(reader, NOON, "centre", "test.line")
        with pytest.raises(InternalError, match="read-only"):
            reader.commit()


@on_postgresql
def test_a_row_that_is_held_is_waited_for_but_not_for_ever(centre: Centre) -> None:
    hasty = Database(centre.database.engine.url.render_as_string(hide_password=False), busy_ms=10)
    mine = select(Staff).where(Staff.login == "chen").with_for_update()
    with closing(hasty), centre.database.writing() as first, hasty.writing() as second:
        first.execute(mine)
        with pytest.raises(OperationalError, match="lock timeout"):
            second.execute(mine)


@pytest.fixture
def impatient(centre: Centre, tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path / 'centre.db'}", busy_ms=10)


@on_sqlite
def test_somebody_holds_the_database(kiosk: SigningKiosk, centre: Centre, tmp_path: Path) -> None:
    """The kiosk hears "later", in JSON, keeps its records, and they are taken when it comes again."""
    request = {"kiosk": "K07", "epoch": EPOCH, "records": [contract("records/audit.json")]}
    holder = sqlite3.connect(tmp_path / "centre.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    answer = kiosk.post("sync", request)
    assert (answer.status_code, answer.json()["error"]) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) >= 1
    assert "sqlite" not in answer.text.lower()
    holder.execute("ROLLBACK")
    holder.close()
    assert kiosk.post("sync", request).json()["answers"][0]["verdict"] == "stored"


@on_sqlite
def test_waiting_has_an_end(impatient: Database) -> None:
    with impatient.writing() as first, Session(impatient.engine.execution_options(writes=True)) as second:
        first.connection()
        with pytest.raises(OperationalError, match="locked"):
            second.connection()
    impatient.close()


def test_moments_come_back_as_they_were(database: Database) -> None:
    taipei = datetime(2026, 11, 22, 20, tzinfo=timezone(timedelta(hours=8)))
    with database.writing() as session:
        audit.note(session, taipei, "centre", "test.line")
    with database.reading() as session:
        [line] = audit.newest(session)
    assert (line.at, line.at.tzinfo) == (NOON, UTC)


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="without a zone"), database.writing() as session:
        session.add(AuditLine(at=datetime(2026, 11, 22), who="centre", what="test.line", detail={}))


def test_the_audit_list_keeps_its_order_and_its_words(database: Database, clock: StepClock) -> None:
    with database.writing() as session:
        for what in ("a.one", "a%two", "b.three"):
            audit.note(session, clock.now, "centre", what)
    with database.reading() as session:
        assert [line.what for line in audit.newest(session)] == ["b.three", "a%two", "a.one"]
        assert [line.what for line in audit.newest(session, what="a%")] == ["a%two"]
        assert len(audit.newest(session, limit=1)) == 1
