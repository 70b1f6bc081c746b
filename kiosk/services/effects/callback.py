"""A request to be called back: asked already? Then kept on disk."""

from __future__ import annotations

from typing import assert_never

from kiosk.domain import effects, events
from kiosk.domain.events import Event
from kiosk.domain.visit import Visit
from kiosk.ports import Callbacks, Clock, Crm, Lane, Offline, StoreError
from kiosk.services.effects.errands import Errands


class CallbackKeeping:
    def __init__(
        self, callbacks: Callbacks, crm: Crm, clock: Clock, network: Lane, records: Lane, errands: Errands
    ) -> None:
        self._callbacks = callbacks
        self._crm = crm
        self._clock = clock
        self._network = network
        self._records = records
        self._errands = errands

    def carry_out(self, visit: Visit, effect: effects.CallbackEffect) -> None:
        match effect:
            case effects.SaveCallback():
                self._errands.submit_kept(self._records, visit, lambda: self._save(visit, effect))
            case effects.AskOpenCallback():
                self._errands.submit(self._network, visit, lambda: self._ask(effect))
            case _:
                assert_never(effect)

    def _ask(self, effect: effects.AskOpenCallback) -> Event:
        """A centre that cannot say stops nobody."""
        try:
            found = self._crm.open_callback(effect.visit, effect.phone, effect.topic, effect.email)
        except Offline as offline:
            self._errands.note_line(offline)
            found = None
        return events.OpenCallbackTold(effect.topic, found)

    def _save(self, visit: Visit, effect: effects.SaveCallback) -> Event:
        trail = tuple((mark.at, mark.what) for mark in visit.trail)
        try:
            reference = self._callbacks.save(effect.draft, effect.language, trail, self._clock.now())
        except StoreError as error:
            return events.CallbackNotSaved(str(error))
        return events.CallbackSaved(reference)
