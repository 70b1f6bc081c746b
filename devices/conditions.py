"""What a failed question says of a device: the same state and fault for every class of device."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.ports import BadReply, DeviceError, Held, NoLines, NotConnected, Undrained


def answers(question: Callable[[], object]) -> bool:
    """Whether somebody answers as the protocol wants. Raises NotConnected: without a port nobody can say."""
    try:
        question()
    except NotConnected:
        raise
    except DeviceError:
        return False
    return True


def failed(device: Device, error: DeviceError) -> DeviceStatus:
    """`error` is what the question ended with; its words are for technicians."""
    state, fault = _what(error)
    return DeviceStatus(device, state, (fault,), str(error))


def _what(error: DeviceError) -> tuple[DeviceState, Fault]:
    match error:
        case Held():
            return DeviceState.OFFLINE, Fault.PORT_HELD
        case NotConnected():
            return DeviceState.UNPLUGGED, Fault.PORT_MISSING
        case Undrained():
            return DeviceState.OFFLINE, Fault.LINE_STUCK
        case NoLines():
            return DeviceState.BROKEN, Fault.NO_LINES
        case BadReply():
            return DeviceState.OFFLINE, Fault.GARBAGE
        case _:
            return DeviceState.OFFLINE, Fault.NO_ANSWER
