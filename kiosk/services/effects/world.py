"""What the executors are given: the outside world by its ports, and the lanes that own it."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.ports import (
    AssistLock,
    Audit,
    Cabinet,
    Callbacks,
    CardReader,
    Cases,
    Clock,
    CodeScanner,
    Commands,
    Copies,
    Counters,
    CounterSlips,
    Crm,
    DayEnds,
    Feedback,
    InputMethod,
    Keeper,
    Lane,
    Logs,
    Outbox,
    Payments,
    PaymentTerminal,
    ReceiptLinks,
    ReceiptPrinter,
    Reversals,
    Search,
    SiteSettings,
    StaffCalls,
    Support,
    TechnicianLock,
    Tries,
)
from kiosk.services.papers import Papers


@dataclass(frozen=True, slots=True)
class Lanes:
    printer: Lane
    terminal: Lane
    records: Lane
    network: Lane
    answers: Lane
    reader: Lane
    scanner: Lane
    cabinet: Lane
    writing: Lane


@dataclass(frozen=True, slots=True)
class World:
    """Everything an effect may need of the outside."""

    printer: ReceiptPrinter
    terminal: PaymentTerminal
    reader: CardReader
    scanner: CodeScanner
    cabinet: Cabinet
    payments: Payments
    reversals: Reversals
    copies: Copies
    receipt_links: ReceiptLinks
    callbacks: Callbacks
    cases: Cases
    outbox: Outbox
    audit: Audit
    keeper: Keeper
    crm: Crm
    lock: TechnicianLock
    papers: Papers
    search: Search
    input_method: InputMethod
    feedback: Feedback
    logs: Logs
    settings: SiteSettings
    support: Support
    commands: Commands
    counters: Counters
    counter_slips: CounterSlips
    assistants: AssistLock
    assist_tries: Tries
    staff_calls: StaffCalls
    day_ends: DayEnds
    clock: Clock
