"""Payments, slips and drafts as the tests need them; nobody in them exists."""

import json
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.domain.callback import CallbackDraft, Context, Topic, Window
from kiosk.domain.language import Language
from kiosk.domain.money import Money
from kiosk.domain.payment import Approved, Mark, Payment, PaymentLine, Slip, TerminalTime
from kiosk.ports import Record
from kiosk.storage.audit import SqliteAudit
from kiosk.storage.callbacks import SqliteCallbacks
from kiosk.storage.cases import SqliteCases
from kiosk.storage.counters import SqliteCounters
from kiosk.storage.database import Store
from kiosk.storage.engine import Database, connect
from kiosk.storage.keeper import SqliteKeeper
from kiosk.storage.key import StoreKey
from kiosk.storage.outbox import SqliteOutbox
from kiosk.storage.payments import SqlitePayments
from kiosk.storage.vault import Vault

CONTRACT = Path(__file__).resolve().parents[2] / "contract"
TAIPEI = ZoneInfo("Asia/Taipei")
ASKED = datetime(2026, 11, 22, 14, 5, 20, tzinfo=TAIPEI)
DECIDED = ASKED + timedelta(seconds=21)
AMOUNT = Money(280_400)
LINES = (
    PaymentLine(
        "B-2026-10-E-7730",
        "electricity",
        "••••••4821",
        "2026-09-01",
        "2026-10-31",
        "2026-11-15",
        Money(231_800),
    ),
    PaymentLine(
        "B-2026-10-W-7730", "water", "••••••4821", "2026-09-01", "2026-10-31", "2026-11-15", Money(48_600)
    ),
)
MARK = Mark("52500038", 137, 137)
PHONE = "0912345678"
#: Every store that a test made: closed behind it (conftest.py).
OPENED: list[Store] = []


def other_lines() -> tuple[PaymentLine, ...]:
    return tuple(replace(line, bill=f"{line.bill}-{uuid.uuid4()}") for line in LINES)


def slip(trace: int = 138, **changes: Any) -> Slip:
    fields: dict[str, Any] = {
        "terminal_id": "52500038",
        "trace": trace,
        "receipt": trace,
        "amount": AMOUNT,
        "time": TerminalTime(11, 22, 14, 5, 40),
        "card": "••••1234",
        "scheme": "VISA",
        "approval_code": "008231",
    }
    return Slip(**{**fields, **changes})


def approved(trace: int = 138, **changes: Any) -> Approved:
    return Approved(slip(trace, **changes))


def draft(phone: str = PHONE) -> CallbackDraft:
    return CallbackDraft(
        topic=Topic.BILLING,
        window=Window(ASKED.replace(hour=15, minute=0, second=0), ASKED.replace(hour=17, minute=0, second=0)),
        phone=phone,
        notice="2026-11",
        context=Context(("home", "faq", "faq.article", "callback"), "B-2026-10-E-7730", ("late-payment",)),
    )


def record_example(name: str) -> dict[str, Any]:
    example: dict[str, Any] = json.loads((CONTRACT / "records" / f"{name}.json").read_text(encoding="utf-8"))
    return example


class PlainStore(Store):
    """Without encryption, so that what is in the file can be looked for; for one opening."""

    def _connect(self, key: StoreKey | None) -> Database:
        return connect(self.path, None, self._busy)


def vault_of(path: Path, recovery_key: bytes = b"") -> Vault:
    """What opens the store at `path`: the key lies beside the store's folder."""
    return Vault(path.parent.parent / "keys", "K07", recovery_key)


@dataclass
class Kiosk:
    """Everything one kiosk keeps, over one store."""

    store: Store
    payments: SqlitePayments
    callbacks: SqliteCallbacks
    cases: SqliteCases
    outbox: SqliteOutbox
    audit: SqliteAudit
    keeper: SqliteKeeper
    counters: SqliteCounters

    @classmethod
    def at(cls, path: Path, kind: type[Store] = Store, **store: Any) -> "Kiosk":
        opened = kind(path, vault_of(path), **store)
        OPENED.append(opened)
        return cls(
            opened,
            SqlitePayments(opened, "K07", TAIPEI),
            SqliteCallbacks(opened, "K07", TAIPEI),
            SqliteCases(opened, "K07", TAIPEI),
            SqliteOutbox(opened, TAIPEI),
            SqliteAudit(opened, TAIPEI),
            SqliteKeeper(opened, TAIPEI),
            SqliteCounters(opened, TAIPEI),
        )

    def ask(self, offline: bool = False) -> Payment:
        """For LINES, or two bills that nobody asked for before: what is under way is not asked for again."""
        rest = (AMOUNT, MARK, offline, Language.ZH_HANT, ASKED)
        return self.payments.ask(LINES, *rest) or self.ask_other(offline)

    def ask_other(self, offline: bool = False) -> Payment:
        payment = self.payments.ask(other_lines(), AMOUNT, MARK, offline, Language.ZH_HANT, ASKED)
        assert payment is not None
        return payment

    def call_back(self, phone: str = PHONE) -> str:
        return self.callbacks.save(draft(phone), Language.ZH_HANT, [(ASKED, "signed_in")], DECIDED)

    def due(self, stream: str = "", limit: int = 1000) -> list[Record]:
        return [r for r in self.outbox.due(limit, DECIDED) if stream in ("", r.stream)]
