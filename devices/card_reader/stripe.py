"""One line of a magnetic stripe reader: tracks as text (ISO/IEC 7811 and 7813), as serial readers send them. Pure.

Only a card that carries the company's prefix leaves this file. Of any other card nothing does: not in a value, not in
an error.
"""

from __future__ import annotations

import re
from functools import reduce

from devices.card_reader.cards import Foreign, House, Own
from devices.frames import BadFrame

#: start sentinel, what may stand between, end sentinel; and what a character's value is counted from.
_TRACKS = {"%": (re.compile(r"[ -_]{0,77}\Z"), 0x20), ";": (re.compile(r"[0-?]{0,38}\Z"), 0x30)}
_THIRD_TRACK = "+"
#: What readers of this make send for a track that they could not read.
_UNREADABLE = "E"


def read_line(line: str, prefixes: tuple[str, ...], *, bare: bool = True) -> Own | Foreign:
    """The card in one line. `bare`: a check character may stand behind each end sentinel.

    Raises BadFrame: `no_track`, `unreadable_track`, `bad_character`, `too_long`, `wrong_check`.
    """
    tracks, fault = _tracks(line, bare)
    for data in (tracks.get(";", ""), tracks.get("%", "")):
        token = re.split("[=^]", data, maxsplit=1)[0]
        card = House(prefixes).stripe(token)
        if isinstance(card, Own):
            return card
    if any(tracks.values()) and not (fault and ";" not in tracks):
        return Foreign()
    raise BadFrame(fault or "no_track")


def check_character(track: str) -> str:
    """The check character of a track, sentinels included: the values of all characters XORed."""
    base = _TRACKS[track[0]][1]
    return chr(base + reduce(lambda check, ch: check ^ (ord(ch) - base), track, 0))


def _tracks(line: str, bare: bool) -> tuple[dict[str, str], str]:
    """Each whole track by its start sentinel, and what was wrong with the others."""
    tracks: dict[str, str] = {}
    fault, at = "", 0
    while at < len(line):
        end = line.find("?", at)
        if line[at] not in (*_TRACKS, _THIRD_TRACK) or end < 0:
            at += 1
            continue
        sentinel, data, after = line[at], line[at + 1 : end], line[end + 1 :]
        if sentinel != "%" and ";" in data:  # the first one was noise
            at = line.index(";", at + 1)
            continue
        at = end + 1
        if sentinel == _THIRD_TRACK:
            continue
        wrong = _fault(sentinel, data)
        if not wrong and bare:
            taken = _check_taken(sentinel + data + "?", after)
            wrong = "" if taken is not None else "wrong_check"
            at += taken or 0
        if wrong:
            fault = fault or wrong
        else:
            tracks[sentinel] = data
    return tracks, fault


def _fault(sentinel: str, data: str) -> str:
    if data == _UNREADABLE:
        return "unreadable_track"
    if re.fullmatch(r"[ -~]*", data) and len(data) > (77 if sentinel == "%" else 38):
        return "too_long"
    return "" if _TRACKS[sentinel][0].match(data) else "bad_character"


def _check_taken(track: str, after: str) -> int | None:
    """How many characters behind the end sentinel are the check character: 0 or 1; None when one is there and wrong."""
    if not after or after[0] == check_character(track):
        return len(after[:1])
    return 0 if after[0] in "%;+" else None
