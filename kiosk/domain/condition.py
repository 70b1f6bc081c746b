"""What the centre is told of a kiosk's condition: states and faults, never a word of any customer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from kiosk.domain.health import DeviceStatus, Health, Service

#: Seconds by which a clock must have moved against the centre's to be told anew.
DRIFT = 30


@dataclass(frozen=True, slots=True)
class Condition:
    """`devices` are without details for technicians. `waiting` and `parked` count the queue's records, `blocked` the
    payments whose rows do not hold. `clock_ahead`:
    whole seconds by which this machine's clock is ahead of the centre's; None: the centre's was not heard yet."""

    service: Service
    devices: tuple[DeviceStatus, ...] = ()
    waiting: int = 0
    parked: int = 0
    blocked: int = 0
    clock_ahead: int | None = None

    def differs(self, told: Condition | None) -> bool:
        """Whether the centre should hear of it: a queue that grows and shrinks is no news, one that is parked is; a clock
        that drifts a little is none."""
        if told is None or _drift(self.clock_ahead, told.clock_ahead) >= DRIFT:
            return True
        return replace(self, waiting=0, clock_ahead=None) != replace(told, waiting=0, clock_ahead=None)


def _drift(one: int | None, other: int | None) -> int:
    """In seconds; a clock of which nothing was known is taken for one that was right."""
    return abs((one or 0) - (other or 0))


def condition_of(health: Health, ahead: timedelta | None = None) -> Condition:
    """A kiosk that cannot write is out of order, whatever its switch says."""
    return Condition(
        service=health.service if health.store_works else Service.OUT_OF_ORDER,
        devices=tuple(
            replace(status, detail="") for status in sorted(health.devices, key=lambda each: each.device)
        ),
        waiting=health.queue.waiting,
        parked=health.queue.parked,
        blocked=health.queue.blocked,
        clock_ahead=None if ahead is None else round(ahead.total_seconds()),
    )
