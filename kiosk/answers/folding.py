"""Text as the search sees it: one form for everything that people would call the same.

NFKC, lower case, Simplified for Traditional characters (OpenCC `t2s`), so that one index serves both scripts. Chinese
is cut into characters and pairs, which needs no dictionary and finds as well as one; Latin words are kept as stems and as
runs of two to four letters, which a wrong letter spoils only in part.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

import opencc
import snowballstemmer

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_PIECE = re.compile(rf"[{_HAN}]+|[a-z0-9]+")
_GRAMS = range(2, 5)
#: Words that every question has; they tell nothing apart.
_EMPTY = frozenset(
    (
        *("a", "an", "the", "i", "my", "me", "we", "our", "you", "your", "it", "its", "this", "that"),
        *("is", "are", "am", "was", "be", "been", "do", "does", "did", "can", "could", "will", "would"),
        *("to", "of", "for", "in", "on", "at", "and", "or", "how", "what"),
    )
)
#: Characters that OpenCC keeps apart though people write one for the other.
_VARIANTS = str.maketrans("账姊画", "帐姐划")


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")


#: The same in Chinese (simplified); they part a run of characters in two.
_EMPTY_HAN = re.compile(
    "请问|怎么办|怎么样|怎么|怎样|如何|什么时候|什么|为什么|为何|哪里|哪个|哪些|可不可以|可以|能不能|能够|"
    "会不会|有没有|是不是|需要|想要|我们|你们|您们|一下|[我你您他她它吗呢吧了的地得要想会是有在这那就也都把被跟和与请]"
)


def fold(text: str) -> str:
    """`帳單？ Bill’s` -> `账单? bills`."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("'", "").replace("’", "")
    return str(_to_simplified().convert(plain)).translate(_VARIANTS)


def simplified(text: str) -> str:
    """Simplified characters for Traditional ones, and nothing else changed."""
    return str(_to_simplified().convert(text))


def pieces(folded: str) -> list[str]:
    """Runs of Chinese characters, and Latin words or numbers, in their order."""
    return _PIECE.findall(folded)


def is_han(piece: str) -> bool:
    return not piece[0].isascii()


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


def words(folded: str) -> Iterator[str]:
    """What must be the same to count: stems, pairs of characters; a character alone where it stands alone."""
    for piece in pieces(_EMPTY_HAN.sub(" ", folded)):
        if is_han(piece):
            yield from _pairs(piece)
        elif piece not in _EMPTY:
            yield stem(piece)


def grams(folded: str) -> Iterator[str]:
    """What may be the same in part: letters in twos to fours with the word's ends, characters and pairs of them."""
    for piece in pieces(folded):
        if is_han(piece):
            yield from piece
            yield from _pairs(piece) if len(piece) > 1 else ()
        else:
            ended = f" {piece} "
            for size in _GRAMS:
                yield from (ended[at : at + size] for at in range(len(ended) - size + 1))


def _pairs(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield run
    yield from (run[at : at + 2] for at in range(len(run) - 1))
