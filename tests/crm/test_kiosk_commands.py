"""Commands to kiosks: waiting, delivered with every answer, ended by the kiosk's word or by their time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from crm.centre import Centre
from crm.intake.bodies import body_hash
from crm.kiosks import commands
from crm.kiosks.commands import Kind, NoKiosk
from crm.schema import CommandState, Kiosk
from tests.crm.signing import SigningKiosk, StepClock, contract

WORDS = {"en": "Closed for the typhoon", "zh-Hant": "颱風停止服務", "zh-Hans": ""}
HOURS = timedelta(hours=8)


def ask(centre: Centre, clock: StepClock, kind: Kind = Kind.CLOSE, kiosk: str = "K07") -> str:
    with centre.database.writing() as session:
        return commands.ask(session, kiosk, kind, WORDS, "lead", clock.now, HOURS).id


def state(centre: Centre, command: str) -> CommandState:
    with centre.database.reading() as session:
        return next(each.state for each in commands.newest(session, "K07") if each.id == command)


def heard(kiosk: SigningKiosk) -> list[dict[str, Any]]:
    return list(kiosk.sync()["commands"])


def result(command: str, word: str, seq: int) -> dict[str, Any]:
    record = dict(contract("records/command_result.json"))
    record["body"] = {"command": command, "result": word, "reason": ""}
    return {**record, "id": str(uuid4()), "seq": seq, "body_hash": body_hash(record["body"])}


@pytest.mark.requirement("K5", "X58")
def test_a_command_is_told_until_its_result_is_heard(
    centre: Centre, kiosk: SigningKiosk, clock: StepClock
) -> None:
    """K5, X58: queued, delivered, done; and a second result changes nothing."""
    command = ask(centre, clock)
    assert state(centre, command) is CommandState.QUEUED
    example = contract("messages/sync.commands.json")["response"]["commands"][0]
    (told,) = heard(kiosk)
    assert set(told) == set(example)
    assert (told["id"], told["kind"]) == (command, "close")
    assert told["words"] == {"en": WORDS["en"], "zh-Hant": WORDS["zh-Hant"]}
    assert state(centre, command) is CommandState.DELIVERED
    assert [each["id"] for each in heard(kiosk)] == [command]
    kiosk.sync(result(command, "done", 1))
    assert (state(centre, command), heard(kiosk)) == (CommandState.DONE, [])
    kiosk.sync(result(command, "refused", 2))
    assert state(centre, command) is CommandState.DONE


@pytest.mark.requirement("X58")
def test_a_command_in_time_is_expired_and_not_told_any_more(
    centre: Centre, kiosk: SigningKiosk, clock: StepClock
) -> None:
    """X58: its time is over; should the kiosk have done it before, its word still counts."""
    command = ask(centre, clock)
    clock.step(minutes=480)
    assert heard(kiosk) == []
    assert state(centre, command) is CommandState.EXPIRED
    kiosk.sync(result(command, "done", 1))
    assert state(centre, command) is CommandState.DONE


@pytest.mark.requirement("X58")
def test_nobody_hears_or_ends_anothers_command(centre: Centre, kiosk: SigningKiosk, clock: StepClock) -> None:
    """X58."""
    with centre.database.writing() as session:
        session.add(Kiosk(id="K99", site="elsewhere"))
    other = ask(centre, clock, kiosk="K99")
    assert heard(kiosk) == []
    kiosk.sync(result(other, "done", 1))
    with centre.database.reading() as session:
        (command,) = commands.newest(session, "K99")
        assert command.state is CommandState.QUEUED


def test_a_kiosk_that_is_not_there_is_told_nothing(centre: Centre, clock: StepClock) -> None:
    with pytest.raises(NoKiosk):
        ask(centre, clock, kiosk="K00")
