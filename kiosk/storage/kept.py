"""Single values that outlive a restart, by name, within the caller's transaction. A name that was never kept is empty."""

from __future__ import annotations

from kiosk.storage.engine import Database


def value_of(db: Database, name: str) -> str:
    row = db.execute("SELECT value FROM keep WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else ""


def keep(db: Database, name: str, value: str) -> None:
    db.execute(
        "INSERT INTO keep (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )
