"""The outside world, as this kiosk needs it. Every port is a plain blocking object; lanes give it a thread."""

from kiosk.ports.centre import BillList, Crm, SyncReply
from kiosk.ports.devices import CardReader, CodeScanner, Delivery, PaymentTerminal, ReceiptPrinter
from kiosk.ports.errors import (
    CERTIFICATE,
    SHUT_OUT,
    BadReply,
    DeviceError,
    NoReply,
    NotConnected,
    Offline,
    Refused,
    StoreError,
)
from kiosk.ports.keeping import AssistLock, Keeper, TechnicianLock, Tries
from kiosk.ports.money import Copies, CounterSlips, Custody, DayEnds, Payments, Reversals
from kiosk.ports.requests import Callbacks, Cases, Feedback, Search, StaffCalls
from kiosk.ports.running import Clock, Lane
from kiosk.ports.sync import (
    Answer,
    Audit,
    Commands,
    Distrust,
    Epochs,
    Outbox,
    Pulled,
    Record,
    Replica,
    Reports,
    Untrusted,
)
from kiosk.ports.upkeep import Logs, SiteSettings, Support

__all__ = [
    "CERTIFICATE",
    "SHUT_OUT",
    "Answer",
    "AssistLock",
    "Audit",
    "BadReply",
    "BillList",
    "Callbacks",
    "CardReader",
    "Cases",
    "Clock",
    "CodeScanner",
    "Commands",
    "Copies",
    "CounterSlips",
    "Crm",
    "Custody",
    "DayEnds",
    "Delivery",
    "DeviceError",
    "Distrust",
    "Epochs",
    "Feedback",
    "Keeper",
    "Lane",
    "Logs",
    "NoReply",
    "NotConnected",
    "Offline",
    "Outbox",
    "PaymentTerminal",
    "Payments",
    "Pulled",
    "ReceiptPrinter",
    "Record",
    "Refused",
    "Replica",
    "Reports",
    "Reversals",
    "Search",
    "SiteSettings",
    "StaffCalls",
    "StoreError",
    "Support",
    "SyncReply",
    "TechnicianLock",
    "Tries",
    "Untrusted",
]
