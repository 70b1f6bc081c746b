"""The kinds of record: where each belongs, what its body says, what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy.orm import Session

from crm.billing import day_ends, payments, reversals
from crm.by_reference import wishes
from crm.calendar import bookings
from crm.callbacks import requests as callback_requests
from crm.cases import requests as case_requests
from crm.cases.bodies import (
    ApplicationSaid,
    ComplaintSaid,
    FaultReportSaid,
    LetterSaid,
    RatingSaid,
    SuggestionSaid,
)
from crm.intake.bodies import (
    AuditSaid,
    BookingSaid,
    CallbackSaid,
    CancellationSaid,
    CommandResultSaid,
    DayEndSaid,
    HealthSaid,
    JournalTotalsSaid,
    PaymentSaid,
    RearrangementSaid,
    ReceiptCaseSaid,
    ReceiptLinkSaid,
    ReversalSaid,
    StaffCallEndSaid,
    StaffCallSaid,
    UnmetSearchSaid,
    VoteSaid,
)
from crm.kiosks import commands, fleet, quality, staff_calls
from crm.knowledge import unmet
from crm.receipts import links
from crm.schema import Record


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record: where it belongs, what its body says, what follows from it, what the customer calls it.

    `references` are the body's fields that hold one of the sending kiosk, the customer's own last. A wish has none:
    `about` is its field, and what stands there may have been asked for at any kiosk. From a `plain` one nothing follows
    but an audit line: these come in numbers, and many are taken at a time.
    """

    stream: str
    body: type[BaseModel]
    take: Callable[[Session, Record, Any, datetime], None]
    references: tuple[str, ...] = ()
    about: str = ""
    plain: bool = False


def _take_receipt_case(session: Session, record: Record, said: ReceiptCaseSaid, now: datetime) -> None:
    payments.take_receipt_case(session, record, said)


def _take_audit(session: Session, record: Record, said: AuditSaid, now: datetime) -> None:
    """The record itself is the line (crm/desk/audit_list.py)."""
    fleet.take_content(session, record, said)


def _take_totals(session: Session, record: Record, said: JournalTotalsSaid, now: datetime) -> None:
    fleet.take_totals(session, record, said, now)
    session.flush()
    quality.compare(session, record, said.day, now)


def _take_command_result(session: Session, record: Record, said: CommandResultSaid, now: datetime) -> None:
    commands.take_result(session, record.kiosk_id, said, record.occurred_at)


#: (kind, version) -> what it is.
KINDS: dict[tuple[str, int], Kind] = {
    ("payment", 1): Kind("money", PaymentSaid, payments.take, ("reference",)),
    ("reversal", 1): Kind("money", ReversalSaid, reversals.take, ("reference",)),
    ("callback", 1): Kind("cases", CallbackSaid, callback_requests.take, ("reference",)),
    ("booking", 1): Kind("cases", BookingSaid, bookings.take, ("reference",)),
    ("cancellation", 1): Kind("cases", CancellationSaid, wishes.take_cancellation, about="reference"),
    ("rearrangement", 1): Kind("cases", RearrangementSaid, wishes.take_rearrangement, about="reference"),
    ("receipt_case", 1): Kind("cases", ReceiptCaseSaid, _take_receipt_case, ("reference", "case")),
    ("receipt_link", 1): Kind("cases", ReceiptLinkSaid, links.take, ("reference",)),
    ("complaint", 1): Kind("cases", ComplaintSaid, case_requests.take, ("reference",)),
    ("letter", 1): Kind("cases", LetterSaid, case_requests.take, ("reference",)),
    ("fault_report", 1): Kind("cases", FaultReportSaid, case_requests.take, ("reference",)),
    ("application", 1): Kind("cases", ApplicationSaid, case_requests.take, ("reference",)),
    ("staff_call", 1): Kind("cases", StaffCallSaid, staff_calls.take),
    ("staff_call_end", 1): Kind("cases", StaffCallEndSaid, staff_calls.take_end),
    ("suggestion", 1): Kind("feedback", SuggestionSaid, case_requests.take, ("reference",)),
    ("rating", 1): Kind("feedback", RatingSaid, case_requests.take_rating),
    ("vote", 1): Kind("feedback", VoteSaid, unmet.take_vote),
    ("unmet_search", 1): Kind("feedback", UnmetSearchSaid, unmet.take_search),
    ("command_result", 1): Kind("telemetry", CommandResultSaid, _take_command_result),
    ("audit", 1): Kind("telemetry", AuditSaid, _take_audit, plain=True),
    ("health", 1): Kind("telemetry", HealthSaid, fleet.take_health),
    ("journal_totals", 1): Kind("telemetry", JournalTotalsSaid, _take_totals),
    ("day_end", 1): Kind("telemetry", DayEndSaid, day_ends.take),
}
