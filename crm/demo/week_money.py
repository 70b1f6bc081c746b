"""What was paid at the demonstration's other kiosks in that week: bills of the crowd, in every outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from crm.centre import Centre
from crm.demo.crowd import FIRST_ID
from crm.demo.telling import Telling
from crm.moments import to_text
from crm.schema import Account, Bill

#: One after the other; `part`: half of a bill that takes parts, `twice`: a bill that the bank has paid already.
OUTCOMES = (
    *("approved", "approved", "declined", "approved", "part"),
    *("approved", "cancelled", "approved", "in_doubt", "approved"),
    *("approved", "twice", "approved", "declined", "cleared"),
)


@dataclass
class Money:
    """`spared`: bills that a kiosk would not take again, as the first payment is still looked into."""

    centre: Centre
    told: Telling
    spared: set[str] = field(default_factory=set)

    def pays(self, number: int, at: datetime) -> None:
        """Doubt is cleared up after an hour, or still stands."""
        kind = OUTCOMES[number % len(OUTCOMES)]
        bill = self._bill(kind)
        if bill is None:
            return
        if kind in ("in_doubt", "twice"):
            self.spared.add(bill.id)
        outcome = {"part": "approved", "twice": "approved", "cleared": "in_doubt"}.get(kind, kind)
        minor = bill.amount_minor if kind == "twice" else bill.rest_minor
        minor = minor // 200 * 100 if kind == "part" else minor
        kiosk, payment = self.told.kiosk(), self.told.uuid(at)
        body = self._body(kiosk, payment, bill.id, minor, outcome, at)
        self.told.tell(kiosk, "money", "payment", body, at, id=payment)
        if kind == "cleared":
            later = at + timedelta(minutes=4)
            slip = self._slip(kiosk, later)
            found = {**body, "outcome": "approved", "recovered": True, "slip": slip, "cause": ""}
            self.told.tell(kiosk, "money", "payment", {**found, "decided_at": to_text(later)}, later)

    def _body(
        self, kiosk: str, payment: str, bill: str, minor: int, outcome: str, at: datetime
    ) -> Mapping[str, Any]:
        amount = {"minor": minor, "currency": "TWD"}
        return {
            "payment": payment, "reference": self.told.reference(kiosk), "outcome": outcome,
            "recovered": False, "offline": False,
            "asked_at": to_text(at - timedelta(seconds=40)), "decided_at": to_text(at),
            "amount": amount, "lines": [{"bill": bill, "amount": amount}],
            "slip": self._slip(kiosk, at) if outcome == "approved" else None,
            "cause": "no_answer" if outcome == "in_doubt" else "",
        }  # fmt: skip

    def _slip(self, kiosk: str, at: datetime) -> Mapping[str, Any]:
        number = self.told.numbers.get((kiosk, "money"), 0) + 1
        return {
            "terminal_id": f"525000{kiosk[1:]}", "trace": number, "receipt": number, "card": "••••1111",
            "scheme": "VISA", "approval_code": f"{number:06}", "time": f"{at:%m-%d %H:%M:%S}",
        }  # fmt: skip

    def _bill(self, kind: str) -> Bill | None:
        """The next one of the crowd's that fits; never one of the six whom the guides name."""
        theirs = (
            select(Bill)
            .join(Account)
            .where(Account.customer_id >= FIRST_ID, Bill.id.not_in(sorted(self.spared)))
        )
        match kind:
            case "part":
                wanted = theirs.where(Bill.paid_on.is_(None), Bill.allow_partial, Bill.paid_minor == 0)
            case "twice":
                wanted = theirs.where(Bill.paid_by == "bank")
            case _:
                wanted = theirs.where(Bill.paid_on.is_(None), Bill.allow_partial.is_(False))
        with self.centre.database.reading() as session:
            return session.scalars(wanted.order_by(Bill.due.desc(), Bill.id).limit(1)).first()
