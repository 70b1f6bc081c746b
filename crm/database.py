"""Where the centre's data lie: opens an engine for a SQLAlchemy URL, hands out sessions, applies migrations.

SQLite by default, PostgreSQL for a fleet (`postgresql://...`, by psycopg 3); one schema, one behaviour.

A write begins with `BEGIN IMMEDIATE` on SQLite: a transaction that begins as a reader and writes later can be refused
in the middle (SQLITE_BUSY_SNAPSHOT), and no busy timeout helps it. Taken at the start, the lock is waited for.
`synchronous=FULL` makes a commit survive a power cut also in WAL mode (https://www.sqlite.org/wal.html, "Performance
Considerations").

On PostgreSQL a reader sees one state from its first statement on (REPEATABLE READ, read only), as on SQLite; a writer
is READ COMMITTED, so whoever reads in order to write locks the row (`with_for_update`) or writes by compare-and-set.
What waits for a lock, waits `busy_ms` at most on either; for its turn among the threads of one process, 5 s.

Every transaction is one `with` block: it commits at its end, or leaves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from crm import chain, news
from crm.group_commit import GroupCommit, Turn

Made = TypeVar("Made")
MIGRATIONS = Path(__file__).parent / "migrations"
#: A server works with 40 threads, and a page may look something up while it reads: two connections for each.
LARGEST_POOL = 80
DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}


class Database:
    """The engine and its sessions. `busy_ms`: how long a writer waits for another one before it gives up."""

    def __init__(self, url: str, busy_ms: int = 5000) -> None:
        where = address(url)
        opened = _open_postgresql if where.get_backend_name() == "postgresql" else _open_sqlite
        self.engine: Engine = opened(where, busy_ms)
        #: Rung in this process for what was committed; from other processes by crm/hearing.py.
        self.bell = news.Bell()
        self._writer = self.engine.execution_options(writes=True)
        self._reader = self.engine
        #: SQLite has one writer at a time: within this process they take turns, and nobody polls for the lock.
        self._turn: AbstractContextManager[object] = nullcontext() if self.is_postgresql else Turn()
        self._group = None if self.is_postgresql else GroupCommit(self.writing, self._turn)
        if self.is_postgresql:
            more: dict[str, Any] = {
                "isolation_level": "AUTOCOMMIT",
                "pool_pre_ping": False,
                "max_overflow": 5,
            }
            # A long statement is planned once a connection: planning it takes longer than doing it.
            plan_once = "-c plan_cache_mode=force_generic_plan"
            self._at_once = _open_postgresql(where, busy_ms, plan_once, **more)
            one_state = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            self._reader = self.engine.execution_options(**one_state)

    @property
    def is_postgresql(self) -> bool:
        return self.engine.dialect.name == "postgresql"

    @property
    def shown(self) -> str:
        """The address as it may be shown: without a password."""
        return self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the data and changes nothing."""
        with Session(self._reader, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: committed at the end of the block, rolled back when it raises."""
        with self._turn, Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session
            chain.seal(session)
            told = news.announce(session)
        self.bell.ring(told)

    @contextmanager
    def at_once(self) -> Iterator[Connection]:
        """A connection on which each statement is a transaction. PostgreSQL only: for what is one statement."""
        with self._at_once.connect() as connection:
            yield connection

    def together(self, work: Callable[[Session], Made]) -> Made:
        """Does `work` in a transaction that it may share with others who come in this moment: one flush for all.

        What `work` raises undoes its own part only. On PostgreSQL each has a transaction of its own: there the server
        flushes for several at once.
        """
        if self._group is None:
            with self.writing() as session:
                return work(session)
        return self._group.do(work)

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
        if self.is_postgresql:
            self._at_once.dispose()


def address(url: str) -> URL:
    """The URL with the driver that we use. Raises ValueError for what is none, or another database's."""
    try:
        where = make_url(url)
    except ArgumentError as wrong:
        raise ValueError("the address of the database is no URL") from wrong
    where = where.set(drivername=DRIVERS.get(where.drivername, where.drivername))
    if where.drivername not in ("sqlite", "postgresql+psycopg"):
        raise ValueError(f"{where.drivername}: a URL of SQLite or PostgreSQL is wanted")
    return where


def _open_postgresql(where: URL, busy_ms: int, further: str = "", **more: Any) -> Engine:
    options = f"-c lock_timeout={busy_ms} -c idle_in_transaction_session_timeout=60000 {further}"
    settings: dict[str, Any] = {
        "hide_parameters": True,  # a failure is logged, and what was written may be personal
        "pool_pre_ping": True,
        "max_overflow": LARGEST_POOL - 5,
        "connect_args": {"options": options, "connect_timeout": 10, "application_name": "centre"},
    }
    return create_engine(where, **{**settings, **more})


def _open_sqlite(where: URL, busy_ms: int) -> Engine:
    engine = create_engine(where, hide_parameters=True, max_overflow=LARGEST_POOL - 5)
    _settle_sqlite(engine, busy_ms)
    return engine


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
