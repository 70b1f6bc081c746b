"""Where the centre's data lie: opens an engine for a SQLAlchemy URL, hands out sessions, applies migrations.

A write begins with `BEGIN IMMEDIATE` on SQLite: a transaction that begins as a reader and writes later can be refused
in the middle (SQLITE_BUSY_SNAPSHOT), and no busy timeout helps it. Taken at the start, the lock is waited for.
`synchronous=FULL` makes a commit survive a power cut also in WAL mode (https://www.sqlite.org/wal.html, "Performance
Considerations"). Every transaction is one `with` block: it commits at its end, or leaves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """The engine and its sessions. `busy_ms`: how long a writer waits for another one before it gives up."""

    def __init__(self, url: str, busy_ms: int = 5000) -> None:
        self.engine: Engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
        self._writer = self.engine.execution_options(writes=True)
        if self.engine.dialect.name == "sqlite":
            _settle_sqlite(self.engine, busy_ms)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the data and changes nothing."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: committed at the end of the block, rolled back when it raises."""
        with Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def migrate(self) -> None:
        """Brings the tables to the newest schema; also from nothing."""
        with self._writer.begin() as connection:
            command.upgrade(self.alembic(connection), "head")

    def revision(self) -> str | None:
        """Which schema stands here; None: none yet."""
        with self.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    def is_current(self) -> bool:
        """Whether the tables are those that this code knows."""
        with self.engine.connect() as connection:
            scripts = ScriptDirectory.from_config(self.alembic(connection))
        return self.revision() == scripts.get_current_head()

    def alembic(self, connection: Connection) -> Config:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        return config

    def close(self) -> None:
        self.engine.dispose()


def _settle_sqlite(engine: Engine, busy_ms: int) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself: `began` does
        for pragma in (f"busy_timeout={busy_ms}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def began(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
