"""Alembic's entry: runs migrations on the connection that `crm.database` hands over, in its transaction.

Our own column types are written into a migration as what they are underneath: a migration is history, and must not
change when `crm/schema.py` does.
"""

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from crm.intake.partitions import is_partition
from crm.schema import Base


def underneath(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def of_a_model(name: str | None, kind: str, _parents: Any) -> bool:
    return kind != "table" or not is_partition(name)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    compare_type=True,
    render_item=underneath,
    include_name=of_a_model,
    render_as_batch=context.config.attributes.get("batch", True),
)
context.run_migrations()
