"""What the centre is told of a kiosk's condition: states and faults, never a word of any customer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.domain.health import DeviceStatus, Health, Service


@dataclass(frozen=True, slots=True)
class Condition:
    """`devices` are without details for technicians. `waiting` and `parked` count the queue's records."""

    service: Service
    devices: tuple[DeviceStatus, ...] = ()
    waiting: int = 0
    parked: int = 0

    def differs(self, told: Condition | None) -> bool:
        """Whether the centre should hear of it: a queue that grows and shrinks is no news, one that is parked is."""
        return told is None or replace(self, waiting=0) != replace(told, waiting=0)


def condition_of(health: Health) -> Condition:
    """A kiosk that cannot write is out of order, whatever its switch says."""
    return Condition(
        service=health.service if health.store_works else Service.OUT_OF_ORDER,
        devices=tuple(
            replace(status, detail="") for status in sorted(health.devices, key=lambda each: each.device)
        ),
        waiting=health.queue.waiting,
        parked=health.queue.parked,
    )
