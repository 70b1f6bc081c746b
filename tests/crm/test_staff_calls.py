"""Calls for staff at the centre: taken once in whatever order, claimed once, told to the kiosk until the end."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from crm.centre import Centre
from crm.kiosks import staff_calls
from crm.schema import AuditLine, Staff, StaffCall, StaffCallEnd
from crm.staff.logins import Agent
from tests.crm.signing import SigningKiosk, StepClock, contract, seal

BEGUN, ENDED = contract("records/staff_call.json"), contract("records/staff_call_end.json")
CALL = BEGUN["id"]


def agent(centre: Centre, login: str = "chen") -> Agent:
    with centre.database.reading() as session:
        return Agent.of(session.query(Staff).filter_by(login=login).one())


def go(centre: Centre, login: str = "chen", call: str = CALL) -> bool:
    with centre.database.writing() as session:
        return staff_calls.go(session, call, agent(centre, login), centre.clock())


def kept(centre: Centre) -> list[tuple[str, StaffCallEnd | None, int | None]]:
    with centre.database.reading() as session:
        return [(row.id, row.ended, row.after_ms) for row in session.query(StaffCall)]


def waiting(centre: Centre) -> list[str]:
    with centre.database.reading() as session:
        return [row.id for row in staff_calls.waiting(session, centre.clock())]


def again(record: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """Another record about the same call."""
    return {**seal(record, **changed), "id": str(uuid4()), "seq": record["seq"] + 10}


@pytest.mark.requirement("N1")
@pytest.mark.parametrize("order", [(BEGUN, ENDED), (ENDED, BEGUN), (ENDED,), (BEGUN, BEGUN, ENDED, ENDED)])
def test_a_call_is_taken_once_in_whatever_order_it_comes(
    kiosk: SigningKiosk, centre: Centre, order: tuple[dict[str, Any], ...]
) -> None:
    """N1: the end says the whole call once more, so a beginning that was refused or lost is not missed."""
    for record in order:
        kiosk.sync(record)
    assert kept(centre) == [(CALL, StaffCallEnd.DESK, 12_250)]
    kiosk.sync(again(ENDED, ended="unanswered", after_ms=99))
    assert kept(centre) == [(CALL, StaffCallEnd.DESK, 12_250)]


@pytest.mark.requirement("A6", "N1")
def test_who_goes_is_told_to_the_kiosk_until_it_has_told_the_end(kiosk: SigningKiosk, centre: Centre) -> None:
    """A6: nothing hangs on one message; and while somebody waits, the kiosk is to ask every second."""
    usual = kiosk.sync()
    assert (usual["coming"], usual["poll_s"]) == ([], centre.settings.poll_s)
    assert kiosk.sync(BEGUN)["poll_s"] == staff_calls.PACE_S
    assert waiting(centre) == [CALL]
    assert go(centre)
    for _ in range(2):
        told = kiosk.sync()
        assert (told["coming"], told["poll_s"]) == ([CALL], centre.settings.poll_s)
    assert set(kiosk.sync()) == set(contract("messages/sync.coming.json")["response"])
    assert kiosk.sync(ENDED)["coming"] == []
    assert waiting(centre) == []


@pytest.mark.requirement("A6")
def test_one_person_goes(kiosk: SigningKiosk, centre: Centre) -> None:
    """A6: the second is told so, and so is who comes when it is over; who goes stands in the audit, nobody else does."""
    kiosk.sync(BEGUN)
    assert (go(centre, "chen"), go(centre, "chang")) == (True, False)
    with centre.database.reading() as session:
        (line,) = session.query(AuditLine).filter_by(what="staff_call.going")
        assert (line.who, line.subject, line.detail) == ("chen", CALL, {})
    kiosk.sync(ENDED)
    assert not go(centre, "chang")
    assert not go(centre, "chen", str(uuid4()))


@pytest.mark.requirement("A6")
def test_another_kiosk_neither_hears_nor_ends_it(
    kiosk: SigningKiosk, other_kiosk: SigningKiosk, centre: Centre
) -> None:
    """A6."""
    kiosk.sync(BEGUN)
    go(centre)
    assert other_kiosk.sync()["coming"] == []
    other_kiosk.sync(again(ENDED))
    assert kept(centre) == [(CALL, None, None)]


@pytest.mark.requirement("A6")
def test_what_was_cut_off_leaves_the_list(kiosk: SigningKiosk, centre: Centre, clock: StepClock) -> None:
    """A6: nobody stands there for half an hour; its end still counts when it comes."""
    kiosk.sync(BEGUN)
    clock.step(minutes=30)
    assert waiting(centre) == []
    kiosk.sync(seal(ENDED, ended="restarted", after_ms=1_900_000))
    assert kept(centre) == [(CALL, StaffCallEnd.RESTARTED, 1_900_000)]
