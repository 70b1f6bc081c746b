"""What the demonstration's other kiosks tell: records as they send them, taken by the real door. All made up."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from crm.centre import Centre
from crm.demo.days import SITE_ZONE
from crm.intake.batch import take_all
from crm.intake.bodies import body_hash
from crm.intake.records import Sender
from crm.intake.references import complete
from crm.moments import to_text
from crm.schema import Grant, Kiosk, Record
from crm.tokens import digest

#: Kiosks of that week beside the one that runs: nobody expects to hear from them now.
KIOSKS = {"K03": "板橋服務中心", "K11": "信義服務中心"}
#: The life of their stores in that week.
EPOCH = "demo-week"
NOTICE = "2026-11"


@dataclass
class Telling:
    """`dice` always falls the same way, so that two demonstrations of one day are alike."""

    centre: Centre
    dice: random.Random
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def kiosk(self) -> str:
        return self.dice.choice(sorted(KIOSKS))

    def reference(self, kiosk: str) -> str:
        return complete(kiosk, self.dice.getrandbits(60))

    def uuid(self, at: datetime) -> str:
        """UUIDv7 (RFC 9562), as kiosks make them: lists by number are lists by time."""
        stamp, chance = int(at.timestamp() * 1000), self.dice.getrandbits(74)
        high, low = chance >> 62, chance & (2**62 - 1)
        return str(UUID(int=stamp << 80 | 7 << 76 | high << 64 | 2 << 62 | low))

    def add_kiosks(self) -> None:
        with self.centre.database.writing() as session:
            for kiosk, site in KIOSKS.items():
                if session.get(Kiosk, kiosk) is None:
                    session.add(Kiosk(id=kiosk, site=site))

    def tell(
        self, kiosk: str, stream: str, kind: str, body: Mapping[str, Any], at: datetime, id: str = ""
    ) -> None:
        """Raises ValueError: the demonstration says something that no kiosk may."""
        seq = self.numbers[kiosk, stream] = self.numbers.get((kiosk, stream), 0) + 1
        record = {
            "id": id or self.uuid(at), "stream": stream, "seq": seq, "kind": kind, "v": 1,
            "at": to_text(at), "tz": SITE_ZONE, "body": dict(body), "body_hash": body_hash(dict(body)),
        }  # fmt: skip
        with self.centre.database.writing() as session:
            (answer,) = take_all(session, Sender(kiosk, EPOCH), [record], at + timedelta(seconds=2))
        if answer.reason:
            raise ValueError(f"{kind}: {answer.reason}")

    def visit(self, kiosk: str, customer: int, at: datetime) -> str:
        """Somebody has signed in: the row that it leaves. Asking for a PIN each time would take most of the time."""
        visit = self.uuid(at)
        grant = Grant(
            token_hash=digest(visit), customer_id=customer, kiosk_id=kiosk, visit=visit,
            granted_at=at, expires_at=at + timedelta(minutes=15), ended_at=at + timedelta(minutes=5),
        )  # fmt: skip
        with self.centre.database.writing() as session:
            session.add(grant)
        return visit

    def was_lived(self) -> bool:
        with self.centre.database.reading() as session:
            return session.query(Record.id).filter_by(epoch=EPOCH).first() is not None
