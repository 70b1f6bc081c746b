"""A request to be called back, kept on disk."""

from __future__ import annotations

from kiosk.domain import effects, events
from kiosk.domain.events import Event
from kiosk.domain.visit import Visit
from kiosk.ports import Callbacks, Clock, Lane, StoreError
from kiosk.services.effects.errands import Errands


class CallbackKeeping:
    def __init__(self, callbacks: Callbacks, clock: Clock, records: Lane, errands: Errands) -> None:
        self._callbacks = callbacks
        self._clock = clock
        self._records = records
        self._errands = errands

    def carry_out(self, visit: Visit, effect: effects.CallbackEffect) -> None:
        self._errands.submit_kept(self._records, visit, lambda: self._save(visit, effect))

    def _save(self, visit: Visit, effect: effects.SaveCallback) -> Event:
        trail = tuple((mark.at, mark.what) for mark in visit.trail)
        try:
            reference = self._callbacks.save(effect.draft, effect.language, trail, self._clock.now())
        except StoreError as error:
            return events.CallbackNotSaved(str(error))
        return events.CallbackSaved(reference)
