"""The centre's commands: once, in their time, and never into somebody's visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.command import Command, CommandResult
from kiosk.domain.effects import FinishCommand, KeepService, LookUpCommand, Push, Restart, WriteAudit
from kiosk.domain.health import Service
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.domain.examples import AMOUNT, LINES, WELL, play, tick, visit

WORDS = (("en", "Closed for the typhoon"), ("zh-Hant", "颱風停止服務"))
CLOSE = Command("c-1", "close", NOW + timedelta(hours=1), WORDS)
OPEN = Command("c-2", "open", NOW + timedelta(hours=1))


@pytest.mark.requirement("K5", "X58")
def test_the_store_is_asked_first() -> None:
    """X58: what arrives is looked up; only what has no result yet is found."""
    after, asked = play(visit(), events.CommandArrived(CLOSE))
    assert asked == [LookUpCommand(CLOSE)]
    assert after.health.service is Service.OPEN


@pytest.mark.requirement("K5")
def test_closing_shows_the_words_and_opening_takes_them_away() -> None:
    """K5: with both kept over a restart, written down and answered."""
    shut, asked = play(visit(), events.CommandFound(CLOSE))
    assert (shut.state, shut.health.service, shut.health.notice) == (states.Closed(), Service.CLOSED, WORDS)
    note = Entry(Kind.SERVICE_COMMANDED, {"service": "closed", "command": "c-1"})
    done = FinishCommand(CLOSE, CommandResult.DONE)
    assert asked == [KeepService(Service.CLOSED, WORDS), WriteAudit(note), done, Push()]
    again, _ = play(shut, events.CommandFound(OPEN))
    assert (again.state, again.health.service, again.health.notice) == (states.Attract(), Service.OPEN, ())


@pytest.mark.requirement("K5", "X35")
@pytest.mark.parametrize(
    "state",
    [
        states.Paying(LINES, AMOUNT, states.Stage.SAVING),
        states.Home(),
        states.Maintenance(),
        states.TopicWanted(),
    ],
    ids=lambda state: type(state).__name__,
)
def test_a_command_waits_until_nobody_is_here(state: states.State) -> None:
    """K5: a payment and a visit are ended first, whatever the command."""
    busy, asked = play(visit(state), events.CommandFound(CLOSE), tick(1))
    assert busy.state == state
    assert busy.health.service is Service.OPEN
    assert not [one for one in asked if isinstance(one, FinishCommand | KeepService)]
    if not isinstance(state, states.Paying | states.Maintenance):
        free, asked = play(busy, events.Ended())
        assert free.state == states.Closed()
        assert FinishCommand(CLOSE, CommandResult.DONE) in asked


@pytest.mark.requirement("X58")
def test_a_command_that_is_late_does_nothing() -> None:
    """X58: also one that came in time and had to wait."""
    busy, _ = play(
        visit(states.Home()), events.CommandFound(replace(CLOSE, expires_at=NOW + timedelta(seconds=5)))
    )
    free, asked = play(busy, tick(6), events.Ended())
    assert free.health.service is Service.OPEN
    assert [one.result for one in asked if isinstance(one, FinishCommand)] == [CommandResult.EXPIRED]


@pytest.mark.requirement("X58")
def test_a_command_that_waits_is_not_taken_twice() -> None:
    """X58: the centre says it again with every answer."""
    busy, _ = play(visit(states.Home()), events.CommandFound(CLOSE))
    same, asked = play(busy, events.CommandArrived(CLOSE), events.CommandFound(CLOSE))
    assert (same, asked) == (busy, [])


@pytest.mark.requirement("X58")
def test_what_is_unknown_or_impossible_is_refused_with_its_reason() -> None:
    """X58."""
    odd = Command("c-3", "dance", NOW + timedelta(hours=1))
    assert (
        FinishCommand(odd, CommandResult.REFUSED, "unknown_kind")
        in play(visit(), events.CommandFound(odd))[1]
    )
    broken = visit(states.OutOfOrder("fault"), health=replace(WELL, service=Service.OUT_OF_ORDER))
    assert (
        FinishCommand(OPEN, CommandResult.REFUSED, "out_of_order")
        in play(broken, events.CommandFound(OPEN))[1]
    )


@pytest.mark.requirement("X58")
def test_a_restart_tells_its_result_before_it_begins() -> None:
    """X58: or it would be asked for again, without end."""
    again = Command("c-4", "restart", NOW + timedelta(hours=1))
    asked = play(visit(), events.CommandFound(again))[1]
    assert asked == [FinishCommand(again, CommandResult.DONE), Restart(), Push()]


def test_commands_are_done_in_their_order_one_a_step() -> None:
    waiting, _ = play(visit(states.Home()), events.CommandFound(CLOSE), events.CommandFound(OPEN))
    shut, _ = play(waiting, events.Ended())
    assert shut.health.service is Service.CLOSED
    assert play(shut, tick(1))[0].health.service is Service.OPEN


@pytest.mark.requirement("K5")
def test_a_technicians_switch_takes_the_centres_words_away() -> None:
    """K5: what the centre wrote belongs to its own closing."""
    inside = visit(states.Maintenance(), health=replace(WELL, service=Service.CLOSED, notice=WORDS))
    after, asked = play(inside, events.ServiceSwitched(Service.OPEN))
    assert after.health.notice == ()
    assert effects.KeepService(Service.OPEN) in asked
