"""Has the journal's seals looked at: all of them at start and once a day, beside the work of the disk's lane.

What is about to be used is looked at by itself (storage); this finds what nobody has asked for yet.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from kiosk.domain import events
from kiosk.ports import Clock, Custody, Lane, Outbox, StoreError
from kiosk.services.alarm import Alarm
from kiosk.services.controller import NOBODY, Envelope
from kiosk.services.errand import Main

#: From the end of one look at everything to the next.
AGAIN = timedelta(hours=24)


class Custodian:
    """`tick` on main. The first look begins with the first tick."""

    def __init__(
        self,
        custody: Custody,
        outbox: Outbox,
        clock: Clock,
        records_lane: Lane,
        main: Main,
        post: Callable[[Envelope], None],
    ) -> None:
        self._custody = custody
        self._outbox = outbox
        self._clock = clock
        self._lane = records_lane
        self._main = main
        self._post = post
        self._looking = False
        self._next = Alarm()

    def tick(self, now: datetime) -> None:
        if not self._looking and self._next.is_due(now):
            self._looking = self._lane.submit(self._look)

    def _look(self) -> None:
        pause = AGAIN
        try:
            done = self._custody.look(self._clock.now())
            if done:
                self._post(Envelope(NOBODY, events.QueueCounted(self._outbox.counts())))
            else:
                pause = timedelta(0)
        except StoreError:
            self._post(Envelope(NOBODY, events.StoreReported(works=False)))
        finally:
            self._main(lambda: self._rest(pause))

    def _rest(self, pause: timedelta) -> None:
        self._looking = False
        self._next.set(self._clock.now(), pause)
