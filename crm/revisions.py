"""What several people may edit: whoever saves says which revision they looked at, and the first one wins."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import inspect, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

Row = TypeVar("Row")


class Moved(Exception):
    """Somebody else changed it meanwhile."""


def change(session: Session, model: type[Row], key: Any, revision: int, **values: Any) -> Row:
    """Sets `values` where the row is still at `revision`, and returns it as it is now. Raises Moved.

    `model` has a key of one column and a column `revision`. The database decides who was first.
    """
    (id,) = inspect(model).primary_key
    columns: Any = model
    mine = update(model).where(id == key, columns.revision == revision)
    changed = mine.values(revision=columns.revision + 1, **values).returning(id)
    if session.scalar(changed.execution_options(synchronize_session=False)) is None:
        raise Moved(key)
    return session.get_one(model, key, populate_existing=True)


def begin(session: Session, row: Row, key: Any) -> Row:
    """Writes the first of what has this key. Raises Moved: somebody else began it in this moment."""
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as quicker:
        raise Moved(key) from quicker
    return row
