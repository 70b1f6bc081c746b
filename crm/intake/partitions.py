"""On PostgreSQL: a table a day for records, by the time in their ids, so that what is over goes all at once.

A UUIDv7 begins with the moment at which it was made (RFC 9562, 5.7), so the primary key alone says in which table a
record is, and whether it is there already. What has another kind of id, or one of a day that has no table yet, is in
`records_default`. Days are made ahead of their time; a record that was earlier moves when its day's table comes.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, text

from crm.centre import Centre
from crm.intake.ids import first_id

#: Days that have a table before they begin.
AHEAD = 7
_OURS = "records_on_"
_NAMES = text(
    "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
    " WHERE i.inhparent = to_regclass('records') ORDER BY c.relname"
)


def is_partition(table: str | None) -> bool:
    """Whether this is one of the tables behind `records`, which no model names."""
    return table is not None and (table.startswith(_OURS) or table == "records_default")


def make_ahead(centre: Centre) -> list[date]:
    """Makes tables for today, the day before (clocks differ) and the next days; which of them were not there."""
    if not centre.database.is_postgresql:
        return []
    today = centre.clock().astimezone(UTC).date()
    with centre.database.writing() as session:
        there = set(session.scalars(_NAMES))
    missing = [
        day
        for day in (today + timedelta(days=ahead) for ahead in range(-1, AHEAD + 1))
        if _name(day) not in there
    ]
    for day in missing:
        with centre.database.writing() as session:
            _make(session.connection(), day)
    return missing


def drop_before(centre: Centre, before: datetime) -> list[date]:
    """Drops each day that is over whole: all its ids are of before, and all it holds was received before.

    A day with a record that came late stays; its rows go one by one (retention.py), and then the day.
    """
    if not centre.database.is_postgresql:
        return []
    with centre.database.reading() as session:
        days = [_day(name) for name in session.scalars(_NAMES) if name.startswith(_OURS)]
    over = [day for day in days if _begins(day + timedelta(days=1)) <= before]
    return [day for day in over if _drop(centre, day, before)]


def _drop(centre: Centre, day: date, before: datetime) -> bool:
    with centre.database.writing() as session:
        later = text(f"SELECT 1 FROM {_name(day)} WHERE received_at >= :before LIMIT 1")
        if session.execute(later, {"before": before}).first() is not None:
            return False
        session.execute(text(f"DROP TABLE {_name(day)}"))
    return True


def _make(connection: Connection, day: date) -> None:
    """In one transaction. Whoever writes records waits for it, a moment."""
    name, ids = (
        _name(day),
        {"first": first_id(_begins(day)), "end": first_id(_begins(day + timedelta(days=1)))},
    )
    connection.execute(text("LOCK TABLE records IN SHARE ROW EXCLUSIVE MODE"))
    connection.execute(text(f"CREATE TABLE {name} (LIKE records INCLUDING DEFAULTS)"))
    moved = (
        "DELETE FROM records_default WHERE id >= CAST(:first AS uuid) AND id < CAST(:end AS uuid) RETURNING *"
    )
    connection.execute(text(f"WITH moved AS ({moved}) INSERT INTO {name} SELECT * FROM moved"), ids)
    bounds = f"FROM ('{ids['first']}') TO ('{ids['end']}')"
    connection.execute(text(f"ALTER TABLE records ATTACH PARTITION {name} FOR VALUES {bounds}"))


def _name(day: date) -> str:
    return f"{_OURS}{day.isoformat().replace('-', '_')}"


def _day(name: str) -> date:
    return date.fromisoformat(name.removeprefix(_OURS).replace("_", "-"))


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
