"""A pretend PN532: answers the host's frames, and finds the cards that whoever holds the workbench lays down.

It must not know the driver.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar

from devices.card_reader.far_end import AnyCardReader, seconds, spend, uid_of
from devices.card_reader.pn532.frames import (
    ACK,
    CONFIGURE,
    FIRMWARE,
    LIST,
    NAK,
    SAM,
    Answer,
    Nacked,
    Parser,
    frame,
)
from devices.emulator import ANSWERING, FLAG_OFF, Choice, Faults, Number, Switch, SwitchError

_CHIP = 0xD5
_VERSION = bytes.fromhex("32010607")  # the IC, version 1.6, what it supports
_ERROR = bytes.fromhex("0000ff01ff7f8100")
_SAKS = ("00", "08", "18", "20", "28")


class Pn532Emulator(AnyCardReader):
    """`stay_s`: how long a card stays. `second`: another card lies beside each one. `asleep`: wakes at the next byte.

    `mute`: hears and says nothing. `lost_acks`, `naks`, `wrong_checks`, `half_frames`: so many of the next go wrong.
    `noise`: bytes before each frame. `late_s`: the answer comes so late behind its acknowledgement. `complains`: knows
    no command.
    """

    SWITCHES: ClassVar[Mapping[str, Switch]] = {
        "stay_s": Number(0.5, 0, 600),
        "second": FLAG_OFF,
        "sak": Choice("08", _SAKS),
        "mute": FLAG_OFF,
        "complains": FLAG_OFF,
        "noise": FLAG_OFF,
        "late_s": Number(0.03, 0, 10),
        "lost_acks": Number(0, 0, 100, whole=True),
        "naks": Number(0, 0, 100, whole=True),
        "wrong_checks": Number(0, 0, 100, whole=True),
        "half_frames": Number(0, 0, 100, whole=True),
    }
    FAULTS: ClassVar[Faults] = {**ANSWERING, "unreadable_card": {"second": True}}

    def __init__(self, send: Callable[[bytes], None], folder: Path) -> None:
        super().__init__(send, folder)
        self._parser = Parser()
        self._now = 0.0
        self._card: tuple[bytes, int] | None = None
        self._gone_at = 0.0
        self._waiting: list[tuple[float, bytes]] = []
        self._last = b""

    def received(self, data: bytes) -> None:
        if self.switches["mute"]:
            return
        for heard in self._parser.feed(data):
            match heard:
                case Answer(code, parameters):
                    self._asked(code, parameters)
                case Nacked():
                    self._put(self._last)
                case _:
                    pass

    def ticked(self, now: float) -> None:
        self._now = now
        if self._card and now >= self._gone_at:
            self._card = None
        for due in [each for each in self._waiting if now >= each[0]]:
            self._waiting.remove(due)
            self._put(due[1])

    def present(self, card: Mapping[str, object]) -> None:
        """`{"uid": hex}`, and `"sak"` of another kind of card than the switch says."""
        sak = card.get("sak", self.switches["sak"])
        if set(card) - {"uid", "sak"} or sak not in _SAKS:
            raise SwitchError("card", sorted(card), ["uid", "sak"])
        self._card = (uid_of(card), int(str(sak), 16))
        self._gone_at = self._now + seconds(self, "stay_s")
        self.presented += 1

    def withdraw(self, by_force: bool) -> None:
        self._card = None

    def _asked(self, code: int, parameters: bytes) -> None:
        if spend(self, "naks"):
            self.say(NAK)
            return
        if not spend(self, "lost_acks"):
            self.say(ACK)
        answer = frame(bytes((code + 1,)) + self._answer(code, parameters), _CHIP)
        known = code in (FIRMWARE, SAM, CONFIGURE, LIST) and not self.switches["complains"]
        self._last = answer if known else _ERROR
        self._waiting.append((self._now + seconds(self, "late_s"), self._last))
        if not self.switches["late_s"]:
            self._put(self._waiting.pop()[1])

    def _answer(self, code: int, parameters: bytes) -> bytes:
        if code == FIRMWARE:
            return _VERSION
        if code != LIST:
            return b""
        found = [self._card] if self._card else []
        if found and self.switches["second"] and parameters[:1] == b"\x02":
            found = [*found, (bytes(reversed(found[0][0])), found[0][1])]
        return bytes((len(found),)) + b"".join(
            _target(number, *card) for number, card in enumerate(found, start=1)
        )

    def _put(self, whole: bytes) -> None:
        if spend(self, "wrong_checks"):
            whole = whole[:-2] + bytes((whole[-2] ^ 1,)) + whole[-1:]
        if spend(self, "half_frames"):
            whole = whole[: len(whole) // 2]
        self.say(b"\x55\xff\x12" + whole if self.switches["noise"] else whole)


def _target(number: int, uid: bytes, sak: int) -> bytes:
    answer_to_select = bytes.fromhex("067577810280") if sak & 0x20 else b""
    return bytes((number, 0x00, 0x44, sak, len(uid))) + uid + answer_to_select
