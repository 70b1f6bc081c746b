"""K7: a kiosk's states as it tells them and as its silence tells them; one alert for each change."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from crm.centre import Centre
from crm.intake.bodies import body_hash
from crm.kiosks import fleet
from crm.schema import Alert, DeviceState, Kiosk, KioskHealth
from tests.crm.signing import SigningKiosk, StepClock, contract


class Telling:
    """A kiosk that tells its condition; each time later than the time before."""

    def __init__(self, kiosk: SigningKiosk, centre: Centre, clock: StepClock) -> None:
        self.kiosk, self.centre, self.clock, self.number = kiosk, centre, clock, 0

    def tell(self, device: str = "online", *faults: tuple[str, str], at: str = "", **body: Any) -> None:
        self.number += 1
        record = contract("records/health.json")
        told = [{"fault": fault, "owner": owner} for fault, owner in faults]
        said = {**record["body"], "queue": {"waiting": 0, "parked": 0}, **body}
        said["devices"] = [{"device": "receipt_printer", "state": device, "faults": told}]
        moment = at or self.clock.now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        record |= {"id": f"0193a1f0-7777-7000-8000-{self.number:012}", "seq": self.number, "at": moment}
        [answer] = self.kiosk.sync({**record, "body": said, "body_hash": body_hash(said)})["answers"]
        assert answer["verdict"] == "stored", answer
        self.clock.step(seconds=10)

    def alerts(self) -> list[tuple[str, str, str, str, bool]]:
        with self.centre.database.reading() as session:
            found = session.scalars(select(Alert).order_by(Alert.id))
            return [
                (each.subject, each.what, each.owner, each.level, each.closed_at is None) for each in found
            ]

    def sweep(self) -> None:
        with self.centre.database.writing() as session:
            fleet.sweep(session, self.clock.now)


@pytest.fixture
def telling(kiosk: SigningKiosk, centre: Centre, clock: StepClock) -> Telling:
    return Telling(kiosk, centre, clock)


@pytest.mark.requirement("K7")
def test_one_alert_for_each_change(telling: Telling) -> None:
    telling.tell()
    assert telling.alerts() == []
    out = ("paper_out", "site_staff")
    for waiting in range(3):
        telling.tell("person_needed", out, queue={"waiting": waiting, "parked": 0})
    assert telling.alerts() == [("receipt_printer", "paper_out", "site_staff", "red", True)]
    telling.tell("online", ("paper_low", "site_staff"))
    telling.tell("online")
    telling.tell("person_needed", out)
    assert telling.alerts() == [
        ("receipt_printer", "paper_out", "site_staff", "red", False),
        ("receipt_printer", "paper_low", "site_staff", "yellow", False),
        ("receipt_printer", "paper_out", "site_staff", "red", True),
    ]


def test_states_are_kept_with_their_beginning(telling: Telling) -> None:
    began = telling.clock.now
    telling.tell("offline", ("no_answer", "technician"))
    telling.tell("offline", ("port_missing", "technician"))
    with telling.centre.database.reading() as session:
        [state] = session.scalars(select(DeviceState))
        health = session.get_one(KioskHealth, "K07")
    assert (state.state, state.faults, state.since) == ("offline", [["port_missing", "technician"]], began)
    assert (health.service, health.software, health.content) == ("open", "0.1.0", "9f3c2a7b61d0")


def test_service_and_refused_records_are_alerts_too(telling: Telling) -> None:
    telling.tell(service="closed")
    telling.tell(service="out_of_order", queue={"waiting": 0, "parked": 2})
    telling.tell()
    assert telling.alerts() == [
        ("service", "closed", "site_staff", "red", False),
        ("service", "out_of_order", "technician", "red", False),
        ("queue", "parked", "it", "yellow", False),
    ]


def test_old_news_changes_nothing(telling: Telling) -> None:
    telling.tell()
    telling.tell("broken", ("unrecoverable", "vendor"), at="2026-11-22T05:00:00.000Z")
    assert telling.alerts() == []


def test_what_a_newer_kiosk_has_is_taken_as_it_is(telling: Telling) -> None:
    telling.tell("levitating", ("no_gravity", "physicist"), future=1)
    assert telling.alerts() == [("receipt_printer", "no_gravity", "physicist", "red", True)]


@pytest.mark.requirement("K7")
def test_silence_turns_yellow_and_then_red(telling: Telling, clock: StepClock) -> None:
    """K7: missed heartbeats; each colour is one alert, however often anybody looks."""
    telling.kiosk.sync()
    clock.step(seconds=119)
    telling.sweep()
    assert telling.alerts() == []
    clock.step(seconds=1)
    telling.sweep()
    telling.sweep()
    assert telling.alerts() == [("line", "silent", "it", "yellow", True)]
    clock.step(minutes=3)
    telling.sweep()
    telling.sweep()
    assert telling.alerts() == [
        ("line", "silent", "it", "yellow", False),
        ("line", "silent", "it", "red", True),
    ]
    telling.kiosk.sync()
    assert [each[4] for each in telling.alerts()] == [False, False]


@pytest.mark.requirement("N1")
def test_a_silence_that_nobody_looked_at_is_kept(telling: Telling, clock: StepClock) -> None:
    """The unavailable time of a night is there in the morning, from five minutes after the last word to the next."""
    telling.kiosk.sync()
    fell_silent = clock.now
    clock.step(hours=8)
    telling.kiosk.sync()
    with telling.centre.database.reading() as session:
        [alert] = session.scalars(select(Alert))
    assert (alert.subject, alert.level, alert.closed_at) == ("line", "red", clock.now)
    assert (alert.opened_at - fell_silent).total_seconds() == 300


def test_a_revoked_kiosk_is_not_missed(telling: Telling, clock: StepClock) -> None:
    telling.kiosk.sync()
    with telling.centre.database.writing() as session:
        session.get_one(Kiosk, "K07").revoked_at = clock.now
    clock.step(hours=1)
    telling.sweep()
    assert telling.alerts() == []
