"""How something stands, asked of the centre; and a wish to change it, kept on disk whether there is a line or not."""

from __future__ import annotations

from typing import assert_never

from kiosk.domain import effects, events
from kiosk.domain.events import Event
from kiosk.domain.visit import Visit
from kiosk.ports import Callbacks, Clock, Crm, Lane, Offline, StoreError
from kiosk.services.effects.errands import Errands

#: What stands for a reason where nobody answered.
NO_ANSWER = "no_answer"


class LookingUp:
    def __init__(
        self, crm: Crm, callbacks: Callbacks, clock: Clock, network: Lane, records: Lane, errands: Errands
    ) -> None:
        self._crm = crm
        self._callbacks = callbacks
        self._clock = clock
        self._network = network
        self._records = records
        self._errands = errands

    def carry_out(self, visit: Visit, effect: effects.LookupEffect) -> None:
        match effect:
            case effects.AskCase(reference):
                self._errands.submit(self._network, visit, lambda: self._ask(visit, reference))
            case effects.SaveWish():
                self._errands.submit_kept(self._records, visit, lambda: self._save(effect))
            case _:
                assert_never(effect)

    def _ask(self, visit: Visit, reference: str) -> Event:
        try:
            return events.CaseTold(reference, self._crm.case(visit.id, reference))
        except Offline as offline:
            self._errands.note_line(offline)
            return events.CaseTold(reference, None, offline.reason or NO_ANSWER)

    def _save(self, effect: effects.SaveWish) -> Event:
        try:
            self._callbacks.wish(effect.reference, effect.window, self._clock.now())
        except StoreError as error:
            return events.WishNotSaved(str(error))
        return events.WishSaved(effect.reference)
