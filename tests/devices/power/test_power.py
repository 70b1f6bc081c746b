"""The battery over a real TCP connection to the workbench's upsd; the real one stands in tests/peers/test_upsd.py."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from devices.around import build_power
from devices.power.protocol import STATUS, answer, question
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.ports import BadReply, NoReply, Power, Refused
from tests.devices.control import Workbench


@pytest.fixture
def power(workbench: Workbench) -> Iterator[Power]:
    made = build_power(workbench.ready["power"])
    yield made
    made.close()


def test_on_mains_it_is_well_and_says_what_it_measures(power: Power) -> None:
    assert power.status() == DeviceStatus(Device.POWER, DeviceState.ONLINE, (), "OL; 100 %; 1000 s")


@pytest.mark.requirement("X1")
@pytest.mark.parametrize(
    ("switches", "state", "faults"),
    [
        ({"mains": False}, DeviceState.ONLINE, (Fault.ON_BATTERY,)),
        ({"mains": False, "low": True}, DeviceState.PERSON_NEEDED, (Fault.BATTERY_LOW,)),
        ({"low": True}, DeviceState.ONLINE, ()),
        ({"replace": True}, DeviceState.ONLINE, (Fault.BATTERY_OLD,)),
        ({"mains": False, "replace": True}, DeviceState.ONLINE, (Fault.ON_BATTERY, Fault.BATTERY_OLD)),
        ({"stale": True}, DeviceState.OFFLINE, (Fault.NO_ANSWER,)),
        ({"mute": True}, DeviceState.OFFLINE, (Fault.NO_ANSWER,)),
        ({"garbage": True}, DeviceState.OFFLINE, (Fault.NO_ANSWER,)),
        ({"unplugged": True}, DeviceState.UNPLUGGED, (Fault.PORT_MISSING,)),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else None,
)
def test_each_condition_is_told(
    workbench: Workbench,
    power: Power,
    switches: dict[str, object],
    state: DeviceState,
    faults: tuple[Fault, ...],
) -> None:
    workbench.set("power", **switches)
    said = power.status()
    assert (said.state, said.faults) == (state, faults)


@pytest.mark.requirement("X1")
def test_who_was_on_battery_when_it_fell_silent_stays_so(workbench: Workbench, power: Power) -> None:
    """A daemon that dies with the power is no sign that the power is back."""
    workbench.set("power", mains=False)
    power.status()
    workbench.set("power", stale=True)
    assert power.status().faults == (Fault.ON_BATTERY, Fault.NO_ANSWER)
    workbench.set("power", stale=False, mains=True)
    assert power.status().faults == ()


def test_a_battery_of_another_name_is_refused_with_the_word_of_upsd(workbench: Workbench) -> None:
    power = build_power(workbench.ready["power"].replace("kiosk@", "other@"))
    said = power.status()
    power.close()
    assert said.state is DeviceState.OFFLINE
    assert "UNKNOWN-UPS" in said.detail


def test_it_is_asked_on_one_connection_until_that_breaks(workbench: Workbench, power: Power) -> None:
    power.status()
    workbench.set("power", unplugged=True)
    assert power.status().state is DeviceState.UNPLUGGED
    workbench.set("power", unplugged=False)
    end = time.monotonic() + 10
    while not power.status().works:
        assert time.monotonic() < end


def test_a_question_is_one_line() -> None:
    assert question("kiosk", STATUS) == b"GET VAR kiosk ups.status\n"


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        (b'VAR kiosk ups.status "OL CHRG"\n', "OL CHRG"),
        (b"ERR VAR-NOT-SUPPORTED\n", None),
        (b"ERR DATA-STALE\n", NoReply),
        (b"ERR DRIVER-NOT-CONNECTED\n", NoReply),
        (b"ERR ACCESS-DENIED\n", Refused),
        (b'VAR other ups.status "OL"\n', BadReply),
        (b'VAR kiosk battery.charge "100"\n', BadReply),
        (b'VAR kiosk ups.status "OL" OB\n', BadReply),
        (b"\xff\xfe\n", BadReply),
        (b'VAR kiosk ups.status "\xfbOL"\n', BadReply),
        (b'VAR kiosk ups.status "O\x00L"\n', BadReply),
    ],
)
def test_answers_of_upsd(line: bytes, outcome: object) -> None:
    if isinstance(outcome, type):
        with pytest.raises(outcome):
            answer(line, "kiosk", STATUS)
    else:
        assert answer(line, "kiosk", STATUS) == outcome
