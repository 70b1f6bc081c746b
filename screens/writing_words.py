"""What stands on the keys for writing by sound, and what they are called."""

from __future__ import annotations

from kiosk.domain.writing import Layout, Word
from kiosk.texts import Texts
from screens.widgets.keyboard import ZHUYIN_ROWS
from screens.widgets.word_keys import Offer

#: The rows of keys that are not those of a typewriter.
LETTERS = {Layout.ZHUYIN: ZHUYIN_ROWS}
#: Where the space key is for more than a space.
SPACE = {Layout.ZHUYIN: "writing.space.zhuyin"}


def offer_of(word: Word, place: int, texts: Texts) -> Offer:
    """Where characters sound alike, each is told by a word that everybody knows."""
    if not word.like:
        return Offer(place, word.text, texts.get("writing.word.nth", word=word.text, place=place + 1))
    pairs = zip(word.text, word.like, strict=True)
    likes = [texts.get("writing.like", character=character, word=like) for character, like in pairs]
    spoken = texts.get("writing.word.like", word=word.text, like=texts.get("writing.like.and").join(likes))
    return Offer(place, word.text, spoken)


def sound_names(texts: Texts) -> dict[str, str]:
    """What each key of Zhuyin is called, behind its sign: `writing.sounds` holds pairs, a sound and its name."""
    return {pair[0]: f"{pair[0]} {pair[1:]}" for pair in texts.get("writing.sounds").split("; ")}
