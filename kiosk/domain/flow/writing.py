"""Typing into a field: letters as they are, or sounds that become words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kiosk.domain import events
from kiosk.domain.effects import FindWords
from kiosk.domain.events import Event
from kiosk.domain.writing import FIRST_TONE, MOST_SOUNDS, Layout, Word, Writing

#: As many words as the panel shows at once.
WORDS = 8


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the field, and what is no word yet."""

    text: str = field(repr=False)
    writing: Writing
    effects: tuple[FindWords, ...] = ()


def write(at: Written, event: Event, fitted: tuple[Layout, ...]) -> Written | None:
    """What the event makes of the field; None: it is not about writing. `fitted`: the layouts that can be had here."""
    writing = at.writing
    match event:
        case events.LetterTyped(letter) if len(letter) == 1:
            return _typed(at, letter)
        case events.LetterErased():
            return _waiting(at, writing.sounds[:-1]) if writing.sounds else _said(at, at.text[:-1])
        case events.DigitsCleared():
            return Written("", Writing(writing.layout))
        case events.WordChosen(place) if writing.known and place < len(writing.words):
            return _chosen(at, writing.words[place])
        case events.WordsFound(sounds, words) if sounds == writing.sounds:
            return replace(at, writing=replace(writing, words=words, known=True), effects=())
        case events.PageTurned(page) if writing.words:
            last = (len(writing.words) - 1) // WORDS
            return replace(at, writing=replace(writing, page=min(max(page, 0), last)), effects=())
        case events.LayoutChosen(layout) if layout in (*fitted, Layout.LATIN):
            at = settled(at)
            return Written(at.text, Writing(layout))
        case _:
            return None


def settled(at: Written) -> Written:
    """Somebody wants to go on: the likeliest word stands for what still waits, and what is none is dropped."""
    words = at.writing.words if at.writing.known else ()
    text = at.text + words[0].text if words else at.text
    return Written(text, Writing(at.writing.layout))


def _typed(at: Written, letter: str) -> Written:
    waiting = at.writing.sounds
    if letter == " " and waiting:
        if at.writing.layout is not Layout.ZHUYIN:
            return _chosen(at, at.writing.words[0]) if at.writing.words else at
        letter = FIRST_TONE
    if letter in at.writing.layout.sounds:
        return _waiting(at, waiting + letter) if len(waiting) < MOST_SOUNDS else at
    at = settled(at)
    return _said(at, at.text + letter)


def _waiting(at: Written, sounds: str) -> Written:
    """The words for fewer sounds stay until there are those for these."""
    if not sounds:
        return _said(at, at.text)
    writing = replace(at.writing, sounds=sounds, page=0, known=False)
    return Written(at.text, writing, (FindWords(writing.layout, sounds),))


def _chosen(at: Written, word: Word) -> Written:
    rest = at.writing.sounds[word.takes :]
    return _waiting(Written(at.text + word.text, Writing(at.writing.layout)), rest)


def _said(at: Written, text: str) -> Written:
    return Written(text, Writing(at.writing.layout))
