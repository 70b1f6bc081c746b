"""A payment terminal that does what it is told, with a memory that a test can look at."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from kiosk.domain.day_end import DayTotals, Total
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.money import Money, total
from kiosk.domain.payment import (
    Approved,
    Cancelled,
    CancelledBy,
    Declined,
    Finding,
    Found,
    InDoubt,
    Mark,
    NoAnswer,
    NothingFound,
    Outcome,
    Payment,
    Slip,
)
from kiosk.domain.reversal import NotReversed, Reversal, ReversalInDoubt, Reversed
from kiosk.domain.states import Stage
from kiosk.ports import Delivery, NoReply
from tests.kiosk.domain.examples import time_of

TERMINAL_ID = "52500038"
UNDELIVERED = Cancelled(CancelledBy.NOT_DELIVERED)


class Clock(Protocol):
    def now(self) -> datetime: ...


class FakeTerminal:
    """Charges what it is told, by `script`; remembers it in `ledger`, as a terminal does.

    `reversal_script`: `reverse`, `refuse`, `drop_after`, `drop_before`, `unreachable`, `deny` (a no, whatever it did
    before); what went back is in `given_back`.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.script: deque[str] = deque()
        self.reversal_script: deque[str] = deque()
        self.given_back: list[Slip] = []
        self.closed: list[DayTotals] = []
        self.ledger: list[Slip] = []
        self.last: Found | None = None
        self.trace = 137
        self.silent = 0
        self.ready = True
        self.meanwhile: Callable[[], object] = lambda: None
        self.asked = 0
        self.cancelled = 0
        self.inquiries = 0

    def status(self) -> DeviceStatus:
        if self.ready:
            return DeviceStatus(Device.PAYMENT_TERMINAL, DeviceState.ONLINE)
        return DeviceStatus(Device.PAYMENT_TERMINAL, DeviceState.OFFLINE, (Fault.NO_ANSWER,))

    def prepare(self) -> Mark:
        if not self.ready:
            raise NoReply("silence", port="terminal")
        last = self.last.slip if self.last else None
        return Mark(TERMINAL_ID, last.trace, last.receipt) if last else Mark(TERMINAL_ID, None, None)

    def charge(
        self, amount: Money, on_stage: Callable[[Stage], None], delivery: Delivery | None = None
    ) -> Outcome:
        self.asked += 1
        on_stage(Stage.INSERT_CARD)
        match self.script.popleft() if self.script else "approve":
            case "approve":
                slip = self._charged(amount)
                return Approved(slip) if delivery is None or self._stands(slip, delivery) else UNDELIVERED
            case "decline":
                self._remember(amount, approved=False)
                return Declined()
            case "cancel":
                return Cancelled(CancelledBy.TERMINAL)
            case "drop_after":
                self._charged(amount)
                return InDoubt("no_answer")
            case "drop_before":
                return InDoubt("no_answer")
            case "unreachable":
                raise NoReply("silence", port="terminal")
            case other:
                raise AssertionError(other)

    def cancel(self) -> None:
        self.cancelled += 1

    def inquire(self, payment: Payment | None = None) -> Finding:
        self.inquiries += 1
        if self.silent:
            self.silent -= 1
            return NoAnswer()
        return self.last or NothingFound()

    def reverse(self, slip: Slip) -> Reversal:
        plan = self.reversal_script.popleft() if self.reversal_script else "reverse"
        if plan == "unreachable":
            raise NoReply("silence", port="terminal")
        if plan == "deny":
            return NotReversed("refused")
        if slip in self.given_back:
            return NotReversed("already")
        if slip not in self.ledger:
            return NotReversed("not_possible")
        if plan == "refuse":
            return NotReversed("refused")
        if plan != "drop_before":
            self.given_back.append(slip)
            self._remember(slip.amount, approved=True, reversal=True)
        return (
            Reversed(self.last.slip if self.last else None)
            if plan == "reverse"
            else ReversalInDoubt("no_answer")
        )

    def totals(self) -> DayTotals:
        if not self.ready:
            raise NoReply("silence", port="terminal")
        paid, back = (
            Total(len(slips), total(slip.amount for slip in slips))
            for slips in (self.ledger, self.given_back)
        )
        return DayTotals(TERMINAL_ID, f"{len(self.closed) + 1:06}", paid, back, None)

    def close_day(self) -> DayTotals:
        """What was charged and given back is forgotten, as in a terminal."""
        closed = replace(self.totals(), closed_at=time_of(self._clock.now()))
        self.closed.append(closed)
        self.ledger.clear()
        self.given_back.clear()
        return closed

    def close(self) -> None:
        return

    def _stands(self, slip: Slip, delivery: Delivery) -> bool:
        """Undecided counts as not delivered."""
        delivery.approved(slip)
        for _ in range(200):
            if delivery.wanted() is not None:
                break
            self.meanwhile()
        if not delivery.wanted():
            self.reverse(slip)
            return False
        return True

    def _charged(self, amount: Money) -> Slip:
        self.ledger.append(self._remember(amount, approved=True))
        return self.ledger[-1]

    def _remember(self, amount: Money, approved: bool, reversal: bool = False) -> Slip:
        self.trace += 1
        at = time_of(self._clock.now())
        slip = Slip(TERMINAL_ID, self.trace, self.trace, amount, at, "••••1234", "VISA", "008231")
        self.last = Found(slip, approved, reversal)
        return slip
