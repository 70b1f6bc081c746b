"""What was handed over, kept on disk; a rating too, of which nobody hears whether it was."""

from __future__ import annotations

from kiosk.domain import effects, events
from kiosk.domain.events import Event
from kiosk.domain.visit import Visit
from kiosk.ports import Cases, Clock, Lane, StoreError
from kiosk.services.effects.errands import Errands


class CaseKeeping:
    def __init__(self, cases: Cases, clock: Clock, records: Lane, errands: Errands) -> None:
        self._cases = cases
        self._clock = clock
        self._records = records
        self._errands = errands

    def carry_out(self, visit: Visit, effect: effects.CaseEffect) -> None:
        match effect:
            case effects.SaveCase():
                self._errands.submit_kept(self._records, visit, lambda: self._save(visit, effect))
            case effects.SaveRating(score, task, language):
                self._errands.write(lambda: self._cases.rate(score, task, language, self._clock.now()))

    def _save(self, visit: Visit, effect: effects.SaveCase) -> Event:
        trail = tuple((mark.at, mark.what) for mark in visit.trail)
        try:
            reference = self._cases.save(effect.draft, effect.language, trail, self._clock.now())
        except StoreError as error:
            return events.CaseNotSaved(str(error))
        return events.CaseSaved(reference)
