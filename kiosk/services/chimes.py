"""A short calm chime at each step at a device: once when it begins. The sounds are reckoned here, out of notes.

Two strokes each, as of a small bell; another pair of notes for each step. Nothing is recorded: no licence is asked.
"""

from __future__ import annotations

import io
import logging
import math
import struct
import wave
from collections.abc import Callable
from functools import cache

from kiosk.domain import events
from kiosk.domain.guidance import Guide
from kiosk.ports import DeviceError, Lane, Loudspeaker
from kiosk.services.controller import NOBODY, Envelope

log = logging.getLogger(__name__)

RATE = 16_000  # samples a second
STROKE = 0.22  # seconds from one to the next
RINGS = 0.45  # seconds until the last has died away
ATTACK = 0.008  # seconds; without it a stroke would click
#: Hertz, of the major scale on C5: up where something goes in, down where it comes out.
NOTES: dict[Guide, tuple[float, float]] = {
    Guide.HOLD_CARD: (523.25, 659.26),
    Guide.TAKE_CARD: (659.26, 523.25),
    Guide.SCAN: (587.33, 783.99),
    Guide.PAY: (523.25, 783.99),
    Guide.TAKE_PAPER: (783.99, 587.33),
}


@cache
def wav(guide: Guide, volume: int) -> bytes:
    """16 bits, one channel. `volume` 1 to 100, of the loudest without distortion."""
    length = int(RATE * (STROKE + RINGS))
    strokes = [(number * STROKE, hertz) for number, hertz in enumerate(NOTES[guide])]
    samples = [sum(_stroke(at / RATE - begins, hertz) for begins, hertz in strokes) for at in range(length)]
    loudest = max(abs(sample) for sample in samples)
    scale = 32_000 * volume / 100 / loudest
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(b"".join(struct.pack("<h", round(sample * scale)) for sample in samples))
    return file.getvalue()


def _stroke(since: float, hertz: float) -> float:
    if since < 0:
        return 0.0
    tone = math.sin(math.tau * hertz * since) + 0.3 * math.sin(math.tau * 2 * hertz * since)
    return tone * min(1.0, since / ATTACK) * math.exp(-9 * since) * max(0.0, 1 - since / RINGS)


class Chimes:
    """`show` on main, with what the visit asks of a hand; played in the lane. Without sound everything else goes on."""

    def __init__(
        self, loudspeaker: Loudspeaker, lane: Lane, post: Callable[[Envelope], None], volume: int
    ) -> None:
        """`volume` 0: none sounds."""
        self._loudspeaker = loudspeaker
        self._lane = lane
        self._post = post
        self._volume = volume
        self._guide: Guide | None = None
        self._works: bool | None = None

    def show(self, guide: Guide | None) -> None:
        before, self._guide = self._guide, guide
        if guide is not None and guide is not before and self._volume:
            self._lane.submit(lambda: self._play(guide))

    def _play(self, guide: Guide) -> None:
        log.info("chime: %s", guide)
        works = True
        try:
            self._loudspeaker.play(wav(guide, self._volume))
        except DeviceError as silence:
            log.warning("no sound: %s", silence)
            works = False
        if works is not self._works:
            self._works = works
            self._post(Envelope(NOBODY, events.SoundReported(works)))
