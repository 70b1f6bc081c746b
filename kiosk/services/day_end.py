"""The terminal's end of day: at its time, when nobody is here, or when a technician asks.

The terminal's totals are read, then it is told to close, in one job of its lane, so that no payment comes between. Totals
that were read are kept whatever becomes of the close. What it came to goes to the centre with the journal's own figures.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, time, timedelta

from kiosk.domain import events
from kiosk.domain.day_end import DayTotals
from kiosk.domain.reckoning import Close, Span, Why
from kiosk.domain.reversal import may_ask
from kiosk.domain.visit import Visit, is_at_rest
from kiosk.ports import (
    Clock,
    DayEnds,
    DeviceError,
    Lane,
    Payments,
    PaymentTerminal,
    Reversals,
    StoreError,
)
from kiosk.services.controller import NOBODY, Envelope
from kiosk.services.errand import Job, Main, send

log = logging.getLogger(__name__)

#: A payment younger than this may still be settled by asking the terminal, which a close would make forget it.
SETTLING = timedelta(hours=1)
#: When it cannot be done now: the next try.
AGAIN = timedelta(minutes=5)


class DayEnd:
    """`tick` on main. `at`: the local time of day; None: only when somebody asks (`begin`)."""

    def __init__(
        self,
        ends: DayEnds,
        payments: Payments,
        reversals: Reversals,
        terminal: PaymentTerminal,
        clock: Clock,
        records_lane: Lane,
        terminal_lane: Lane,
        main: Main,
        post: Callable[[Envelope], None],
        at: time | None,
    ) -> None:
        self._ends = ends
        self._payments = payments
        self._reversals = reversals
        self._terminal = terminal
        self._clock = clock
        self._records = records_lane
        self._lane = terminal_lane
        self._main = main
        self._post = post
        self._at = at
        self._due: datetime | None = None
        self._running = False
        self._begun = False

    def tick(self, now: datetime, visit: Visit) -> None:
        if not self._begun:
            self._begun = self._records.submit(self._remember)
        free = is_at_rest(visit) and visit.health.can_charge
        if self._due is not None and now >= self._due and free:
            self.begin()

    def begin(self) -> None:
        """Main thread. While one runs nothing."""
        if not self._running:
            self._running = True
            self._send(self._records, self._read)

    # --- main -----------------------------------------------------------------------------------

    def _send(self, lane: Lane, job: Job) -> None:
        send(lane, job, self._main, lambda: self._later("busy"))

    def _later(self, why: str) -> None:
        self._post(Envelope(NOBODY, events.DayEnded(None, why)))
        self._rest(AGAIN)

    def _rest(self, pause: timedelta | None = None) -> None:
        self._running = False
        now = self._clock.now()
        if pause is not None:
            self._due = now + pause
        else:
            self._due = next_time(now, self._at)

    def _wake(self, last: datetime | None) -> None:
        """One that was missed while the machine was off is made up for."""
        self._due = next_time(last or self._clock.now(), self._at)

    # --- records lane ---------------------------------------------------------------------------

    def _remember(self) -> None:
        try:
            self._ends.tell_interrupted(self._clock.now())
            last = self._ends.last()
        except StoreError:
            self._post(Envelope(NOBODY, events.StoreReported(works=False)))
            last = None
        self._main(lambda: self._wake(last))

    def _read(self) -> None:
        now = self._clock.now()
        try:
            if self._is_unsettled(now):
                self._main(lambda: self._later("unsettled"))
                return
            before = self._ends.spans()
            self._ends.closing(now)
        except StoreError:
            self._post(Envelope(NOBODY, events.StoreReported(works=False)))
            self._main(lambda: self._later("store"))
            return
        self._main(lambda: self._send(self._lane, lambda: self._close(before)))

    def _is_unsettled(self, now: datetime) -> bool:
        """Whether the terminal may still be asked about something that a close would make it forget."""
        young = any(now - payment.asked_at < SETTLING for payment in self._payments.open())
        return young or any(may_ask(each.until, now) for each in self._reversals.open())

    def _write(self, before: tuple[Span, ...], close: Close) -> None:
        try:
            result = self._ends.close(before, close, self._clock.now())
            log.info("day end: %s %s", result.verdict, result.why)
            self._post(Envelope(NOBODY, events.DayEnded(result)))
        except StoreError as error:
            log.error("the day end cannot be written: %s", error)  # its mark stands: told at the next start
            self._post(Envelope(NOBODY, events.StoreReported(works=False)))
            self._post(Envelope(NOBODY, events.DayEnded(None, "store")))
        self._main(self._rest)

    # --- terminal lane --------------------------------------------------------------------------

    def _close(self, before: tuple[Span, ...]) -> None:
        close = closed(self._terminal)
        self._main(lambda: self._send(self._records, lambda: self._write(before, close)))


def closed(terminal: PaymentTerminal) -> Close:
    """Reads, closes, and finds out what became of a close whose answer got lost."""
    try:
        read = terminal.totals()
    except DeviceError as error:
        log.warning("the terminal gave no totals: %s", error)
        return Close(None, False, Why.NO_TOTALS)
    try:
        return Close(terminal.close_day(), True)
    except DeviceError as error:
        log.warning("the terminal did not answer the close: %s", error)
    try:
        after = terminal.totals()
    except DeviceError:
        return Close(read, False, Why.LOST)
    if _is_empty(after) and not _is_empty(read):
        return Close(read, True, Why.LOST)
    return Close(read, False, Why.NOT_CLOSED)


def _is_empty(totals: DayTotals) -> bool:
    return not totals.payments.amount.minor and not totals.reversals.amount.minor


def next_time(after: datetime, at: time | None) -> datetime | None:
    """The next moment behind `after` at which the clock shows `at`."""
    if at is None:
        return None
    today = after.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today > after else today + timedelta(days=1)
