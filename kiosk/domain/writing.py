"""Writing by sound: what was typed and is no word yet, and the words it may become."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.language import Language

#: What stands on the keys of Zhuyin: consonants, glides and vowels in their order, and the five tones (the first one is
#: typed by the space key).
ZHUYIN = "ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙㄧㄨㄩㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥㄦ"
TONES = "ˉˊˇˋ˙"
FIRST_TONE = TONES[0]
PINYIN = "abcdefghijklmnopqrstuvwxyz"
#: About as many sounds as a sentence has, so that no engine is given what it cannot hold.
MOST_SOUNDS = 40


class Layout(StrEnum):
    """What the keys of letters stand for."""

    LATIN = "latin"
    ZHUYIN = "zhuyin"
    PINYIN = "pinyin"

    @property
    def sounds(self) -> str:
        """The letters that are not written but wait to become a word."""
        return _SOUNDS[self]


_SOUNDS = {Layout.LATIN: "", Layout.ZHUYIN: ZHUYIN + TONES, Layout.PINYIN: PINYIN}
_OWN = {Language.ZH_HANT: Layout.ZHUYIN, Language.ZH_HANS: Layout.PINYIN, Language.EN: Layout.LATIN}


@dataclass(frozen=True, slots=True)
class Word:
    """`takes`: how many of the typed sounds it stands for. `like`: a common word for each of its characters, which tells
    it from others that sound the same; empty where none is known."""

    text: str = field(repr=False)
    takes: int
    like: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Writing:
    """`sounds` wait, and `words` are what they may become, likeliest first; `known` once they are those of these very
    sounds. `page` counts from 0."""

    layout: Layout = Layout.LATIN
    sounds: str = field(default="", repr=False)
    words: tuple[Word, ...] = ()
    page: int = 0
    known: bool = True


def first_layout(language: Language, fitted: tuple[Layout, ...]) -> Layout:
    """What people of this language are used to, where it can be had."""
    own = _OWN[language]
    return own if own in fitted else Layout.LATIN


def next_layout(layout: Layout, fitted: tuple[Layout, ...]) -> Layout:
    """In turns; Latin letters are always there."""
    turns = (*fitted, Layout.LATIN)
    return turns[(turns.index(layout) + 1) % len(turns)] if layout in turns else Layout.LATIN
