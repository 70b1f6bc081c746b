"""What lies behind the desk that is measured: cases that are over, a steady hundred and sixty of each kind a day.

However many they are, the days nearest to now look the same; so a page that grows dearer does so by history alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text

from crm import demo
from crm.centre import Centre
from crm.database import Database
from crm.schema import (
    AuditLine,
    Base,
    Callback,
    CallbackEvent,
    CallbackState,
    Case,
    CaseEvent,
    CaseKind,
    CaseState,
    Customer,
    Kiosk,
    Payment,
    PaymentLine,
)
from tests.crm.signing import cheap_secrets

#: Waiting at any time, whatever lies behind.
OPEN = 60
#: Requests of one customer: a larger house has more customers, not customers who ask more.
EACH = 40
BATCH = 5_000
#: A callback and a complaint that wait.
REFERENCE = "K07-OPEN-0001"
COMPLAINT = 1


def furnish(size: int, database: Database) -> None:
    """`size` callbacks that are over, each with its history, payment and lines of audit; and those that wait."""
    database.migrate()
    demo.seed(Centre(database), cheap_secrets())
    now = datetime.now(UTC)
    with database.writing() as session:
        session.add(Kiosk(id="K07", site="三重服務中心", last_seen_at=now))
    known = len(demo.CUSTOMERS)
    _put(database, Customer, ({"id": id, "name": "王大明"} for id in range(known + 1, size // EACH + 2)))
    _put(database, Callback, (_over(number, now) for number in range(size)))
    _put(database, Callback, (_waiting(number, now) for number in range(OPEN)))
    _put(database, CallbackEvent, (_event(number, now) for number in range(size)))
    _put(database, Case, (_complaint(number, now) for number in range(OPEN)))
    _put(database, Case, (_settled(number, now) for number in range(size)))
    _put(database, CaseEvent, (_case_event(number, now) for number in range(size)))
    _put(database, Payment, (_payment(number, now) for number in range(size)))
    _put(database, PaymentLine, (_line(number) for number in range(size)))
    _put(database, AuditLine, (_audit(number, now) for number in range(size)))
    if database.is_postgresql:  # whose autovacuum does it; SQLite plans best by its own rules
        with database.engine.begin() as connection:
            connection.execute(text("ANALYZE"))


def _put(database: Database, model: type[Base], rows: Iterator[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    with database.writing() as session:
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                session.execute(insert(model), batch)
                batch.clear()
        if batch:
            session.execute(insert(model), batch)


def _when(number: int, now: datetime) -> datetime:
    """A case every nine minutes, back from yesterday: some hundred and sixty a day."""
    return now - timedelta(days=1, minutes=9 * number)


def _request(number: int, id: str, reference: str, at: datetime, ends: datetime) -> dict[str, Any]:
    return {
        "id": id, "reference": reference, "kiosk_id": "K07", "visit": "", "customer_id": 1 + number // EACH,
        "phone": f"09{number:08}", "topic": "billing", "language": "zh-Hant", "window_from": at,
        "window_to": ends, "soonest": False, "requested_at": at, "received_at": at, "rank_at": ends,
        "tz": "Asia/Taipei", "notice": "2026-11", "promotional_consent": False,
        "context": {"path": ["task:faq", "callback"], "articles": ["late-payment"]},
        "trail": [{"at": at.isoformat(), "what": "signed_in"}],
    }  # fmt: skip


def _over(number: int, now: datetime) -> dict[str, Any]:
    at = _when(number, now)
    done = {"state": CallbackState.DONE, "outcome": "resolved", "first_call_at": at, "done_at": at}
    reference = f"K07-{number:07}"
    return _request(number, str(UUID(int=number + 1)), reference, at, at + timedelta(hours=1)) | done


def _waiting(number: int, now: datetime) -> dict[str, Any]:
    id, ends = str(UUID(int=10**9 + number)), now + timedelta(minutes=number)
    reference = REFERENCE if number == 1 else f"K07-OPEN-{number:04}"
    return _request(number, id, reference, now - timedelta(hours=1), ends) | {"state": CallbackState.QUEUED}


def _event(number: int, now: datetime) -> dict[str, Any]:
    id = str(UUID(int=number + 1))
    return {"callback_id": id, "at": _when(number, now), "who": "chen", "what": "resolved", "note": "已說明"}


def _complaint(number: int, now: datetime) -> dict[str, Any]:
    return {
        "id": COMPLAINT + number, "reference": f"K07-C{number:07}", "kind": CaseKind.COMPLAINT, "kiosk_id": "K07",
        "state": CaseState.OPEN, "opened_at": now - timedelta(hours=1), "due_at": now + timedelta(minutes=number),
        "customer_id": 1, "phone": f"09{number:08}", "topic": "billing", "language": "zh-Hant",
        "body": {"about": "billing", "wish": "explain", "urgent": False},
    }  # fmt: skip


def _settled(number: int, now: datetime) -> dict[str, Any]:
    at = _when(number, now)
    over = {
        "state": CaseState.CLOSED,
        "opened_at": at,
        "due_at": at,
        "closed_at": at,
        "outcome": "accommodate",
    }
    return _complaint(OPEN + number, now) | over | {"customer_id": 1 + number // EACH}


def _case_event(number: int, now: datetime) -> dict[str, Any]:
    return {"case_id": COMPLAINT + OPEN + number, "at": _when(number, now), "who": "chen", "what": "closed"}


def _payment(number: int, now: datetime) -> dict[str, Any]:
    at = _when(number, now)
    return {
        "id": str(UUID(int=number + 1)), "reference": f"K07-P{number:07}", "kiosk_id": "K07", "outcome": "approved",
        "amount_minor": 231800, "currency": "TWD", "asked_at": at, "decided_at": at, "posted_at": at,
        "slip_card": "••••1234", "recovered": False, "offline": False,
    }  # fmt: skip


def _line(number: int) -> dict[str, Any]:
    id, bill = str(UUID(int=number + 1)), f"B-{number}"
    amount = {"amount_minor": 231800, "currency": "TWD"}
    return {"payment_id": id, "position": 0, "bill_id": bill, "state": "posted", **amount}


def _audit(number: int, now: datetime) -> dict[str, Any]:
    what = {"what": "callback.viewed", "subject": f"K07-{number:07}", "detail": {"data": "masked"}}
    return {"at": _when(number, now), "who": "chen", **what}
