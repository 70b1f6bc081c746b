"""N3: a record that is changed, removed, added or moved to another batch is found; the database refuses it first."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from crm import chain
from crm.__main__ import main
from crm.centre import Centre
from crm.database import Database
from crm.intake import batch_seal
from crm.schema import AuditLine, Record
from tests.crm.signing import SigningKiosk, contract, seal

AUDIT, CALLBACK, PAYMENT = (
    contract(f"records/{name}.json") for name in ("audit", "callback", "payment.approved")
)


def lines(*numbers: int) -> list[dict[str, Any]]:
    return [{**seal(AUDIT, fields={"n": str(seq)}), "id": str(uuid4()), "seq": seq} for seq in numbers]


@pytest.fixture
def told(kiosk: SigningKiosk, other_kiosk: SigningKiosk, centre: Centre) -> Centre:
    """Batches by every way: with care, many at a time, in one question (PostgreSQL)."""
    kiosk.sync(*lines(1), CALLBACK, PAYMENT)
    kiosk.sync(*lines(2, 3))
    kiosk.sync(*lines(4, 5, 6))
    other_kiosk.sync(*lines(1, 2))
    return centre


def found(centre: Centre) -> list[str]:
    with centre.database.reading() as session:
        return [*chain.breaks(session), *batch_seal.breaks(session, centre.clock())]


def unguarded(database: Database, *statements: str) -> None:
    """Somebody with the database's own password, who takes the guard away first."""
    with database.writing() as session:
        session.execute(
            text(
                "DROP TRIGGER IF EXISTS records_no_update" + (" ON records" if database.is_postgresql else "")
            )
        )
        for statement in statements:
            session.execute(text(statement))


def test_every_record_is_in_a_batch_that_holds(told: Centre) -> None:
    assert found(told) == []
    with told.database.reading() as session:
        batches = session.scalars(select(AuditLine).where(AuditLine.what == batch_seal.TAKEN)).all()
        counts = sorted((line.who, line.detail["count"]) for line in batches)
        assert None not in set(session.scalars(select(Record.batch)))
    assert counts == [("K03", 2), ("K07", 2), ("K07", 3), ("K07", 3)]


def test_what_is_told_again_is_in_no_second_batch(kiosk: SigningKiosk, told: Centre) -> None:
    kiosk.sync(CALLBACK, PAYMENT)
    assert found(told) == []


@pytest.mark.requirement("N3")
@pytest.mark.parametrize(("change", "said"), [
    ("UPDATE records SET tz = 'UTC' WHERE kiosk_id = 'K07' AND stream = 'telemetry' AND seq = 3", "was changed"),
    ("UPDATE records SET kind = 'vote' WHERE kiosk_id = 'K07' AND stream = 'telemetry' AND seq = 5", "was changed"),
    ("UPDATE records SET body = '{\"kind\":\"other\"}' WHERE kiosk_id = 'K03' AND seq = 2", "was changed"),
    ("UPDATE records SET occurred_at = received_at WHERE stream = 'money'", "was changed"),
    ("DELETE FROM records WHERE stream = 'money'", "had 3 records, 2 are here"),
    ("DELETE FROM records WHERE kiosk_id = 'K03'", "had 2 records, 0 are here"),
    ("UPDATE records SET batch = 99 WHERE stream = 'money'", "never told by a line"),
    ("UPDATE records SET batch = NULL WHERE stream = 'money'", "had 3 records, 2 are here"),
    ("UPDATE records SET kiosk_id = 'K09' WHERE kiosk_id = 'K03' AND seq = 1", "had 2 records, 1 are here"),
])  # fmt: skip
def test_what_was_changed_behind_our_back_is_found(told: Centre, change: str, said: str) -> None:
    """N3: and by name of the batch."""
    unguarded(told.database, change)
    assert any(said in each for each in found(told)), found(told)


@pytest.mark.requirement("N3")
def test_one_that_was_slipped_in_is_found(told: Centre) -> None:
    """N3: with the number of a batch that is, and with none."""
    for batch in ("batch", "NULL"):
        columns = "kiosk_id, epoch, stream, kind, version, occurred_at, tz, body_hash, body, what"
        unguarded(
            told.database,
            f"INSERT INTO records (id, seq, received_at, batch, {columns})"
            f" SELECT '{uuid4().hex}', 77, '2026-12-01 00:00:00+00:00', {batch}, {columns}"
            " FROM records WHERE stream = 'money'",
        )
        assert any("4 are here" in each or "never told" in each for each in found(told))
        with told.database.writing() as session:
            session.execute(text("DELETE FROM records WHERE seq = 77"))


@pytest.mark.requirement("N3")
def test_the_database_refuses_a_change(told: Centre) -> None:
    """N3: whoever has no more than the centre's own rights."""
    with pytest.raises(DBAPIError, match="never changed"), told.database.writing() as session:
        session.execute(text("UPDATE records SET tz = 'UTC'"))


@pytest.mark.requirement("N3")
def test_the_command_looks_at_records_too(told: Centre, capsys: pytest.CaptureFixture[str]) -> None:
    url = told.database.engine.url.render_as_string(hide_password=False)
    assert main(["verify-audit", "--db", url]) == 0
    unguarded(told.database, "DELETE FROM records WHERE stream = 'money'")
    assert main(["verify-audit", "--db", url]) == 1
    assert "2 are here" in capsys.readouterr().err
