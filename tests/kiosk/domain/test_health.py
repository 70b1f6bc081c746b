"""Conditions: no answer and not measured are never well."""

from dataclasses import replace
from functools import partial

import pytest

from kiosk.domain.faults import Fault, Told
from kiosk.domain.health import Device, DeviceState, DeviceStatus, Health, Line
from tests.kiosk.domain.examples import WELL


def but(device: Device, state: DeviceState) -> Health:
    others = tuple(status for status in WELL.devices if status.device is not device)
    return replace(WELL, devices=(*others, DeviceStatus(device, state)))


@pytest.mark.requirement("F2")
@pytest.mark.requirement("X1")
@pytest.mark.parametrize("state", DeviceState)
def test_only_an_answer_is_well(state: DeviceState) -> None:
    """F2, X1: a printer that does not answer cannot print, a terminal that does not answer cannot charge."""
    assert but(Device.RECEIPT_PRINTER, state).can_print == (state is DeviceState.ONLINE)
    assert but(Device.PAYMENT_TERMINAL, state).can_charge == (state is DeviceState.ONLINE)


@pytest.mark.requirement("F2")
def test_a_device_that_was_never_heard_is_starting() -> None:
    """F2: no state is reached by default."""
    silent = Health()
    assert silent.of(Device.RECEIPT_PRINTER).state is DeviceState.STARTING
    assert not silent.can_print
    assert not silent.can_charge


@pytest.mark.parametrize("change", [{"store_works": False}, {"recovering": True}], ids=str)
def test_nobody_pays_while_the_disk_is_full_or_a_break_is_settled(change: dict[str, bool]) -> None:
    assert WELL.can_charge
    assert not replace(WELL, **change).can_charge  # type: ignore[arg-type]


@pytest.mark.requirement("A5")
@pytest.mark.parametrize(
    ("health", "limited"),
    [
        (WELL, False),
        (replace(WELL, line=Line.DOWN), True),
        (replace(WELL, line=Line.UNKNOWN), False),
        (replace(WELL, store_works=False), True),
        (but(Device.RECEIPT_PRINTER, DeviceState.PERSON_NEEDED), True),
        (but(Device.CARD_READER, DeviceState.NOT_FITTED), False),
    ],
)
def test_limited_is_what_customers_miss(health: Health, limited: bool) -> None:
    """A5."""
    assert health.limited is limited


def test_customers_read_of_what_they_miss_and_of_nothing_else() -> None:
    """Paper that runs low is none of their business; a printer that is gone is, and one without paper says why."""
    printer = partial(DeviceStatus, Device.RECEIPT_PRINTER)
    assert printer(DeviceState.ONLINE, (Fault.PAPER_LOW,)).told is Told.NOTHING
    assert printer(DeviceState.OFFLINE, (Fault.NO_ANSWER,)).told is Told.NO_PRINTING
    assert printer(DeviceState.PERSON_NEEDED, (Fault.PAPER_OUT,)).told is Told.NO_PAPER
    around = Device.CABINET, Device.POWER, Device.KEYPAD  # who sees a screen misses none of them
    for device in Device:
        assert (DeviceStatus(device, DeviceState.BROKEN).told is Told.NOTHING) is (device in around)
    assert all(DeviceStatus(device, DeviceState.STARTING).told is Told.NOTHING for device in Device)
