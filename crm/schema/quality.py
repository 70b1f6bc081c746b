"""How good what kiosks tell is, by day; and what came under a name that another record has."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.schema.base import Base


class QualityDay(Base):
    """What of one kiosk's records was wrong on one day of the centre's calendar, counted as it came.

    `taken`: stored; `refused`: by themselves (validity); `late`: stored later than the limit (timeliness); `missing`:
    numbers jumped over when that was noticed (completeness); `mismatched`: sums of a journal that are not those of its
    payments (accuracy); `id_reused`, `seq_reused`: what came under another record's id or number.
    """

    __tablename__ = "quality_days"
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    taken: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    late: Mapped[int] = mapped_column(default=0)
    missing: Mapped[int] = mapped_column(BigInteger, default=0)
    mismatched: Mapped[int] = mapped_column(default=0)
    id_reused: Mapped[int] = mapped_column(default=0)
    seq_reused: Mapped[int] = mapped_column(default=0)


class Quarantined(Base):
    """A record under an id that another record of its kiosk has: not taken, and not thrown away either. Rows are never
    changed but for `times`, `last_at` (a kiosk may send it again) and who `looked` at it.

    `body` is canonical JSON text; `known_hash` is that of the record that has the id.
    """

    __tablename__ = "quarantine"
    id: Mapped[int] = mapped_column(primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"))
    epoch: Mapped[str] = mapped_column(String(64))
    stream: Mapped[str] = mapped_column(String(16))
    seq: Mapped[int] = mapped_column(BigInteger)
    record_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(32))
    body: Mapped[str] = mapped_column(Text)
    body_hash: Mapped[str] = mapped_column(String(64))
    known_hash: Mapped[str] = mapped_column(String(64))
    times: Mapped[int] = mapped_column(default=1)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    looked_by: Mapped[str] = mapped_column(String(64), default="")
    looked_at: Mapped[datetime | None]
    __table_args__ = (
        UniqueConstraint("record_id", "kiosk_id", "body_hash"),
        Index(None, "kiosk_id", "first_at"),
    )
