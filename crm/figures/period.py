"""Which time and which part of the house a report is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, String, and_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.functions import FunctionElement

from crm.schema import Kiosk

#: The lengths that a report may have, in days; the longest bounds what a page costs.
LENGTHS = (1, 7, 30)


@dataclass(frozen=True, slots=True)
class Period:
    """Whole local days, [`begins`, `ends`), of which nothing after `now` is known yet."""

    begins: datetime
    ends: datetime
    now: datetime
    zone: ZoneInfo

    @classmethod
    def of(cls, last: date, days: int, now: datetime, zone: ZoneInfo) -> Period:
        """The `days` local days of which `last` is the last."""
        midnight = datetime.min.time()
        ends = datetime.combine(last + timedelta(days=1), midnight, zone)
        return cls(datetime.combine(last - timedelta(days=days - 1), midnight, zone), ends, now, zone)

    @property
    def days(self) -> list[date]:
        first, last = self.begins.date(), self.ends.date()
        return [first + timedelta(days=n) for n in range((last - first).days)]

    @property
    def before(self) -> Period:
        """As many days, just before."""
        return Period.of(self.days[0] - timedelta(days=1), len(self.days), self.now, self.zone)

    @property
    def seconds(self) -> int:
        """How much of it has passed."""
        return max(0, round((min(self.ends, self.now) - self.begins).total_seconds()))

    def holds(self, moment: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
        return and_(moment >= self.begins, moment < self.ends)


@dataclass(frozen=True, slots=True)
class Scope:
    """`kiosks` None: all of them. `topic` empty: all of them."""

    kiosks: tuple[str, ...] | None = None
    topic: str = ""

    @classmethod
    def of(cls, session: Session, kiosk: str = "", site: str = "", topic: str = "") -> Scope:
        if not kiosk and not site:
            return cls(None, topic)
        wanted = select(Kiosk.id)
        wanted = wanted.where(Kiosk.id == kiosk) if kiosk else wanted
        wanted = wanted.where(Kiosk.site == site) if site else wanted
        return cls(tuple(session.scalars(wanted.order_by(Kiosk.id))), topic)

    def on(self, kiosk: Any, topic: Any = None) -> Sequence[ColumnElement[bool]]:
        """The conditions on a table's columns."""
        parts: list[ColumnElement[bool]] = [] if self.kiosks is None else [kiosk.in_(self.kiosks)]
        return [*parts, topic == self.topic] if self.topic and topic is not None else parts


class utc_hour(FunctionElement[str]):  # noqa: N801, it is written like the function it is
    """`2026-11-22 06` of a moment, in UTC, on either database."""

    type = String()
    inherit_cache = True


@compiles(utc_hour)
def _in_text(element: Any, compiler: Any, **options: Any) -> str:
    """SQLite keeps moments as text in UTC."""
    return f"substr({compiler.process(element.clauses, **options)}, 1, 13)"


@compiles(utc_hour, "postgresql")
def _in_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **options)} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24')"
