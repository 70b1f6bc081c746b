"""A voice by which the machine is found without sight: a short sentence to the room now and then, while nobody is here.

The decree on kiosks of the Republic of Korea's Disability Discrimination Act asks for a voice that tells where it is. Off
unless the site wants it: a voice that calls all day is hard on whoever works beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from kiosk.domain.language import Language
from kiosk.domain.states import Attract
from kiosk.domain.visit import Visit, is_at_rest
from kiosk.services.speaker import Speaker
from kiosk.texts import Texts


class Beacon:
    """`every`: from one sentence to the next; zero: it never calls. The house's languages take turns."""

    def __init__(self, speaker: Speaker, texts: Mapping[Language, Texts], every: timedelta) -> None:
        self._speaker = speaker
        self._texts = texts
        self._every = every
        self._since: datetime | None = None
        self._calls = 0

    def tick(self, visit: Visit) -> None:
        """On main."""
        if not (self._every and may_call(visit)):
            self._since = None
            self._speaker.hush()
        elif self._since is None:
            self._since = visit.now
        elif abs(visit.now - self._since) >= self._every:  # a clock that was set back must not silence it
            self._since = visit.now
            self._call(visit)

    def _call(self, visit: Visit) -> None:
        languages = visit.house.languages
        language = languages[self._calls % len(languages)]
        self._calls += 1
        self._speaker.hail(
            self._texts[language].get("speech.beacon", brand=visit.house.brand[language]), language
        )


def may_call(visit: Visit) -> bool:
    """Open, and nobody at it: not seen, not listening, no card of theirs in it."""
    open_and_alone = is_at_rest(visit) and isinstance(visit.state, Attract)
    taken = visit.somebody or visit.card_in or visit.channel is not None
    return visit.house.speaks and open_and_alone and not taken
