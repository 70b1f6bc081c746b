"""Records in a table a day: made ahead, found by their id alone, moved when they were early, dropped when all is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from crm.centre import Centre
from crm.intake import batch_seal, partitions, retention
from crm.intake.ids import first_id
from crm.intake.retention import KEPT
from crm.rounds import go_round
from tests.crm.places import on_postgresql, on_sqlite
from tests.crm.signing import SigningKiosk, StepClock, contract

AUDIT = contract("records/audit.json")


def made(seq: int, at: datetime) -> dict[str, Any]:
    """An audit line of this moment."""
    id = UUID(first_id(at)).int | uuid4().int & (1 << 62) - 1
    return {**AUDIT, "id": str(UUID(int=id)), "seq": seq, "at": at.isoformat()}


def tables(centre: Centre) -> dict[str, int]:
    """How many records are in each table that has any."""
    with centre.database.reading() as session:
        where = text("SELECT CAST(tableoid AS regclass)::text, count(*) FROM records GROUP BY 1")
        return {row[0]: row[1] for row in session.execute(where)}


@on_postgresql
def test_days_are_made_ahead_once(centre: Centre, clock: StepClock) -> None:
    today = clock.now.date()
    days = [today + timedelta(days=ahead) for ahead in range(-1, partitions.AHEAD + 1)]
    assert partitions.make_ahead(centre) == days
    assert partitions.make_ahead(centre) == []
    clock.step(days=1)
    go_round(centre)
    assert partitions.make_ahead(centre) == []


@on_postgresql
def test_a_record_is_in_the_table_of_its_day(kiosk: SigningKiosk, centre: Centre, clock: StepClock) -> None:
    partitions.make_ahead(centre)
    kiosk.sync(made(1, clock.now), made(2, clock.now + timedelta(days=1)))
    kiosk.sync(
        made(3, clock.now), made(4, clock.now - timedelta(days=3)), {**AUDIT, "id": str(uuid4()), "seq": 5}
    )
    assert tables(centre) == {
        "records_on_2026_11_22": 2,
        "records_on_2026_11_23": 1,
        "records_default": 2,
    }


@pytest.mark.requirement("J3")
@on_postgresql
def test_a_record_that_was_there_before_its_day_moves_and_stays_known(
    kiosk: SigningKiosk, centre: Centre, clock: StepClock
) -> None:
    """J3: and is a duplicate afterwards as before."""
    told = [made(1, clock.now), made(2, clock.now + timedelta(hours=20))]
    kiosk.sync(*told)
    assert tables(centre) == {"records_default": 2}
    partitions.make_ahead(centre)
    assert tables(centre) == {"records_on_2026_11_22": 1, "records_on_2026_11_23": 1}
    assert {answer["verdict"] for answer in kiosk.sync(*told)["answers"]} == {"duplicate"}
    with centre.database.reading() as session:
        assert list(batch_seal.breaks(session, clock.now)) == []


@pytest.mark.requirement("J6")
@on_postgresql
def test_a_day_that_is_over_goes_at_once_and_one_that_holds_what_came_late_stays(
    kiosk: SigningKiosk, centre: Centre, clock: StepClock
) -> None:
    """J6: retention without a row touched."""
    partitions.make_ahead(centre)
    kiosk.sync(made(1, clock.now - timedelta(days=1)), made(2, clock.now))
    clock.step(days=3)
    kiosk.sync(made(3, clock.now - timedelta(days=3)))
    clock.now += KEPT - timedelta(days=2)
    assert partitions.drop_before(centre, clock.now - KEPT) == [(clock.now - KEPT).date() - timedelta(days=2)]
    assert tables(centre) == {"records_on_2026_11_22": 2}
    assert retention.forget(centre) == 1
    assert tables(centre) == {"records_on_2026_11_22": 1}
    clock.step(days=3)
    assert retention.forget(centre) == 0
    assert tables(centre) == {}
    with centre.database.reading() as session:
        assert list(batch_seal.breaks(session, clock.now)) == []


@on_postgresql
def test_a_known_id_is_looked_for_in_one_table(centre: Centre, clock: StepClock) -> None:
    """What asking costs does not grow with the days."""
    partitions.make_ahead(centre)
    with centre.database.reading() as session:
        id = first_id(clock.now)
        asked = text(f"EXPLAIN SELECT * FROM records WHERE id = '{id}' AND kiosk_id = 'K07'")
        plan = "\n".join(session.scalars(asked))
    assert "records_on_2026_11_22" in plan
    assert plan.count("Scan") == 1


@on_sqlite
def test_one_file_has_one_table(centre: Centre, clock: StepClock) -> None:
    assert partitions.make_ahead(centre) == []
    assert partitions.drop_before(centre, clock.now) == []
