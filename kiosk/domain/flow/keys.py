"""Keys and headphones, whatever is on the screen. What a key does there the screen sends as a touch of its own."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events
from kiosk.domain.events import Event
from kiosk.domain.health import Device
from kiosk.domain.visit import Visit


def heard(visit: Visit, event: Event) -> Visit:
    """Whether headphones are in is known as long as the keypad tells."""
    match event:
        case events.HeadphonesPlugged():
            return _with(visit, True)
        case events.HeadphonesPulled():
            return _with(visit, False)
        case events.DeviceReported(status) if status.device is Device.KEYPAD and not status.works:
            return _with(visit, None)
        case _:
            return visit


def _with(visit: Visit, headphones: bool | None) -> Visit:
    return replace(visit, health=replace(visit.health, headphones=headphones))
