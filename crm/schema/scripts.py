"""The scripts of calls: one for each topic, in versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.schema.base import Base


class Script(Base):
    """`latest` is the newest version's number, `published` the one that agents follow (None: the one shipped with the
    house). `revision` counts every change, for compare-and-set."""

    __tablename__ = "scripts"
    topic: Mapped[str] = mapped_column(String(32), primary_key=True)
    latest: Mapped[int]
    published: Mapped[int | None]
    revision: Mapped[int]
    changed_at: Mapped[datetime]


class ScriptVersion(Base):
    """One wording of a script; never changed. `steps`: `{"name", "texts"}` in their order, texts by language."""

    __tablename__ = "script_versions"
    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(ForeignKey("scripts.topic"))
    number: Mapped[int]
    steps: Mapped[list[Any]]
    who: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("topic", "number"),)
