"""An e-mail address as people have them, and what there is to mend on one that is not whole.

The rule is what everyday addresses keep of RFC 5321 (4.1.2, 4.5.3.1): a name of letters, digits and `. _ + -`, 64
signs at most, no dot at an end and no two in a row; one `@`; then words joined by dots, of letters, digits and inner
hyphens, 63 signs at most each, the last one not of digits alone. 254 signs in all, which is what a path holds.
"""

from __future__ import annotations

import re
import string
from enum import StrEnum

LONGEST, LONGEST_NAME = 254, 64
#: What the keys type, one at a time.
SIGNS = frozenset(string.ascii_lowercase + string.digits + "@.-_+")

_NAME = re.compile(r"[a-z0-9_+-]+(\.[a-z0-9_+-]+)*")
_WORD = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


class Flaw(StrEnum):
    """What is to be mended first (`problem.email_*`)."""

    NONE = ""
    NO_AT = "no_at"
    TWO_AT = "two_at"
    NAME = "name"
    PLACE = "place"
    LONG = "long"


def flaw_of(address: str) -> Flaw:
    """The first thing to mend; NONE: it is an address."""
    name, _, place = address.lower().partition("@")
    if "@" not in address:
        return Flaw.NO_AT
    if "@" in place:
        return Flaw.TWO_AT
    if len(address) > LONGEST or len(name) > LONGEST_NAME:
        return Flaw.LONG
    if not _NAME.fullmatch(name):
        return Flaw.NAME
    return Flaw.NONE if _is_place(place) else Flaw.PLACE


def _is_place(place: str) -> bool:
    words = place.split(".")
    whole = len(words) > 1 and all(_WORD.fullmatch(word) for word in words)
    return whole and len(words[-1]) > 1 and not words[-1].isdigit()


def with_ending(typed: str, ending: str) -> str:
    """`mei@ya` and `@gmail.com` -> `mei@gmail.com`; `mei@example` and `.com` -> `mei@example.com`.

    What would become longer than an address may be stays as it was.
    """
    kept = typed.partition("@")[0] if ending.startswith("@") else typed.removesuffix(".")
    whole = kept + ending
    return whole if len(whole) <= LONGEST else typed
