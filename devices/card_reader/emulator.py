"""A pretend card reader: cards are presented by whoever holds the workbench, and its frames go down the wire.

It must not know the driver. What is presented is kept nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from devices.card_reader.far_end import AnyCardReader, seconds
from devices.card_reader.stripe import check_character
from devices.emulator import ANY_LINE, FLAG_OFF, Choice, Faults, Number, Switch, SwitchError

REPEAT = 0.065  # seconds between two frames of a tag that stays
NOISE = b"\x00\xffx9\x7f"
_ALPHABETS = {"track1": re.compile(r"[ ->@-_]{1,77}\Z"), "track2": re.compile(r"[0-9:<=>]{1,38}\Z")}
_UID = re.compile(r"[0-9A-Fa-f]{10}\Z")


class Wrapping(StrEnum):
    """How stripe frames are sent."""

    PLAIN = "plain"
    CHECKED = "checked"  # plain, with check characters
    MAGTEK = "magtek"


class CardReaderEmulator(AnyCardReader):
    """A reader that only talks. `wrapping`: how a stripe is sent. `stay_s`: how long a tag stays on the reader.

    `noise`: bytes before each frame. `wrong_check`, `half_frame`: the next presentations are spoilt.
    """

    SWITCHES: ClassVar[Mapping[str, Switch]] = {
        "wrapping": Choice(Wrapping.PLAIN.value, tuple(wrapping.value for wrapping in Wrapping)),
        "stay_s": Number(0.5, 0, 60),
        "noise": FLAG_OFF,
        "wrong_check": FLAG_OFF,
        "half_frame": FLAG_OFF,
    }
    FAULTS: ClassVar[Faults] = {
        **ANY_LINE,
        "unreadable_card": {"wrong_check": True},
        "garbage": {"noise": True},
    }

    _now = 0.0
    _tag = b""
    _gone_at = 0.0
    _next_at = 0.0

    def received(self, data: bytes) -> None:
        """Nothing listens."""

    def ticked(self, now: float) -> None:
        self._now = now
        if self._tag and now >= self._gone_at:
            self._tag = b""
        if self._tag and now >= self._next_at:
            self._emit(self._tag)
            self._next_at = now + REPEAT

    def withdraw(self, by_force: bool) -> None:
        """A tag that lies there is taken away."""
        self._tag = b""

    def present(self, card: Mapping[str, object]) -> None:
        """`{"track2": digits}` (and `track1`) for a swipe, `{"uid": ten hex digits}` for a tag.

        Raises SwitchError for anything else.
        """
        stripe = {key: self._checked(key, card[key]) for key in ("track1", "track2") if key in card}
        if set(card) == {"uid"}:
            self._lay_down(card["uid"])
        elif stripe and set(card) == set(stripe):
            self._emit(self._swipe(stripe))
        else:
            raise SwitchError("card", sorted(card), ["track2", "track1 and track2", "uid"])
        self.presented += 1

    def _checked(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not _ALPHABETS[key].match(value):
            raise SwitchError(key, "(not shown)", [f"text of {_ALPHABETS[key].pattern}"])
        return value

    def _lay_down(self, uid: object) -> None:
        if not isinstance(uid, str) or not _UID.match(uid):
            raise SwitchError("uid", uid, ["ten hex digits"])
        check = 0
        for byte in bytes.fromhex(uid):
            check ^= byte
        if self.switches["wrong_check"]:
            check ^= 0x0F
        self._tag = b"\x02" + f"{uid.upper()}{check:02X}".encode("ascii") + b"\x03"
        self._gone_at = self._now + seconds(self, "stay_s")
        self._next_at = self._now
        self._emit(self._tag)
        self._next_at = self._now + REPEAT

    def _swipe(self, stripe: Mapping[str, str]) -> bytes:
        tracks = [
            sentinel + stripe[key] + "?"
            for key, sentinel in (("track1", "%"), ("track2", ";"))
            if key in stripe
        ]
        match self.switches["wrapping"]:
            case Wrapping.MAGTEK:
                spoilt = [f"{track[0]}E?" for track in tracks]
                return (
                    b"\x02\x1b"
                    + "".join(spoilt if self.switches["wrong_check"] else tracks).encode()
                    + b"0\r\x03"
                )
            case Wrapping.CHECKED:
                return "".join(track + self._check(track) for track in tracks).encode() + b"\r"
            case _ if self.switches["wrong_check"]:
                return "".join(track + self._check(track) for track in tracks).encode() + b"\r"
        return "".join(tracks).encode() + b"\r"

    def _check(self, track: str) -> str:
        right = check_character(track)
        return chr(ord(right) ^ 1) if self.switches["wrong_check"] else right

    def _emit(self, frame: bytes) -> None:
        if self.switches["half_frame"]:
            frame = frame[: len(frame) // 2]
            self._tag = b""
        self.say(NOISE + frame if self.switches["noise"] else frame)
