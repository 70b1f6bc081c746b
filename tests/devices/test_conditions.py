"""A failed question means the same for every class of device."""

import pytest

from devices.conditions import failed
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState
from kiosk.ports import BadReply, DeviceError, Held, NoReply, NotConnected, Refused, Undrained


@pytest.mark.requirement("X1")
@pytest.mark.parametrize(
    ("error", "state", "fault"),
    [
        (NotConnected, DeviceState.UNPLUGGED, Fault.PORT_MISSING),
        (Held, DeviceState.OFFLINE, Fault.PORT_HELD),
        (NoReply, DeviceState.OFFLINE, Fault.NO_ANSWER),
        (Undrained, DeviceState.OFFLINE, Fault.LINE_STUCK),
        (BadReply, DeviceState.OFFLINE, Fault.GARBAGE),
        (Refused, DeviceState.OFFLINE, Fault.NO_ANSWER),
    ],
)
@pytest.mark.parametrize("device", Device)
def test_each_way_to_fail_is_a_fault_of_its_own(
    device: Device, error: type[DeviceError], state: DeviceState, fault: Fault
) -> None:
    """X1: unplugged, held by somebody else, stuck, silent and noisy are kept apart, and none of them is well."""
    status = failed(device, error("what it was", port="/dev/somewhere"))
    assert (status.device, status.state, status.faults) == (device, state, (fault,))
    assert status.detail == "/dev/somewhere: what it was"
    assert not status.works
