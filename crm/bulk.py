"""Many rows in one statement: they travel as one JSON text, and either database reads them from it as a table.

By far the cheapest way to hand rows over (no parameter a field, nothing parsed twice); the statement around it stays one
for both. PostgreSQL: `json_to_recordset` (9.16); SQLite: `json_each` (sqlite.org/json1.html).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from sqlalchemy.orm import Session


class Field(Enum):
    """What a field holds: the type for PostgreSQL, and how SQLAlchemy keeps it in SQLite (`value` is the row)."""

    TEXT = "text", "value ->> '$.{0}'"
    WHOLE = "bigint", "value ->> '$.{0}'"
    JSON = "json", "value -> '$.{0}'"
    #: Text with hyphens; SQLite keeps it without.
    UUID = "uuid", "replace(value ->> '$.{0}', '-', '')"
    #: `2026-11-22 06:05:41.000000+00:00`, in UTC; SQLite keeps it without the zone.
    MOMENT = "timestamptz", "substr(value ->> '$.{0}', 1, 26)"


def rows_of(session: Session, fields: Mapping[str, Field]) -> str:
    """A table called `r` with these fields, for FROM, read from the parameter `rows`: a JSON array of objects."""
    if session.get_bind().dialect.name == "postgresql":
        return on_postgresql("rows", fields)
    read = ", ".join(f"{field.value[1].format(name)} AS {name}" for name, field in fields.items())
    return f"(SELECT {read} FROM json_each(:rows)) AS r"


def on_postgresql(parameter: str, fields: Mapping[str, Field]) -> str:
    """The same, from this parameter."""
    typed = ", ".join(f"{name} {field.value[0]}" for name, field in fields.items())
    return f"json_to_recordset(CAST(:{parameter} AS json)) AS r({typed})"
