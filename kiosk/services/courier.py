"""Brings records to the centre: reads a batch, sends it, settles the answers; waits, and longer after each failure.

One round at a time: records lane -> main -> network lane -> main -> records lane -> main. The line's condition is a
by-product: an empty batch is the heartbeat.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.domain import events
from kiosk.domain.health import Line, QueueCounts
from kiosk.ports import (
    SHUT_OUT,
    ChainHead,
    Clock,
    Crm,
    Epochs,
    Lane,
    Offline,
    Outbox,
    Record,
    StoreError,
    SyncReply,
)
from kiosk.services.alarm import Alarm
from kiosk.services.controller import NOBODY, Envelope
from kiosk.services.errand import Job, Main, send

log = logging.getLogger(__name__)

#: The centre's word for "not now": too many kiosks at once.
BUSY = "slow_down"
#: The verdicts by which a record leaves the queue.
SETTLING = ("stored", "duplicate", "refused")
#: The centre's reason beside "stored": it has another record under this number.
SEQ_REUSED = "seq_reused"
#: More records no centre gets at a time, whatever it asks for.
LARGEST_BATCH = 500


@dataclass(frozen=True, slots=True)
class Batch:
    """What goes out together; `epoch` is the one in which it is numbered, `size` how much was asked for, `chain` where
    the audit chain ended then."""

    records: Sequence[Record] = ()
    epoch: str = ""
    size: int = 0
    chain: ChainHead | None = None

    @property
    def is_full(self) -> bool:
        return bool(self.size) and len(self.records) == self.size


@dataclass(frozen=True, slots=True)
class Pace:
    """`batch` counts until the centre names another size. `poll` bounds how long an idle line goes unasked; after
    failure n the pause is `first * 2**(n - 1)`, at most `longest`, times a random factor of 0.5 to 1.5, and never shorter
    than the centre asked for. `shut_out`: about the pause of a kiosk whose key is refused, until a person lets it in."""

    batch: int = 50
    poll: timedelta = timedelta(seconds=8)
    first: timedelta = timedelta(seconds=1)
    longest: timedelta = timedelta(seconds=30)
    shut_out: timedelta = timedelta(minutes=4)

    def after_failure(self, failures: int, chance: float, asked: float | None) -> timedelta:
        """`chance` in [0, 1); `asked` is Retry-After in seconds."""
        doubled = self.first * float(2 ** min(failures - 1, 16))
        pause = min(doubled, self.longest) * (0.5 + chance)
        if asked is None:
            return pause
        # Kiosks that were sent away together do not come back together.
        return max(pause, timedelta(seconds=asked) * (1 + chance / 2))


class Courier:
    """`nudge` when there is something new, `tick` with the clock. Both on main."""

    def __init__(
        self,
        outbox: Outbox,
        epochs: Epochs,
        crm: Crm,
        clock: Clock,
        records_lane: Lane,
        network_lane: Lane,
        main: Main,
        post: Callable[[Envelope], None],
        chance: Callable[[], float],
        pace: Pace | None = None,
        published: Callable[[Mapping[str, str]], None] = lambda versions: None,
    ) -> None:
        """`published` is told, on main, which versions the centre has of what kiosks pull."""
        self._outbox = outbox
        self._epochs = epochs
        self._crm = crm
        self._clock = clock
        self._records = records_lane
        self._network = network_lane
        self._main = main
        self._post = post
        self._chance = chance
        self._pace = pace or Pace()
        self._published = published
        self._size = self._pace.batch
        self._known = 0  # the line of the audit chain that the centre said it has
        self._busy = False
        self._again = False
        self._failures = 0
        self._next = Alarm()

    def nudge(self) -> None:
        """Something waits: now, unless the line is known to be down (then its own pause decides)."""
        if self._busy:
            self._again = True
        elif not self._failures:
            self._begin()

    def tick(self, now: datetime) -> None:
        if not self._busy and self._next.is_due(now):
            self._begin()

    # --- main -----------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._busy, self._again = True, False
        self._send_to(self._records, self._read)

    def _send_to(self, lane: Lane, job: Job) -> None:
        send(lane, job, self._main, lambda: self._rest(self._pace.poll))

    def _rest(self, pause: timedelta) -> None:
        self._busy = False
        self._next.set(self._clock.now(), pause)

    def _batch(self, batch: Batch) -> None:
        self._send_to(self._network, lambda: self._send(batch))

    def _sent(self, batch: Batch, reply: SyncReply) -> None:
        self._failures = 0
        self._size = min(max(reply.batch, 1), LARGEST_BATCH) if reply.batch else self._pace.batch
        self._known = reply.chain
        self._fact(events.LineReported(Line.UP))
        self._send_to(self._records, lambda: self._settle(batch, reply))
        self._published(reply.content)
        for command in reply.commands:
            self._fact(events.CommandArrived(command))
        for call in reply.coming:
            self._fact(events.StaffCallAnswered(call))

    def _failed(self, error: Offline) -> None:
        self._failures += 1
        pause = self._pace.after_failure(self._failures, self._chance(), error.retry_after)
        if error.reason in SHUT_OUT:
            pause = max(pause, self._pace.shut_out * (0.5 + self._chance()))
        log.warning("the centre cannot be reached (%s); next try in %.1f s", error, pause.total_seconds())
        # A centre that is busy with other kiosks' queues is there all the same for whoever stands at this one.
        self._fact(events.LineReported(Line.UP if error.reason == BUSY else Line.DOWN))
        self._rest(pause)

    def _settled(
        self, batch: Batch, reply: SyncReply, delivered: Sequence[str], counts: QueueCounts, more: bool
    ) -> None:
        for posted in _postings(batch, reply):
            self._fact(posted)
        for reference in delivered:
            self._fact(events.RecordDelivered(reference))
        self._fact(events.QueueCounted(counts))
        self._rest(min(self._pace.poll, timedelta(seconds=max(reply.poll_after, 0.5))))
        if more or self._again:
            self._begin()

    def _store_failed(self) -> None:
        self._fact(events.StoreReported(works=False))
        self._rest(self._pace.poll)

    def _fact(self, event: events.Event) -> None:
        self._post(Envelope(NOBODY, event))

    # --- records lane ---------------------------------------------------------------------------

    def _read(self) -> None:
        try:
            size, known = self._size, self._known
            due = self._outbox.due(size, self._clock.now())
            batch = Batch(due, self._epochs.current(), size, self._epochs.chain(known))
        except StoreError:
            # The heartbeat goes on without its records: the centre should hear that we live.
            self._main(lambda: self._batch(Batch()))
            self._post(Envelope(NOBODY, events.StoreReported(works=False)))
            return
        self._main(lambda: self._batch(batch))

    def _settle(self, batch: Batch, reply: SyncReply) -> None:
        try:
            delivered = self._outbox.settle(reply.answers, self._clock.now())
            reused = any(answer.reason == SEQ_REUSED for answer in reply.answers)
            renewed = self._epochs.compare(batch.epoch, reply.through, reused, self._clock.now())
            counts = self._outbox.counts()
        except StoreError:
            self._main(self._store_failed)
            return
        # With nothing settled the next round would be the same as this one: then wait for the clock.
        sent = {record.id for record in batch.records}
        settled = any(answer.id in sent and answer.verdict in SETTLING for answer in reply.answers)
        more = renewed or (settled and batch.is_full)
        self._main(lambda: self._settled(batch, reply, delivered, counts, more))

    # --- network lane ---------------------------------------------------------------------------

    def _send(self, batch: Batch) -> None:
        try:
            reply = self._crm.sync(batch.records, batch.epoch, batch.chain)
        except Offline as error:
            failure = error
            self._main(lambda: self._failed(failure))
            return
        self._main(lambda: self._sent(batch, reply))


def _postings(batch: Batch, reply: SyncReply) -> Iterator[events.PaymentPosted]:
    """What became of the payments that went out, told after it is on disk and before they count as delivered."""
    references = {record.id: record.reference for record in batch.records}
    for answer in reply.answers:
        if answer.posting is not None and answer.id in references and answer.verdict in SETTLING:
            yield events.PaymentPosted(references[answer.id], answer.posting)
