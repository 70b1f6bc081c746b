"""Settles what a break left open, by asking the terminal for its last result; then what was to go back. It never charges.

Runs at start before anybody may pay, and again when the terminal or the disk comes back.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from kiosk.domain import events
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.payment import InDoubt, Outcome, Payment, is_final, judge, may_ask_again
from kiosk.ports import Audit, Clock, Lane, Payments, PaymentTerminal, Reversals, StoreError
from kiosk.services.anchor import head_of
from kiosk.services.controller import NOBODY, Envelope
from kiosk.services.errand import Job, Main, guarded, send
from kiosk.services.returning import Returning

log = logging.getLogger(__name__)

#: A payment younger than this may still have its customer standing here.
STILL_HERE = timedelta(minutes=10)
#: A payment in doubt is asked about again every ASK_AGAIN while it is younger than WORTH_ASKING.
ASK_AGAIN = timedelta(minutes=1)
WORTH_ASKING = timedelta(hours=1)


class Recovery:
    """One run at a time. `main` brings a call to the main thread, `post` an envelope to the controller."""

    def __init__(
        self,
        payments: Payments,
        reversals: Reversals,
        terminal: PaymentTerminal,
        audit: Audit,
        clock: Clock,
        records_lane: Lane,
        terminal_lane: Lane,
        main: Main,
        post: Callable[[Envelope], None],
        inquiries: int,
        pause: timedelta,
    ) -> None:
        self._payments = payments
        self._terminal = terminal
        self._returning = Returning(reversals, terminal, clock, records_lane, terminal_lane, main, post)
        self._audit = audit
        self._clock = clock
        self._records = records_lane
        self._lane = terminal_lane
        self._main = main
        self._post = post
        self._inquiries = inquiries
        self._pause = pause.total_seconds()
        self._running = False
        self._waiting: list[Payment] = []
        self._settled: list[tuple[Payment, Outcome]] = []
        self._anchor = ""
        self._doubts: frozenset[str] = frozenset()
        self._again_at: datetime | None = None

    def tick(self, now: datetime) -> None:
        """While a fresh payment is in doubt: says when to ask once more. The visit decides when nobody is paying."""
        if self._again_at is not None and now >= self._again_at:
            self._again_at = None
            self._post(Envelope(NOBODY, events.RecoveryFellDue()))

    def begin(self) -> None:
        """Main thread. A second call while one runs changes nothing."""
        if self._running:
            return
        self._running = True
        self._settled = []
        self._send(self._records, self._read)

    # --- records lane ---------------------------------------------------------------------------

    def _read(self) -> None:
        try:
            found = self._payments.open()
        except StoreError as error:
            log.error("recovery cannot read the journal: %s", error)
            self._main(lambda: self._end(readable=False))
            return
        self._main(lambda: self._take(found))

    def _save(self, payment: Payment, outcome: Outcome) -> None:
        try:
            stands = self._payments.decide(payment, outcome, True, self._clock.now())
        except StoreError as error:
            log.error("recovery cannot write %s: %s", payment.reference, error)
            stands = InDoubt("not_saved")
            self._post(Envelope(NOBODY, events.StoreReported(works=False)))
        anchor = head_of(self._audit)
        self._main(lambda: self._note(payment, stands, anchor))

    def _write_audit(self, settled: tuple[tuple[Payment, Outcome], ...]) -> None:
        in_doubt = sum(not is_final(outcome) for _, outcome in settled)
        entry = Entry(Kind.RECOVERY_ENDED, {"open": str(len(settled)), "in_doubt": str(in_doubt)})
        try:
            self._audit.write(entry, self._clock.now())
        except StoreError:
            self._post(Envelope(NOBODY, events.StoreReported(works=False)))

    # --- main -----------------------------------------------------------------------------------

    def _take(self, found: list[Payment]) -> None:
        self._waiting = list(found)
        self._next()

    def _next(self) -> None:
        if not self._waiting:
            self._returning.run(lambda: self._end(readable=True))
            return
        payment = self._waiting.pop(0)
        self._send(self._lane, lambda: self._ask(payment, tries=1))

    def _settle(self, payment: Payment, outcome: Outcome) -> None:
        self._send(self._records, lambda: self._save(payment, outcome))

    def _note(self, payment: Payment, outcome: Outcome, anchor: str) -> None:
        self._settled.append((payment, outcome))
        self._anchor = anchor
        self._next()

    def _send(self, lane: Lane, job: Job) -> None:
        send(lane, job, self._main, lambda: self._end(readable=True))

    def _end(self, readable: bool) -> None:
        self._running = False
        news = tuple(pair for pair in self._settled if is_final(pair[1]) or pair[0].id not in self._doubts)
        self._doubt()
        asks_again = self._again_at is not None
        if not readable:
            self._post(Envelope(NOBODY, events.StoreReported(works=False)))
        if news:
            self._records.submit(lambda: self._write_audit(news))
        self._post(Envelope(NOBODY, events.RecoveryEnded(self._last(news), self._anchor, asks_again)))

    def _doubt(self) -> None:
        """Remembers what is still open; a doubt that is old is for staff and is not asked about again by itself."""
        now = self._clock.now()
        doubts = [payment for payment, outcome in self._settled if not is_final(outcome)]
        self._doubts = frozenset(payment.id for payment in doubts)
        fresh = any(now - payment.asked_at < WORTH_ASKING for payment in doubts)
        self._again_at = now + ASK_AGAIN if fresh or self._returning.waits else None

    def _last(self, settled: tuple[tuple[Payment, Outcome], ...]) -> tuple[Payment, Outcome] | None:
        """The newest payment, if its customer may still be here."""
        if not settled:
            return None
        payment, outcome = max(settled, key=lambda pair: pair[0].asked_at)
        return (payment, outcome) if self._clock.now() - payment.asked_at < STILL_HERE else None

    # --- terminal lane --------------------------------------------------------------------------

    def _ask(self, payment: Payment, tries: int) -> None:
        finding = self._terminal.inquire(payment)
        outcome = judge(payment, finding)
        again = may_ask_again(payment, finding, tries, self._inquiries, self._clock.now())
        if outcome is None and again:
            job = guarded(lambda: self._ask(payment, tries + 1), self._main, lambda: self._end(readable=True))
            self._lane.later(self._pause, job)
            return
        settled = outcome or InDoubt("no_answer")
        self._main(lambda: self._settle(payment, settled))
