"""What an account shows, asked of the centre."""

from __future__ import annotations

from typing import assert_never

from kiosk.domain import effects, events
from kiosk.domain.events import Event
from kiosk.domain.visit import Visit
from kiosk.ports import Crm, Lane, Offline
from kiosk.services.effects.errands import Errands


class AccountLooking:
    def __init__(self, crm: Crm, network: Lane, errands: Errands) -> None:
        self._crm = crm
        self._network = network
        self._errands = errands

    def carry_out(self, visit: Visit, effect: effects.AccountEffect) -> None:
        match effect:
            case effects.FetchOverview(grant):
                self._errands.submit(self._network, visit, lambda: self._fetch(grant))
            case effects.SeeNotices(grant, notices):
                self._network.submit(lambda: self._see(grant, notices))
            case _:
                assert_never(effect)

    def _fetch(self, grant: str) -> Event:
        try:
            return events.OverviewFetched(self._crm.overview(grant))
        except Offline as offline:
            self._errands.note_line(offline)
            return events.OverviewFetched(None, offline.reason)

    def _see(self, grant: str, notices: tuple[str, ...]) -> None:
        try:
            self._crm.see_notices(grant, notices)
        except Offline:
            return  # shown once more another time
