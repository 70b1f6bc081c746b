"""The voice by which the machine is found: how often, in which words, how loud, and when it is silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain import events, states
from kiosk.domain.preferences import Preferences
from kiosk.domain.speech import GAINS, Channel, Speech
from kiosk.domain.visit import Visit
from kiosk.services.beacon import Beacon
from kiosk.settings import load
from tests.kiosk.domain.examples import AMOUNT, visit
from tests.kiosk.services.listener import TEXTS, Listener
from tests.kiosk.services.test_papers import HOUSE

EVERY, SECOND = timedelta(seconds=30), timedelta(seconds=1)
HALL = replace(visit().house, brand=HOUSE.brand)
NOBODY = replace(visit(states.Attract()), house=HALL, touched_at=None)
SHIPPED = Path(__file__).parents[3] / "kiosk.ini"


class Hall:
    """A machine in a hall, its clock stepped by hand."""

    def __init__(self, every: timedelta = EVERY) -> None:
        self.listener = Listener(NOBODY, plugged=False)
        self.beacon = Beacon(self.listener.speaker, TEXTS, every)

    def passes(self, seconds: int, at: Visit = NOBODY) -> list[str]:
        """What was said, second by second."""
        before = len(self.listener.voice.said)
        for _ in range(seconds):
            now = self.listener.controller.visit.now + SECOND
            self.listener.controller.visit = replace(at, now=now)
            self.listener.speaker.tick()
            self.beacon.tick(self.listener.controller.visit)
            self.listener.runs()
        return [each.text for each in self.listener.voice.said[before:]]


@pytest.mark.accessibility("HW-03")
def test_it_calls_at_its_interval_in_every_language() -> None:
    """HW-03: nothing but the house's name and the catalogue's words."""
    languages, brand = NOBODY.house.languages, NOBODY.house.brand
    hall = Hall()
    assert hall.passes(30) == []
    for language in (*languages, languages[0]):
        assert hall.passes(30) == [TEXTS[language].get("speech.beacon", brand=brand[language])]
        assert hall.listener.last.language is language
    assert events.SpeechHeard() not in hall.listener.told


@pytest.mark.accessibility("HW-03", "AUD-03", "AUD-04")
def test_it_is_as_loud_as_a_visit_begins_and_no_louder() -> None:
    """HW-03: a step of those that are measured, on the room's channel."""
    hall = Hall()
    hall.passes(61)
    said = hall.listener.last
    assert (said.channel, said.private, said.gain) == (Channel.LOUD, False, Speech().gain)
    assert said.gain in GAINS[:-1]


@pytest.mark.accessibility("HW-03", "AUD-06")
@pytest.mark.parametrize(
    "at",
    [
        visit(states.Home()),
        visit(states.Review((), AMOUNT, None)),
        replace(NOBODY, overlay=states.Languages()),
        visit(states.Maintenance()),
        visit(states.OutOfOrder("fault")),
        visit(states.Closed()),
        replace(NOBODY, somebody=True),
        replace(NOBODY, card_in=True),
        replace(NOBODY, health=replace(NOBODY.health, headphones=True)),
        replace(NOBODY, preferences=Preferences(speech=Speech(aloud=True))),
        replace(NOBODY, house=replace(NOBODY.house, speaks=False)),
    ],
)
def test_it_is_silent_while_somebody_is_here_or_nobody_is_served(at: Visit) -> None:
    """HW-03: and begins to count anew when they have gone."""
    hall = Hall()
    hall.passes(29)
    assert hall.passes(90, at) == []
    assert hall.passes(30) == []
    assert len(hall.passes(1)) == 1


@pytest.mark.accessibility("HW-03")
def test_a_touch_ends_it_at_once() -> None:
    """HW-03: before any rule answers, and what waited to be said is not said."""
    hall = Hall()

    def touches() -> None:
        hall.listener.does(events.Started())

    hall.listener.voice.during = touches
    hall.passes(31)
    assert hall.listener.voice.log[-1] == "stop"
    assert hall.passes(1, visit(states.Home())) == []


@pytest.mark.accessibility("HW-03")
def test_a_visit_that_no_touch_began_ends_it_at_the_next_tick() -> None:
    """HW-03: a card that was held to the reader."""
    hall = Hall()

    def goes_on() -> None:
        hall.beacon.tick(visit(states.Review((), AMOUNT, None)))

    hall.listener.voice.during = goes_on
    hall.passes(31)
    assert hall.listener.voice.log[-1] == "stop"


@pytest.mark.accessibility("HW-03")
def test_it_is_off_as_shipped() -> None:
    """HW-03."""
    assert load(SHIPPED).voice.beacon_seconds == 0
    assert Hall(timedelta()).passes(120) == []
