"""The centre's commands over the real store: each once, with one result, and known for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.domain import events, states
from kiosk.domain.command import Command
from kiosk.domain.health import Service
from kiosk.domain.house import Task
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.windowless import Kiosk

CLOSE = Command(
    "3f0c1f6e-5a0e-4a39-9a55-0d5f4c5f1a01", "close", NOW + timedelta(hours=1), (("en", "Back at three"),)
)
OPEN = Command("3f0c1f6e-5a0e-4a39-9a55-0d5f4c5f1a02", "open", NOW + timedelta(hours=1))


def results(kiosk: Kiosk) -> list[tuple[str, str]]:
    """What the centre was told."""
    return [(body["command"], body["result"]) for body in kiosk.crm.bodies("command_result")]


@pytest.mark.requirement("K5", "X58")
def test_a_replayed_command_is_not_done_again(kiosk: Kiosk) -> None:
    """X58: the same close comes again after the service was opened: it has its result, so nothing happens."""
    kiosk.crm.commands = [CLOSE]
    kiosk.wait(30).wait(30)
    kiosk.at(states.Closed)
    assert results(kiosk) == [(CLOSE.id, "done")]
    kiosk.crm.commands = [OPEN]
    kiosk.wait(30)
    kiosk.crm.commands = [CLOSE, OPEN]
    kiosk.wait(30).wait(30)
    kiosk.at(states.Attract)
    assert results(kiosk) == [(CLOSE.id, "done"), (OPEN.id, "done")]


@pytest.mark.requirement("K5")
def test_a_payment_is_ended_before_the_service_closes(kiosk: Kiosk) -> None:
    """K5: the command arrives while the terminal is charging."""
    kiosk.sign_in(Task.PAY).lanes["terminal"].stuck = True
    kiosk.choose_and_pay()
    kiosk.crm.commands = [CLOSE]
    kiosk.wait(30)
    kiosk.at(states.Paying)
    assert kiosk.visit.health.service is Service.OPEN
    kiosk.lanes["terminal"].stuck = False
    kiosk.run().at(states.Paid)
    kiosk.touch(events.Ended()).at(states.Closed)
    assert kiosk.outcomes() == ["approved"]


@pytest.mark.requirement("K5", "X58")
def test_what_was_closed_stays_closed_with_its_words_over_a_restart(kiosk: Kiosk) -> None:
    """K5, X58: and the result is told once."""
    kiosk.crm.commands = [CLOSE]
    kiosk.wait(30)
    again = kiosk.killed()
    assert again.world.keeper.service() is Service.CLOSED
    assert again.world.keeper.notice() == CLOSE.words
    again.start().wait(30)
    assert results(again) == [(CLOSE.id, "done")]
    again.store.close()


@pytest.mark.requirement("X58")
def test_a_late_command_is_answered_and_not_done(kiosk: Kiosk) -> None:
    """X58."""
    kiosk.clock.step(7200)
    kiosk.crm.commands = [CLOSE]
    kiosk.tick().wait(30)
    assert results(kiosk) == [(CLOSE.id, "expired")]
    assert kiosk.visit.health.service is Service.OPEN


def test_a_restart_is_asked_for_once(kiosk: Kiosk) -> None:
    kiosk.crm.commands = [
        Command("3f0c1f6e-5a0e-4a39-9a55-0d5f4c5f1a03", "restart", NOW + timedelta(hours=1))
    ]
    kiosk.wait(30).wait(30)
    assert kiosk.restarts == 1
