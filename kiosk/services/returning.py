"""Finishes what a break left of giving money back: asks the terminal again while the centre's grant lasts, and answers
every grant that nobody used. The other half of recovery; it never charges."""

from __future__ import annotations

import logging
from collections.abc import Callable

from kiosk.domain import events
from kiosk.domain.reversal import GivingBack, Reversal, ReversalInDoubt, asked_again, is_settled, may_ask
from kiosk.ports import Clock, DeviceError, Lane, PaymentTerminal, Reversals, StoreError
from kiosk.services.controller import NOBODY, Envelope
from kiosk.services.errand import Job, Main, send

log = logging.getLogger(__name__)


class Returning:
    """One run at a time, begun by recovery. `waits`: something is still open and worth asking about again."""

    def __init__(
        self,
        reversals: Reversals,
        terminal: PaymentTerminal,
        clock: Clock,
        records_lane: Lane,
        terminal_lane: Lane,
        main: Main,
        post: Callable[[Envelope], None],
    ) -> None:
        self._reversals = reversals
        self._terminal = terminal
        self._clock = clock
        self._records = records_lane
        self._lane = terminal_lane
        self._main = main
        self._post = post
        self._waiting: list[GivingBack] = []
        self._done: Job = lambda: None
        self.waits = False

    def run(self, done: Job) -> None:
        """Main thread; `done` is called there, whatever happens."""
        self._done, self.waits = done, False
        self._send(self._records, self._read)

    # --- records lane ---------------------------------------------------------------------------

    def _read(self) -> None:
        now = self._clock.now()
        try:
            for reference in self._reversals.unanswered():
                self._reversals.leave(reference, now)
            # One whose grant is over and whose doubt the centre knows is for staff.
            found = [
                each
                for each in self._reversals.open()
                if may_ask(each.until, now) or not self._reversals.doubted(each)
            ]
        except StoreError as error:
            log.error("the journal of reversals cannot be read: %s", error)
            self._store_failed()
            self._main(self._done)
            return
        self._main(lambda: self._take(found))

    def _save(self, giving: GivingBack, reversal: Reversal) -> None:
        stands: Reversal | None = None
        try:
            stands = self._reversals.decide(giving, reversal, self._clock.now())
        except StoreError as error:
            log.error("the reversal of %s cannot be written: %s", giving.payment.reference, error)
            self._store_failed()
        self._main(lambda: self._note(giving, stands))

    def _store_failed(self) -> None:
        self._post(Envelope(NOBODY, events.StoreReported(works=False)))

    # --- main -----------------------------------------------------------------------------------

    def _take(self, found: list[GivingBack]) -> None:
        self._waiting = found
        self._next()

    def _next(self) -> None:
        if not self._waiting:
            self._done()
            return
        giving = self._waiting.pop(0)
        if may_ask(giving.until, self._clock.now()):
            self._send(self._lane, lambda: self._ask(giving))
        else:
            self._settle(giving, ReversalInDoubt("too_late"))

    def _settle(self, giving: GivingBack, reversal: Reversal) -> None:
        self._send(self._records, lambda: self._save(giving, reversal))

    def _note(self, giving: GivingBack, stands: Reversal | None) -> None:
        if stands is not None:
            self._post(Envelope(NOBODY, events.ReversalDecided(giving, stands)))
        open_yet = stands is None or not is_settled(stands)
        self.waits = self.waits or (open_yet and may_ask(giving.until, self._clock.now()))
        self._next()

    def _send(self, lane: Lane, job: Job) -> None:
        send(lane, job, self._main, self._done)

    # --- terminal lane --------------------------------------------------------------------------

    def _ask(self, giving: GivingBack) -> None:
        try:
            # The intent was on disk before: the terminal may have heard it already.
            reversal = asked_again(self._terminal.reverse(giving.slip))
        except DeviceError:  # not this time; what an earlier question did is still not known
            reversal = ReversalInDoubt("no_answer")
        self._main(lambda: self._settle(giving, reversal))
