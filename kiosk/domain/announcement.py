"""What the house tells everybody who comes here: a planned outage, a closed day, something new. Nobody's in particular.

What a signed-in customer alone is told stands in `kiosk/domain/overview.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.language import Language


@dataclass(frozen=True, slots=True)
class Announcement:
    """Shown from `begins` until `ends`. `sites`: names of counters, none: at every kiosk. `texts` are plain text."""

    id: str
    important: bool
    texts: Mapping[Language, str]
    sites: frozenset[str]
    begins: datetime
    ends: datetime

    def text(self, language: Language) -> str:
        """In this language, else in the first there is."""
        return self.texts.get(language) or next(iter(self.texts.values()))


@dataclass(frozen=True, slots=True)
class Announcements:
    """The part `announcements`."""

    all: tuple[Announcement, ...] = ()

    def shown(self, here: frozenset[str], now: datetime) -> tuple[Announcement, ...]:
        """At a kiosk that bears these names: what holds now, the important ones first, the newest of them first."""
        mine = [each for each in self.all if each.begins <= now < each.ends and _is_for(each, here)]
        newest = sorted(mine, key=lambda each: each.begins, reverse=True)
        return tuple(sorted(newest, key=lambda each: not each.important))


NO_ANNOUNCEMENTS = Announcements()


def _is_for(announcement: Announcement, here: frozenset[str]) -> bool:
    return not announcement.sites or bool(announcement.sites & here)
