"""What the house announces: who has read one puts it away, and this visit shows it no more."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.events import Event
from kiosk.domain.visit import Step, Visit


def step(visit: Visit, event: Event) -> Step | None:
    match visit.state, event:
        case states.Home(), events.AnnouncementDismissed(id) if id in {one.id for one in visit.announcements}:
            return replace(visit, dismissed=visit.dismissed | {id}), ()
        case _:
            return None
