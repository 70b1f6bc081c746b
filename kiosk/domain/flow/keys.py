"""Keys and headphones, whatever is on the screen. What a key does there the screen sends as a touch of its own."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events
from kiosk.domain.events import Event
from kiosk.domain.health import Device
from kiosk.domain.keypad import SWITCHES
from kiosk.domain.preferences import Scanning
from kiosk.domain.visit import Visit


def heard(visit: Visit, event: Event) -> Visit:
    """Whether headphones are in is known as long as the keypad tells; the first press of a switch begins to scan."""
    match event:
        case events.KeyPressed(key) if key in SWITCHES and visit.preferences.scanning is Scanning.OFF:
            house = visit.house
            wish = replace(visit.preferences, scanning=house.scanning, pace=house.scan_pace)
            return replace(visit, preferences=wish)
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
