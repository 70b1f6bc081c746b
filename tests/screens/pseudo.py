"""A language that nobody speaks: English with accents, and 40 % longer. What does not fit shows before anybody
translates.

Fields keep their names, patterns of dates and numbers stay, and words keep their places.
"""

from __future__ import annotations

import re

from kiosk.domain.language import Language
from kiosk.texts import Texts

LONGER = 0.4
ACCENTS = str.maketrans("aeiouAEIOU", "áéíóúÁÉÍÓÚ")
_FIELD = re.compile(r"(\{[^}]*\})")


def pseudo(texts: Texts, *, mirrored: bool = False) -> Texts:
    """In place of English; `mirrored`: as a language that runs from right to left (decision 48)."""
    catalogue = {
        key: text if key.startswith("format.") else longer(text) for key, text in texts.catalogue.items()
    }
    return Texts(catalogue, Language.EN, wordy=True, mirrored=mirrored)


def longer(text: str) -> str:
    return "".join(part if part.startswith("{") else _longer(part) for part in _FIELD.split(text))


def _longer(text: str) -> str:
    """Of five signs two stand twice, and only letters do."""
    letters, owed = [], 0.0
    for letter in text.translate(ACCENTS):
        letters.append(letter)
        owed += LONGER
        if owed >= 1 and letter.isalpha():
            letters.append(letter.lower())
            owed -= 1
    return "".join(letters)
