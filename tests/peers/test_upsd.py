"""Our client of NUT against NUT: upsd and its pretend battery, of Debian's nut-server."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devices.around import build_power
from devices.power.emulator import PowerEmulator
from kiosk.domain.faults import Fault
from kiosk.domain.health import DeviceState, DeviceStatus
from kiosk.ports import Power
from tests.peers.upsd import Nut, nut

PATIENCE = 30.0  # seconds


@pytest.fixture(scope="module")
def ups(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nut]:
    with nut(tmp_path_factory.mktemp("nut")) as started:
        yield started


@pytest.fixture
def power(ups: Nut) -> Iterator[Power]:
    made = build_power(ups.address)
    yield made
    made.close()


def until(power: Power, holds: Callable[[DeviceStatus], bool]) -> DeviceStatus:
    """What it says when `holds` does; the real daemon takes its seconds."""
    end = time.monotonic() + PATIENCE
    while not holds(said := power.status()):
        assert time.monotonic() < end, said
    return said


@pytest.mark.parametrize(
    ("status", "state", "faults"),
    [
        ("OL", DeviceState.ONLINE, ()),
        ("OL CHRG", DeviceState.ONLINE, ()),
        ("OB DISCHRG", DeviceState.ONLINE, (Fault.ON_BATTERY,)),
        ("OB DISCHRG LB", DeviceState.PERSON_NEEDED, (Fault.BATTERY_LOW,)),
        ("OL RB", DeviceState.ONLINE, (Fault.BATTERY_OLD,)),
        ("ALARM OB LB RB", DeviceState.PERSON_NEEDED, (Fault.BATTERY_LOW, Fault.BATTERY_OLD)),
        ("OL BYPASS", DeviceState.ONLINE, ()),
    ],
)
def test_what_a_battery_says_arrives(
    ups: Nut, power: Power, status: str, state: DeviceState, faults: tuple[Fault, ...]
) -> None:
    ups.told(status, battery_charge=64, battery_runtime=1270)
    said = until(power, lambda said: said.detail == f"{status}; 64 %; 1270 s")
    assert (said.state, said.faults) == (state, faults)


def test_what_a_battery_does_not_measure_is_not_told(tmp_path: Path) -> None:
    with nut(tmp_path) as bare:
        power = build_power(bare.address)
        assert until(power, lambda said: said.works).detail == "OL"
        power.close()


@pytest.mark.parametrize(("how", "word"), [("ended", "NOT-CONNECTED"), ("held", "DATA-STALE")])
def test_a_battery_that_falls_silent_while_the_mains_is_away_stays_on_battery(
    ups: Nut, power: Power, how: str, word: str
) -> None:
    """Its driver ended, or is there and hears nothing: the daemon has a word for each."""
    ups.told("OB")
    until(power, lambda said: said.faults == (Fault.ON_BATTERY,))
    if how == "ended":
        ups.end_driver()
    else:
        ups.hold_driver()
    said = until(power, lambda said: word in said.detail)
    assert (said.state, said.faults) == (DeviceState.OFFLINE, (Fault.ON_BATTERY, Fault.NO_ANSWER))
    ups.told("OL")
    if how == "ended":
        ups.start_driver()
    else:
        ups.hold_driver(False)
    assert until(power, lambda said: said.works and not said.faults).detail.startswith("OL")


def test_a_daemon_that_ends_is_found_again(ups: Nut, power: Power) -> None:
    ups.told("OL")
    until(power, lambda said: said.works)
    ups.end_daemon()
    assert until(power, lambda said: not said.works).state in (DeviceState.UNPLUGGED, DeviceState.OFFLINE)
    ups.start_daemon()
    assert until(power, lambda said: said.works).faults == ()


def test_another_battery_is_refused_in_the_words_of_the_daemon(ups: Nut) -> None:
    other = build_power(ups.address.replace("kiosk@", "other@"))
    assert "UNKNOWN-UPS" in other.status().detail
    other.close()


def test_the_pretend_one_says_what_the_real_one_says(ups: Nut, tmp_path: Path) -> None:
    """Word by word, for each question that either of them understands."""
    ups.told("OL", battery_charge=100, battery_runtime=1000)
    ours: list[bytes] = []
    pretend = PowerEmulator(ours.append, tmp_path)
    with ups.conversation() as ask:
        end = time.monotonic() + PATIENCE
        while ask("GET VAR kiosk battery.runtime") != 'VAR kiosk battery.runtime "1000"':
            assert time.monotonic() < end
        for question in (
            "GET VAR kiosk ups.status",
            "GET VAR kiosk battery.charge",
            "GET VAR kiosk battery.runtime",
            "GET VAR kiosk input.colour",
            "GET VAR other ups.status",
            "GET",
            "GET VAR kiosk",
            "DANCE",
            "LOGOUT",
        ):
            ours.clear()
            pretend.take(f"{question}\n".encode())
            assert (question, b"".join(ours).decode().strip()) == (question, ask(question))
