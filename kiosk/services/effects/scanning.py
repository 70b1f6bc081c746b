"""Whose bill a code stands for, asked of the centre."""

from __future__ import annotations

from kiosk.domain import effects, events
from kiosk.domain.events import Event
from kiosk.domain.scanned import ScanAnswer, ScanProblem, ScanRefused, ScanUnanswered
from kiosk.domain.visit import Visit
from kiosk.ports import Crm, Lane, Offline
from kiosk.services.effects.errands import Errands


class Scanning:
    def __init__(self, crm: Crm, network: Lane, errands: Errands) -> None:
        self._crm = crm
        self._network = network
        self._errands = errands

    def carry_out(self, visit: Visit, effect: effects.ScanningEffect) -> None:
        self._errands.submit(self._network, visit, lambda: self._find(visit, effect))

    def _find(self, visit: Visit, effect: effects.FindScanned) -> Event:
        try:
            answer = self._crm.find_scanned(visit.id, effect.code)
        except Offline as offline:
            self._errands.note_line(offline)
            return events.ScanAnswered(_said(offline), effect.code)
        return events.ScanAnswered(answer, effect.code)


def _said(offline: Offline) -> ScanAnswer:
    """The offline policy is for a line that is down, not for a centre that says no."""
    if offline.reason == "slow_down":
        return ScanRefused(ScanProblem.TOO_OFTEN)
    return ScanRefused(ScanProblem.LINE_DOWN) if offline.reason else ScanUnanswered()
