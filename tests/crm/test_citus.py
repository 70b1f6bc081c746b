"""What docs/citus.md says of the SQL: keys carry the kiosk, and whoever reads or deletes records in a batch names it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event, inspect

from crm.centre import Centre
from crm.schema import Record
from tests.crm.places import on_postgresql
from tests.crm.signing import SigningKiosk, contract, seal

AUDIT, CALLBACK, PAYMENT = (
    contract(f"records/{name}.json") for name in ("audit", "callback", "payment.approved")
)
READS = re.compile(r"\b(FROM|JOIN|UPDATE) records\b")


@pytest.fixture
def statements(centre: Centre) -> Iterator[list[str]]:
    """Everything that is asked of the database."""
    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        heard.append(statement)

    event.listen(centre.database.engine, "before_cursor_execute", hear)
    yield heard
    event.remove(centre.database.engine, "before_cursor_execute", hear)


@on_postgresql
def test_every_key_of_records_carries_the_kiosk(centre: Centre) -> None:
    tables = inspect(centre.database.engine)
    keys: list[Any] = [tables.get_pk_constraint("records")["constrained_columns"]]
    keys += [index["column_names"] for index in tables.get_indexes("records") if index["unique"]]
    assert keys == [["id", "kiosk_id"]]
    assert tables.get_foreign_keys("records") == []


@on_postgresql
def test_the_intake_names_the_kiosk(kiosk: SigningKiosk, statements: list[str]) -> None:
    """New ones, known ones, a hole that is filled, an id and a number that were used before."""
    hole = [{**AUDIT, "id": f"0193a1f0-4444-7000-8000-00000000010{seq}", "seq": seq} for seq in (2, 4, 3)]
    for each in (AUDIT, *hole, CALLBACK, CALLBACK, PAYMENT, seal(CALLBACK, phone="0955000999")):
        kiosk.sync(each)
    asked = [each for each in statements if READS.search(each)]
    assert asked
    assert [each for each in asked if "kiosk_id = %(" not in each] == []


def test_no_other_table_points_to_a_record() -> None:
    keys = [key for table in Record.metadata.tables.values() for key in table.foreign_keys]
    assert [key for key in keys if key.column.table is Record.__table__] == []
