"""A kiosk's day as its journal has it, told to the centre as a kiosk tells it: one record a payment, and the totals."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from crm.centre import Centre
from crm.intake.bodies import body_hash
from crm.schema import Account, Bill
from kiosk.domain.reference import make_reference
from tests.crm.signing import SigningKiosk

DAY = "2026-11-21"
#: 10:00 in Taipei.
BEGINS = datetime.fromisoformat("2026-11-21T02:00:00+00:00")


@dataclass
class Journal:
    """`pay` writes one outcome; `tell` sends what was written but for the numbers in `lose`; `close` the totals."""

    kiosk: SigningKiosk
    centre: Centre
    records: list[dict[str, Any]] = field(default_factory=list)

    def bill(self, id: str, minor: int) -> str:
        with self.centre.database.writing() as session:
            account = session.query(Account).order_by(Account.number).first()
            assert account is not None
            day = date(2026, 11, 1)
            session.add(Bill(id=id, account_number=account.number, kind="water", period_from=day, period_to=day,
                             amount_minor=minor, currency="TWD", due=day))  # fmt: skip
        return id

    def pay(self, bill: str, minor: int, outcome: str = "approved", again: int | None = None) -> int:
        """The number of the new record. `again`: another outcome of the payment in that record."""
        seq = len(self.records) + 1
        at = (BEGINS + timedelta(minutes=seq)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        first = self.records[again - 1]["body"] if again else None
        id = str(uuid.UUID(int=(0x0193A1F0_5555 << 80) + (7 << 76) + (2 << 62) + seq))
        amount = {"minor": minor, "currency": "TWD"}
        body: dict[str, Any] = {
            "payment": first["payment"] if first else id,
            "reference": first["reference"] if first else make_reference(self.kiosk.id, 1000 + seq),
            "outcome": outcome, "recovered": bool(first), "offline": False,
            "asked_at": at, "decided_at": at, "amount": amount, "lines": [{"bill": bill, "amount": amount}], "slip": None,
        }  # fmt: skip
        if outcome == "approved":
            body["slip"] = {"terminal_id": "52500038", "trace": seq, "receipt": seq, "card": "••••1234"}
        self.records.append(_record(id, "money", seq, "payment", at, body))
        return seq

    def tell(self, lose: Iterable[int] = ()) -> None:
        kept = [record for record in self.records if record["seq"] not in set(lose)]
        for answer in self.kiosk.sync(*kept)["answers"]:
            assert answer["verdict"] in ("stored", "duplicate"), answer

    def end_day(self, terminal: dict[str, Any] | None = None, id: int = 1, **changed: Any) -> None:
        """The terminal's end of day: it says what the journal says, but for `terminal`; {"silent": True}: nothing."""
        taken = [each["body"] for each in self.records if each["body"]["outcome"] == "approved"]
        sums = {"payments": {"count": len(taken), "minor": sum(each["amount"]["minor"] for each in taken)},
                "reversals": {"count": 0, "minor": 0}}  # fmt: skip
        said = None if terminal == {"silent": True} else {**sums, **(terminal or {})}
        body = {"terminal_id": "52500038", "batch": "17", "currency": "TWD", "begins": None,
                "ends": "2026-11-21T15:30:00.000Z", "closed": True, "verdict": "agreed", "why": "", "net": False,
                "journal": sums, "terminal": said, **changed}  # fmt: skip
        uuid_ = str(uuid.UUID(int=(0x0193A1F0_7777 << 80) + (7 << 76) + (2 << 62) + id))
        record = _record(uuid_, "telemetry", 1 + id, "day_end", "2026-11-21T15:30:00.000Z", body)
        [answer] = self.kiosk.sync(record)["answers"]
        assert answer["verdict"] == "stored", answer

    def close(self, *, ended: bool = True, **changed: Any) -> None:
        """The totals of all that was written, whether it was told or not; with its terminal's end of day."""
        count: Counter[str] = Counter()
        minor: Counter[str] = Counter()
        for record in self.records:
            count[record["body"]["outcome"]] += 1
            minor[record["body"]["outcome"]] += record["body"]["amount"]["minor"]
        totals = [
            {"outcome": o, "currency": "TWD", "count": count[o], "minor": minor[o]} for o in sorted(count)
        ]
        last = len(self.records)
        body = {"day": DAY, "totals": totals, "first_seq": min(1, last), "last_seq": last, **changed}
        id = str(uuid.UUID(int=(0x0193A1F0_6666 << 80) + (7 << 76) + (2 << 62) + 1))
        record = _record(id, "telemetry", 1, "journal_totals", "2026-11-21T16:00:01.000Z", body)
        [answer] = self.kiosk.sync(record)["answers"]
        assert answer["verdict"] == "stored", answer
        if ended:
            self.end_day()


def _record(id: str, stream: str, seq: int, kind: str, at: str, body: dict[str, Any]) -> dict[str, Any]:
    head = {"id": id, "stream": stream, "seq": seq, "kind": kind, "v": 1, "at": at, "tz": "Asia/Taipei"}
    return {**head, "body": body, "body_hash": body_hash(body)}
