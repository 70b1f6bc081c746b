"""Time for who listens, and what becomes of it; the rest is the speaker's (tests/kiosk/services/test_speaker.py)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain import events, states
from kiosk.domain.flow import step
from kiosk.domain.house import Task
from kiosk.domain.keypad import NavKey
from kiosk.domain.preferences import Preferences
from kiosk.domain.speech import Channel, Speech
from kiosk.domain.visit import Visit
from tests.kiosk.domain.examples import AMOUNT, LINES, visit

PULLED = events.HeadphonesPulled()


def here(state: states.State | None = None, *, plugged: bool = True, aloud: bool = False) -> Visit:
    one = visit(state or states.Home())
    health = replace(one.health, headphones=plugged)
    wish = Preferences(speech=Speech(aloud=aloud))
    return replace(one, health=health, preferences=wish, touched_at=one.now)


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("TIM-01", "TIM-03")
def test_who_listens_has_twice_the_time() -> None:
    """X41: to the second; and twice as long to answer the warning."""
    one = here()
    idle = one.patience.idle
    assert (idle, one.patience.warning) == (2 * one.house.patience.idle, 2 * one.house.patience.warning)
    for seconds, warned in ((-1, False), (0, True)):
        after, _ = step(one, events.Ticked(one.now + idle + timedelta(seconds=seconds)))
        assert isinstance(after.overlay, states.IdleWarning) is warned
    assert isinstance(after.overlay, states.IdleWarning)
    assert after.overlay.until == after.now + one.patience.warning


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("TIM-01")
def test_the_clock_does_not_run_while_it_is_read_out() -> None:
    """X41: nor does a warning wait for ever because it is read out itself."""
    one = here()
    for _ in range(5):
        one, _ = step(one, events.Ticked(one.now + one.patience.idle - timedelta(seconds=1)))
        one, _ = step(one, events.SpeechHeard())
        assert one.overlay is None
    warned = replace(one, overlay=states.IdleWarning(one.now + timedelta(seconds=9)))
    assert step(warned, events.SpeechHeard()) == (warned, ())
    nobody = replace(visit(states.Attract()), touched_at=None)
    assert step(nobody, events.SpeechHeard())[0].touched_at is None


@pytest.mark.requirement("X41")
@pytest.mark.parametrize(
    ("plugged", "aloud", "channel"),
    [
        (True, False, Channel.PRIVATE),
        (True, True, Channel.PRIVATE),
        (False, True, Channel.LOUD),
        (False, False, None),
    ],
)
def test_headphones_come_before_the_room(plugged: bool, aloud: bool, channel: Channel | None) -> None:
    """X41."""
    one = here(plugged=plugged, aloud=aloud)
    assert one.channel is channel
    assert replace(one, house=replace(one.house, speaks=False)).channel is None


@pytest.mark.requirement("B6")
def test_what_stands_there_is_veiled_when_headphones_are_pulled() -> None:
    """B6: but for what may not be interrupted, and for who asked to be spoken to aloud."""
    after, _ = step(here(), PULLED)
    assert isinstance(after.overlay, states.IdleWarning)
    again, _ = step(after, events.HeadphonesPlugged())
    assert (again.overlay, again.channel) == (None, Channel.PRIVATE)
    over, _ = step(after, events.Ticked(after.overlay.until))
    assert over.id != after.id
    assert step(here(aloud=True), PULLED)[0].overlay is None
    assert step(here(plugged=False), PULLED)[0].overlay is None
    assert step(here(states.Paying(LINES, AMOUNT, states.Stage.ENTER_PIN)), PULLED)[0].overlay is None
    assert step(here(states.Attract()), PULLED)[0].overlay is None
    assert step(here(states.PinWanted(Task.PAY, "C", "12")), PULLED)[0].state == states.PinWanted(
        Task.PAY, "C", "12"
    )


@pytest.mark.requirement("X41")
def test_volume_keys_do_nothing_where_nobody_listens() -> None:
    """X41: they are a sign of life all the same."""
    louder = events.KeyPressed(NavKey.VOLUME_UP)
    deaf = here(plugged=False)
    assert step(deaf, louder)[0].preferences == Preferences()
    assert step(here(), louder)[0].preferences.speech.volume == Speech().volume + 1
