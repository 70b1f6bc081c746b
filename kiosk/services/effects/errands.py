"""How a job gets to its lane, and what it heard back to main. Called on main, or by a job that hands on to another lane;
the jobs run in their lanes."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain import events
from kiosk.domain.events import Event
from kiosk.domain.health import Line
from kiosk.domain.visit import Visit
from kiosk.ports import Lane, Offline, StoreError
from kiosk.services.controller import NOBODY, Envelope


class Errands:
    """`post` brings an envelope to main. `records` is the lane that writes."""

    def __init__(self, post: Callable[[Envelope], None], records: Lane) -> None:
        self._post = post
        self._records = records

    def tell(self, visit: Visit, event: Event) -> None:
        """An answer to this visit; late ones are dropped, but for money."""
        self._post(Envelope(visit.id, event))

    def fact(self, event: Event) -> None:
        """Something that holds for whoever stands here."""
        self._post(Envelope(NOBODY, event))

    def submit(self, lane: Lane, visit: Visit, job: Callable[[], Event]) -> None:
        """A job of this visit; forgotten with it if it has not begun."""
        if not lane.submit(lambda: self.tell(visit, job()), owner=visit.id):
            self.fact(events.Broke("inbox full"))

    def hand_on(self, lane: Lane, visit: Visit, job: Callable[[], None]) -> None:
        """A job of this visit that sees itself to its answer."""
        if not lane.submit(job, owner=visit.id):
            self.fact(events.Broke("inbox full"))

    def submit_kept(self, lane: Lane, visit: Visit, job: Callable[[], Event]) -> None:
        """A job that no end of a visit may drop: money, and what a customer handed over."""
        if not lane.submit(lambda: self.tell(visit, job())):
            self.fact(events.Broke("inbox full"))

    def write(self, job: Callable[[], None]) -> None:
        """A write whose failure the customer need not hear of, but the house must."""

        def run() -> None:
            try:
                job()
            except StoreError:
                self.fact(events.StoreReported(works=False))

        if not self._records.submit(run):
            # Not `Broke`: that is itself written down, and would come back here without end.
            self.fact(events.StoreReported(works=False))

    def note_line(self, offline: Offline) -> None:
        """A centre that answers with a clear no is there."""
        if not offline.reason:
            self.fact(events.LineReported(Line.DOWN))
