"""What everybody in the room may hear: only what stands in the catalogue as it is, and the house's own names.

Whatever was filled into a text (a name, an amount, a number, a date) makes it private, also where it would be harmless:
a text that nobody thought of stays unspoken, and is not read out to the room.
"""

from __future__ import annotations

import unicodedata

from kiosk.domain.house import House
from kiosk.texts import Texts


class Discretion:
    def __init__(self, texts: Texts, house: House) -> None:
        own = (*house.brand.values(), *house.site.values(), *house.counter.values())
        own = (*own, *(f"{site} · {house.kiosk_id}" for site in house.site.values()))
        fixed = (text for text in texts.catalogue.values() if "{" not in text)
        self._public = frozenset(_plain(text) for text in (*fixed, *own) if _has_letters(text))

    def is_private(self, text: str) -> bool:
        """Also of a name that was put together, `title, about`, of which each part is looked at."""
        return not (self._knows(text) or self._knows_all(text.split(", ")))

    def _knows(self, text: str) -> bool:
        return _plain(text) in self._public

    def _knows_all(self, pieces: list[str]) -> bool:
        """A comma may also stand within a part."""
        return not pieces or any(
            self._knows(", ".join(pieces[:end])) and self._knows_all(pieces[end:])
            for end in range(len(pieces), 0, -1)
        )


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _has_letters(text: str) -> bool:
    """A digit may be the one that is being typed."""
    return any(letter.isalpha() for letter in text)
