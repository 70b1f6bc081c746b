"""The chime: once when a step at a device begins, never without one; and a machine without sound goes on."""

from __future__ import annotations

import io
import itertools
import logging
import struct
import wave
from dataclasses import dataclass, field

import pytest

from kiosk.domain.events import SoundReported
from kiosk.domain.guidance import Guide
from kiosk.ports import NotConnected
from kiosk.services.chimes import NOTES, Chimes, wav
from kiosk.services.controller import Envelope
from tests.kiosk.fakes import FrozenClock, InlineLane


class FakeLoudspeaker:
    """`heard` what was played; `there` False: no sound card."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.there = True

    def play(self, wav: bytes) -> None:
        if not self.there:
            raise NotConnected("no sound card")
        self.heard.append(wav)


@dataclass
class Counter:
    volume: int = 60
    loudspeaker: FakeLoudspeaker = field(default_factory=FakeLoudspeaker)
    told: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lane = InlineLane(FrozenClock(), self.told.append)
        self.chimes = Chimes(self.loudspeaker, self.lane, self._post, self.volume)

    def _post(self, envelope: Envelope) -> None:
        self.told.append(envelope.event)

    def shows(self, *guides: Guide | None) -> list[bytes]:
        for guide in guides:
            self.chimes.show(guide)
            while self.lane.run():
                """Until nothing waits."""
        return self.loudspeaker.heard


@pytest.mark.requirement("X14")
def test_a_step_that_begins_sounds_once() -> None:
    """X14: however often it is drawn."""
    counter = Counter()
    assert counter.shows(None, Guide.SCAN, Guide.SCAN, Guide.SCAN) == [wav(Guide.SCAN, 60)]
    assert counter.shows(Guide.PAY)[1:] == [wav(Guide.PAY, 60)]
    assert counter.shows(None, Guide.PAY)[2:] == [wav(Guide.PAY, 60)]


@pytest.mark.requirement("X14")
def test_without_a_step_nothing_sounds() -> None:
    """X14."""
    assert Counter().shows(None, None) == []


@pytest.mark.requirement("X14")
def test_a_volume_of_nought_is_silent() -> None:
    """X14: and is no fault."""
    counter = Counter(volume=0)
    assert counter.shows(*Guide) == []
    assert counter.told == []


@pytest.mark.requirement("X14")
def test_a_machine_without_sound_says_so_once_and_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    """X14: the log has each chime all the same."""
    counter = Counter()
    counter.loudspeaker.there = False
    with caplog.at_level(logging.INFO):
        assert counter.shows(Guide.SCAN, Guide.PAY) == []
    assert counter.told == [SoundReported(False)]
    assert [line.message for line in caplog.records if line.message.startswith("chime")] == [
        "chime: scan",
        "chime: pay",
    ]
    counter.loudspeaker.there = True
    counter.shows(Guide.SCAN)
    assert counter.told == [SoundReported(False), SoundReported(True)]


def _samples(sound: bytes) -> tuple[float, tuple[int, ...]]:
    with wave.open(io.BytesIO(sound)) as file:
        frames = file.readframes(file.getnframes())
        return file.getnframes() / file.getframerate(), struct.unpack(f"<{file.getnframes()}h", frames)


@pytest.mark.accessibility("AUD-06")
@pytest.mark.requirement("X14")
@pytest.mark.parametrize("guide", Guide)
def test_a_chime_is_short_and_calm(guide: Guide) -> None:
    """X14: it begins and ends in silence, never clips, and has no jump that would click."""
    seconds, samples = _samples(wav(guide, 100))
    assert seconds < 1
    assert (samples[0], abs(samples[-1]) < 50) == (0, True)
    assert 30_000 < max(map(abs, samples)) <= 32_000
    assert max(abs(b - a) for a, b in itertools.pairwise(samples)) < 20_000


def test_each_step_has_a_sound_of_its_own_and_volume_makes_it_louder() -> None:
    assert len({wav(guide, 60) for guide in Guide}) == len(NOTES) == len(Guide)
    loud, quiet = (max(map(abs, _samples(wav(Guide.PAY, volume))[1])) for volume in (100, 50))
    assert loud == pytest.approx(2 * quiet, abs=2)
