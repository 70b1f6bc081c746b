"""N3: an edited, removed, inserted, reordered or cut off line of the audit is found; the database refuses it first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from crm import audit, chain
from crm.__main__ import main
from crm.database import Database
from crm.schema import AuditLine

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
GUARDS = ("audit_no_update", "audit_no_delete")


def write(database: Database, *subjects: str) -> None:
    for subject in subjects:
        with database.writing() as session:
            audit.note(session, NOON, "chen", "test.line", subject, {"明細": 1, "list": [1, "二"]})


def found(database: Database) -> list[str]:
    with database.reading() as session:
        return list(chain.breaks(session))


@pytest.fixture
def written(database: Database) -> Database:
    write(database, "one", "two", "three", "four")
    return database


def unguarded(database: Database, *statements: str) -> None:
    """Somebody with the database's own password, who takes the guards away first."""
    with database.writing() as session:
        for guard in GUARDS:
            gone = f"DROP TRIGGER {guard}"
            session.execute(text(gone if database.engine.dialect.name == "sqlite" else f"{gone} ON audit"))
        for statement in statements:
            session.execute(text(statement))


def test_a_chain_that_nobody_touched_holds(written: Database) -> None:
    assert found(written) == []
    with written.reading() as session:
        assert [line.seq for line in reversed(audit.newest(session))] == [1, 2, 3, 4]
        assert chain.end(session)[0] == 4


@pytest.mark.requirement("N3")
@pytest.mark.parametrize(("change", "said"), [
    ("UPDATE audit SET subject = 'other' WHERE seq = 2", "line 2 was changed"),
    ("UPDATE audit SET at = '2026-11-22 13:00:00.000000+00:00' WHERE seq = 3", "line 3 was changed"),
    ("UPDATE audit SET detail = '{}' WHERE seq = 1", "line 1 was changed"),
    ("DELETE FROM audit WHERE seq = 2", "line 2 is missing"),
    ("DELETE FROM audit WHERE seq = 4", "the end does not fit"),
    ("DELETE FROM audit", "the end does not fit"),
    ("UPDATE audit SET seq = -1 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3;"
     " UPDATE audit SET seq = 3 WHERE seq = -1", "line 2 was changed"),
    ("INSERT INTO audit (at, who, what, subject, detail, hash) VALUES"
     " ('2026-11-22 13:00:00.000000+00:00', 'x', 'y', 'z', '{}', '')", "never sealed"),
])  # fmt: skip
def test_whatever_was_done_to_it_is_found(written: Database, change: str, said: str) -> None:
    """N3: the tamper test."""
    unguarded(written, *change.split(";"))
    assert any(said in sentence for sentence in found(written))


@pytest.mark.requirement("N3")
@pytest.mark.parametrize("change", ["UPDATE audit SET subject = 'other'", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_change_a_line(written: Database, change: str) -> None:
    """N3: append-only."""
    with pytest.raises(DBAPIError, match="added, never changed"), written.writing() as session:
        session.execute(text(change))
    assert found(written) == []


def test_a_savepoint_that_was_given_up_leaves_no_hole(database: Database) -> None:
    def stumble(session: Session) -> None:
        with session.begin_nested():
            audit.note(session, NOON, "chen", "test.given_up")
            session.flush()
            raise ZeroDivisionError

    with database.writing() as session:
        audit.note(session, NOON, "chen", "test.before")
        with pytest.raises(ZeroDivisionError):
            stumble(session)
        audit.note(session, NOON, "chen", "test.after")
    assert found(database) == []
    with database.reading() as session:
        assert [line.what for line in audit.newest(session)] == ["test.after", "test.before"]


def test_many_who_write_at_once_make_one_chain(database: Database) -> None:
    def run(work: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=work)
        thread.start()
        return thread

    threads = [run(lambda: write(database, *"abcde")) for _ in range(4)]
    for thread in threads:
        thread.join()
    assert found(database) == []
    with database.reading() as session:
        assert chain.end(session)[0] == 20 == session.query(AuditLine).count()


def test_the_command_says_whether_it_holds(written: Database, capsys: pytest.CaptureFixture[str]) -> None:
    url = written.engine.url.render_as_string(hide_password=False)
    assert main(["verify-audit", "--db", url]) == 0
    assert '"lines": 4' in capsys.readouterr().out
    unguarded(written, "UPDATE audit SET who = 'nobody' WHERE seq = 3")
    assert main(["verify-audit", "--db", url]) == 1
    assert "line 3 was changed" in capsys.readouterr().err
