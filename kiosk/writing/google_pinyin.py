"""Pinyin without tones by libgooglepinyin 0.1 (pinyinime.h; Apache-2.0). Its words are in Simplified characters.

It is opened without a user dictionary, and nothing is ever committed to it: it can learn nothing.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from ctypes import POINTER, byref, c_bool, c_char_p, c_size_t, c_uint16, c_void_p
from pathlib import Path

from kiosk.domain.writing import Word

LIBRARY = "libgooglepinyin.so.0"
DICTIONARY = "*/googlepinyin/data/dict_pinyin.dat"
MOST = 64
#: A prediction is at most seven characters and the zero behind them (pinyinime.h, kMaxPredictSize).
_Prediction = c_uint16 * 8


class GooglePinyin:
    """Raises OSError where it is not installed."""

    def __init__(self, libraries: Path = Path("/usr/lib")) -> None:
        self._library = ctypes.CDLL(LIBRARY)
        for name in ("im_search", "im_get_candidate", "im_get_spl_start_pos", "im_get_predicts", "im_choose"):
            getattr(self._library, name).restype = c_size_t
        self._library.im_get_candidate.restype = c_void_p
        self._library.im_open_decoder.restype = c_bool
        self._dictionary = next(libraries.glob(DICTIONARY), None)
        if self._dictionary is None:
            raise FileNotFoundError(f"{LIBRARY} has no dictionary")
        self._open = False

    def words(self, sounds: str) -> tuple[Word, ...]:
        """Sentences and phrases first."""
        if not self._open:
            self._open = bool(
                self._library.im_open_decoder(c_char_p(str(self._dictionary).encode()), c_char_p(b""))
            )
        if not self._open:
            return ()
        count = self._library.im_search(c_char_p(sounds.encode()), c_size_t(len(sounds)))
        ends = self._ends()
        texts = dict.fromkeys(self._candidates(min(count, MOST)))
        self._library.im_reset_search()
        within = (text for text in texts if 0 < len(text) <= len(ends))
        return tuple(Word(text, ends[len(text) - 1], self._like(text)) for text in within)

    def _ends(self) -> list[int]:
        """How many letters the first syllable takes, the first two, ..."""
        starts = POINTER(c_uint16)()
        count = self._library.im_get_spl_start_pos(byref(starts))
        return [int(starts[place]) for place in range(1, count + 1)]

    def _candidates(self, count: int) -> Iterator[str]:
        text = (c_uint16 * 64)()
        for place in range(count):
            self._library.im_get_candidate(c_size_t(place), text, c_size_t(len(text)))
            yield _read(text)

    def _like(self, text: str) -> tuple[str, ...]:
        """For each character the likeliest word that begins with it; none at all if one has none."""
        found = tuple(self._beginning_with(character) for character in text)
        return found if all(found) else ()

    def _beginning_with(self, character: str) -> str:
        if ord(character) > 0xFFFF:
            return ""
        history = (c_uint16 * 2)(ord(character), 0)
        predicted = POINTER(_Prediction)()
        count = self._library.im_get_predicts(history, byref(predicted))
        return character + _read(predicted[0]) if count else ""


def _read(text: ctypes.Array[c_uint16]) -> str:
    return bytes(text).decode("utf-16le", errors="replace").split("\0")[0]
