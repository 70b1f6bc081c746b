"""The composition root: the only room that knows every class. Nothing here decides anything."""

from kiosk.bootstrap.machine import TICK, Kiosk

__all__ = ["TICK", "Kiosk"]
