"""A dialog over a screen, in reach of the hand."""

from __future__ import annotations

from kivy.properties import NumericProperty

from kiosk.domain import events
from kiosk.domain.events import Event
from screens.base import Screen


class Overlay(Screen):
    """`beside`: what a tap beside the dialog means. `veil`: how much of the screen below is hidden, 0 to 1."""

    veil = NumericProperty(0.92)
    beside: Event = events.OverlayClosed()
