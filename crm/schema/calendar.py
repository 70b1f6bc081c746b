"""When the house is open, where it is, and how many of each window are taken."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.schema.base import Base


class Site(Base):
    """A counter, or the house itself under the name "": its zone and holidays hold for whoever has none of its own.

    `names`, `address` and `directions` are texts by language; `latitude` and `longitude` in degrees (WGS 84).
    """

    __tablename__ = "sites"
    name: Mapped[str] = mapped_column(primary_key=True)
    tz: Mapped[str] = mapped_column(String(64))
    country: Mapped[str] = mapped_column(String(2))
    names: Mapped[dict[str, Any]]
    address: Mapped[dict[str, Any]]
    directions: Mapped[dict[str, Any]]
    hotline: Mapped[str] = mapped_column(String(32), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]


class WindowPattern(Base):
    """One window of every such weekday (Monday is 0), local `HH:MM`, and how many it takes. `place` "": every site.

    `changed_at`: when the desk last changed it.
    """

    __tablename__ = "window_patterns"
    id: Mapped[int] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(String(16))
    place: Mapped[str] = mapped_column(default="")
    weekday: Mapped[int]
    opens: Mapped[str] = mapped_column(String(5))
    closes: Mapped[str] = mapped_column(String(5))
    capacity: Mapped[int]
    changed_at: Mapped[datetime | None]
    __table_args__ = (UniqueConstraint("service", "place", "weekday", "opens"),)


class Closure(Base):
    """A day on which a place ("": all of them) is closed, or, `is_open`, works although it is a public holiday."""

    __tablename__ = "closures"
    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    place: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(String(32))
    is_open: Mapped[bool] = mapped_column(default=False)
    by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("day", "place"),)


class Slot(Base):
    """One window of one day, made when the first one asks for it. `taken` never passes its pattern's capacity."""

    __tablename__ = "slots"
    id: Mapped[int] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(String(16))
    place: Mapped[str] = mapped_column(default="")
    begins: Mapped[datetime]
    taken: Mapped[int] = mapped_column(default=0)
    __table_args__ = (UniqueConstraint("service", "place", "begins"), Index(None, "begins"))
