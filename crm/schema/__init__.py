"""Every table of the centre, as SQLAlchemy models: one schema for SQLite and PostgreSQL.

Moments are aware UTC in Python; amounts are integer minor units beside an ISO 4217 code; words that a state machine
uses are StrEnums kept as text. Nothing here knows HTTP, kiosk messages or a page.
"""

from crm.schema.announcements import Announcement, AnnouncementChange
from crm.schema.base import UUID, Base, UtcDateTime, Word
from crm.schema.bill_codes import BillCode, ScanGrant, ScanMiss
from crm.schema.bookings import Booking, BookingEvent, CaseMiss, Wish
from crm.schema.calendar import Closure, Site, Slot, WindowPattern
from crm.schema.callbacks import Callback, CallbackEvent
from crm.schema.cases import Case, CaseEvent, Rating
from crm.schema.customers import (
    Account,
    Bill,
    CardTries,
    Customer,
    Grant,
    MembershipCard,
    NoticeSeen,
    Outage,
    SignInCode,
)
from crm.schema.day_ends import DayEnd, OutsideRow
from crm.schema.kiosks import EnrolmentCode, Kiosk, KioskCommand, Nonce, SignInMiss, StreamPosition
from crm.schema.knowledge import Article, ArticleVersion, UnmetSearch, VoteCount
from crm.schema.payments import Payment, PaymentLine, Record
from crm.schema.quality import QualityDay, Quarantined
from crm.schema.receipt_links import ReceiptLink
from crm.schema.refunds import Refund
from crm.schema.scripts import Script, ScriptVersion
from crm.schema.staff import AuditHead, AuditLine, Staff, StaffSession
from crm.schema.staff_calls import StaffCall
from crm.schema.supervision import Alert, Call, DeviceState, JournalTotals, KioskHealth, Threshold
from crm.schema.waits import QueueSystem, Wait
from crm.schema.words import (
    Approval,
    ArticleState,
    BookingState,
    CallbackState,
    CaseKind,
    CaseState,
    CommandState,
    LineState,
    Outcome,
    RefundKind,
    RefundState,
    Role,
    Severity,
    StaffCallEnd,
)

__all__ = [
    "UUID",
    "Account",
    "Alert",
    "Announcement",
    "AnnouncementChange",
    "Approval",
    "Article",
    "ArticleState",
    "ArticleVersion",
    "AuditHead",
    "AuditLine",
    "Base",
    "Bill",
    "BillCode",
    "Booking",
    "BookingEvent",
    "BookingState",
    "Call",
    "Callback",
    "CallbackEvent",
    "CallbackState",
    "CardTries",
    "Case",
    "CaseEvent",
    "CaseKind",
    "CaseMiss",
    "CaseState",
    "Closure",
    "CommandState",
    "Customer",
    "DayEnd",
    "DeviceState",
    "EnrolmentCode",
    "Grant",
    "JournalTotals",
    "Kiosk",
    "KioskCommand",
    "KioskHealth",
    "LineState",
    "MembershipCard",
    "Nonce",
    "NoticeSeen",
    "Outage",
    "Outcome",
    "OutsideRow",
    "Payment",
    "PaymentLine",
    "QualityDay",
    "Quarantined",
    "QueueSystem",
    "Rating",
    "ReceiptLink",
    "Record",
    "Refund",
    "RefundKind",
    "RefundState",
    "Role",
    "ScanGrant",
    "ScanMiss",
    "Script",
    "ScriptVersion",
    "Severity",
    "SignInCode",
    "SignInMiss",
    "Site",
    "Slot",
    "Staff",
    "StaffCall",
    "StaffCallEnd",
    "StaffSession",
    "StreamPosition",
    "Threshold",
    "UnmetSearch",
    "UtcDateTime",
    "VoteCount",
    "Wait",
    "WindowPattern",
    "Wish",
    "Word",
]
