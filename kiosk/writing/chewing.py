"""Zhuyin by libchewing 0.5 or newer (chewing.h; LGPL-2.1, linked when it runs). Its words are in Traditional characters.

Each question begins anew: the engine is given all the sounds, asked, and reset. Its user dictionary is in memory and gets
nothing to learn, for nothing is ever committed to it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from ctypes import c_char_p, c_int, c_void_p
from itertools import islice

from kiosk.domain.writing import FIRST_TONE, TONES, ZHUYIN, Word
from kiosk.writing.phrases import Phrases

LIBRARY = "libchewing.so.3"
#: The key of a keyboard that types each sound, in the layout that libchewing begins with (called Dachen, or default).
_KEYS = dict(zip(ZHUYIN + TONES, "1qaz2wsxedcrfv5tgbyhnujm8ik,9ol.0p;/- 6347", strict=True))
#: Beyond these nobody looks.
MOST = 64


class Chewing:
    """Raises OSError where it is not installed."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(LIBRARY)
        self._phrases = Phrases()
        self._context: int | None = None

    def words(self, sounds: str) -> tuple[Word, ...]:
        """The engine's own reading of them all first, then its phrases for the first sounds, the longest first."""
        ends = self._type(sounds)
        found = dict.fromkeys(islice(self._offers(), MOST)) if ends else {}
        self._call("Reset")
        lengths = ((text, len(text)) for text in found)
        return tuple(
            Word(text, ends[n - 1], self._phrases.like(text)) for text, n in lengths if n <= len(ends)
        )

    def _type(self, sounds: str) -> list[int]:
        """For each character that came of it, how many sounds were typed by then."""
        ends: list[int] = []
        for typed, sound in enumerate(sounds, 1):
            if sound == FIRST_TONE:
                self._call("handle_Space")
            else:
                self._call("handle_Default", ord(_KEYS[sound]))
            if sound in TONES and self._call("buffer_Len") > len(ends):
                ends.append(typed)
        return ends

    def _offers(self) -> Iterator[str]:
        yield self._text("buffer_String_static")
        self._call("handle_Home")
        self._call("cand_open")
        more = 1
        while more:
            self._call("cand_Enumerate")
            while self._call("cand_hasNext"):
                yield self._text("cand_String_static")
            more = self._call("cand_list_has_next") == 1 and self._call("cand_list_next") == 0

    def _call(self, name: str, *values: int) -> int:
        return int(getattr(self._library, f"chewing_{name}")(c_void_p(self._opened()), *values))

    def _text(self, name: str) -> str:
        function = getattr(self._library, f"chewing_{name}")
        function.restype = c_char_p
        return str(function(c_void_p(self._opened())).decode())

    def _opened(self) -> int:
        """The engine itself: opened, and used ever after, in the lane."""
        if self._context is None:
            new = self._library.chewing_new2
            new.restype, new.argtypes = c_void_p, [c_char_p, c_char_p, c_void_p, c_void_p]
            self._context = new(None, b":memory:", None, None)
            if self._context is None:
                raise RuntimeError("libchewing has no dictionary")
            self._library.chewing_set_maxChiSymbolLen(c_void_p(self._context), c_int(39))
        return self._context
