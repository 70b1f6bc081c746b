"""Where a test's data lie: a SQLite file or a database on a real PostgreSQL server, copied from one furnished once."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Protocol

import pytest

from crm.centre import Centre
from crm.database import Database
from crm.demo import seed
from tests.crm.signing import StepClock, cheap_secrets

BOTH = ("sqlite", "postgresql")
#: For tests of one kind's own ways: its files, its locks.
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)

Furnish = Callable[[Database], None]


class Place(Protocol):
    """One kind of database."""

    def copy(self, furnish: Furnish, folder: Path | None = None) -> AbstractContextManager[str]:
        """The URL of a new database as `furnish` leaves one; it goes at the end of the block."""
        ...


class Files:
    """SQLite files; `folder` keeps the originals."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._originals: dict[Furnish, Path] = {}

    @contextmanager
    def copy(self, furnish: Furnish, folder: Path | None = None) -> Iterator[str]:
        """`folder`: where the file is wanted, and stays."""
        if furnish not in self._originals:
            original = self._folder / f"{len(self._originals)}.db"
            prepare(f"sqlite:///{original}", furnish)
            self._originals[furnish] = original
        with tempfile.TemporaryDirectory() as passing:
            path = (folder or Path(passing)) / "centre.db"
            shutil.copyfile(self._originals[furnish], path)
            yield f"sqlite:///{path}"


def prepare(url: str, furnish: Furnish) -> None:
    with closing(Database(url)) as database:
        furnish(database)


def migrated(database: Database) -> None:
    """The tables and nothing in them."""
    database.migrate()


def peopled(database: Database) -> None:
    """The demonstration's customers, bills and staff."""
    database.migrate()
    seed(Centre(database, clock=StepClock()), cheap_secrets())
