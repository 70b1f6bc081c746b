"""Looks after what is around the machine: the cabinet with its lamp, and the power. Each in its own lane, for ever."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from kiosk.domain import events
from kiosk.domain.health import DeviceState, DeviceStatus
from kiosk.domain.lamp import Lamp, is_lit
from kiosk.ports import Cabinet, DeviceError, Lane
from kiosk.services.controller import NOBODY, Envelope

#: Seconds between two looks: contacts are heard when they were still for 50 ms; a battery changes in minutes.
CABINET_PAUSE, POWER_PAUSE = 0.05, 2.0
#: Seconds after which a trouble is told again, in case somebody took it for seen.
AGAIN = 4.0


class Asked(Protocol):
    def status(self) -> DeviceStatus: ...


class Surroundings:
    """Asks one device; tells what has changed, and what is wrong from time to time. Not fitted: once."""

    def __init__(
        self,
        device: Asked,
        lane: Lane,
        post: Callable[[Envelope], None],
        now: Callable[[], float],
        pause: float = POWER_PAUSE,
    ) -> None:
        """`now` is a monotonic clock, in seconds."""
        self._device = device
        self._lane = lane
        self._post = post
        self._now = now
        self._pause = pause
        self._last: DeviceStatus | None = None
        self._told_at = 0.0

    def begin(self) -> None:
        self._lane.submit(self._poll)

    def looked(self) -> None:
        """What else there is to do at each look, in the lane."""

    def _poll(self) -> None:
        status: DeviceStatus | None = None
        try:
            status = self._device.status()
            self._tell(status)
            self.looked()
        finally:  # whatever happened: a door that nobody watches any more is open until the next start
            if status is None or status.state is not DeviceState.NOT_FITTED:
                self._lane.later(self._pause, self._poll)

    def _tell(self, status: DeviceStatus) -> None:
        stale = bool(status.faults) and self._now() - self._told_at >= AGAIN
        if status != self._last or stale:
            self._last, self._told_at = status, self._now()
            self._post(Envelope(NOBODY, events.DeviceReported(status)))


class CabinetWatch(Surroundings):
    """`show` on main, with what the lamp is to say."""

    def __init__(
        self, cabinet: Cabinet, lane: Lane, post: Callable[[Envelope], None], now: Callable[[], float]
    ) -> None:
        super().__init__(cabinet, lane, post, now, CABINET_PAUSE)
        self._cabinet = cabinet
        self._shown = self._lamp = Lamp.DARK
        self._somebody: bool | None = None

    def show(self, lamp: Lamp) -> None:
        if lamp is not self._shown and self._lane.submit(lambda: self._take(lamp)):
            self._shown = lamp

    def looked(self) -> None:
        somebody = self._cabinet.presence()
        if somebody is not self._somebody:
            self._somebody = somebody
            self._post(Envelope(NOBODY, events.PresenceSensed(somebody)))
        with suppress(DeviceError):  # the next look says what is the matter
            self._cabinet.light(is_lit(self._lamp, self._now()))

    def _take(self, lamp: Lamp) -> None:
        self._lamp = lamp
