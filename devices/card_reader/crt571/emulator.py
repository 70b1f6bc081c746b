"""A pretend motorised reader: takes cards in, holds them, gives them back, keeps them. It must not know the driver.

What it remembers on disk is how many cards lie in its bin; whose they are it forgets.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar

from devices.card_reader.crt571.frames import (
    ACK,
    DONE,
    ENTRY_OFF,
    ENTRY_ON,
    ERRORS,
    HOST,
    INIT_CAPTURE,
    INIT_HOLD,
    INIT_KEEP,
    NAK,
    RF_START,
    RF_STOP,
    SENSORS,
    STATUS,
    TO_BIN,
    TO_GATE,
    TO_HOLD,
    TO_IC,
    TO_RF,
    Byte,
    Parser,
    Place,
    Text,
    frame,
)
from devices.card_reader.far_end import AnyCardReader, seconds, spend, uid_of
from devices.emulator import ANSWERING, FLAG_OFF, Choice, Faults, Number, Switch, SwitchError

_MOVES = (TO_HOLD, TO_IC, TO_RF, TO_BIN, TO_GATE, INIT_HOLD, INIT_CAPTURE)
_KNOWN = (*_MOVES, INIT_KEEP, STATUS, SENSORS, ENTRY_ON, ENTRY_OFF, RF_START, RF_STOP)
_ATQA = {"M": b"\x00\x04", "A": b"\x03\x44"}


class Crt571Emulator(AnyCardReader):
    """`motor_s`: how long a move takes. `bin_full`; `jam` (10 at every command), `two_cards` (13, until the gate is
    empty again). `next_error`: what the next command is answered with; `every_error`: what each one is.

    `mute`; `lost_acks`, `naks`, `wrong_checks`, `half_frames`: so many of the next go wrong. Power off and on again: not
    initialised (B0), the card where it was.
    """

    SWITCHES: ClassVar[Mapping[str, Switch]] = {
        "motor_s": Number(0.3, 0, 30),
        "bin_full": FLAG_OFF,
        "jam": FLAG_OFF,
        "two_cards": FLAG_OFF,
        "next_error": Choice(None, (None, *ERRORS)),
        "every_error": Choice(None, (None, *ERRORS)),
        "mute": FLAG_OFF,
        "lost_acks": Number(0, 0, 100, whole=True),
        "naks": Number(0, 0, 100, whole=True),
        "wrong_checks": Number(0, 0, 100, whole=True),
        "half_frames": Number(0, 0, 100, whole=True),
    }
    FAULTS: ClassVar[Faults] = {
        **ANSWERING,
        "card_jam": {"jam": True},
        "bin_full": {"bin_full": True},
        "reader_sensor": {"every_error": "12"},
        "reader_motor": {"every_error": "51"},
        "reader_not_ready": {"every_error": "05"},
    }

    def __init__(self, send: Callable[[bytes], None], folder: Path) -> None:
        super().__init__(send, folder)
        self._bin = folder / "bin.json"
        self.kept = json.loads(self._bin.read_text())["kept"] if self._bin.exists() else 0
        self.place = Place.NOWHERE
        self._card: tuple[str, bytes] = ("", b"")
        self._entry = self._ready = self._by_hand = False
        self._parser = Parser()
        self._now = 0.0
        self._waiting: list[tuple[float, Callable[[], None]]] = []
        self._last = b""

    def counters(self) -> dict[str, int]:
        return {**super().counters(), "kept": self.kept}

    def state(self) -> dict[str, object]:
        return {**super().state(), "card": self.place.name.lower(), "entry": self._entry}

    def switched(self, key: str) -> None:
        if key == "power":
            self._ready = self._entry = False
            self._waiting.clear()

    def received(self, data: bytes) -> None:
        if self.switches["mute"]:
            return
        for heard in self._parser.feed(data):
            match heard:
                case Text(text) if text[:1] == bytes((HOST,)):
                    self._asked(text[1:3], text[3:])
                case Byte(value) if value == NAK:
                    self._put(self._last)
                case _:
                    pass

    def ticked(self, now: float) -> None:
        self._now = now
        while self._waiting and now >= self._waiting[0][0]:
            self._waiting.pop(0)[1]()

    # --- the customer -----------------------------------------------------------------------------

    def present(self, card: Mapping[str, object]) -> None:
        """`{"uid": hex}`, and `"kind"` `M` (memory), `A` or `B` (with a processor)."""
        kind = card.get("kind", "M")
        if set(card) - {"uid", "kind"} or kind not in ("M", "A", "B"):
            raise SwitchError("card", sorted(card), ["uid", "kind: M, A or B"])
        uid = uid_of(card)
        self.presented += 1
        if self._entry and self.powered and self.place is Place.NOWHERE:
            self._card, self.place = (str(kind), uid), Place.GATE
            self._later(lambda: self._goes(Place.INSIDE))

    def withdraw(self, by_force: bool) -> None:
        if self.place is Place.GATE or by_force:
            self._by_hand = by_force and self.place is Place.INSIDE
            self._goes(Place.NOWHERE)
            self.switches["two_cards"] = False

    # --- the host ---------------------------------------------------------------------------------

    def _asked(self, name: bytes, data: bytes) -> None:
        if spend(self, "naks"):
            self.say(bytes((NAK,)))
            return
        if not spend(self, "lost_acks"):
            self.say(bytes((ACK,)))
        error = self._error(name)
        if error:
            self._put(frame(b"N" + name + error.encode("ascii")))
        elif name in _MOVES and self.place is not Place.NOWHERE:
            self._later(lambda: self._moved(name))
        else:
            self._done(name)

    def _error(self, name: bytes) -> str:
        planned, self.switches["next_error"] = self.switches["next_error"], None
        if planned or self.switches["every_error"]:
            return str(planned or self.switches["every_error"])
        if name not in _KNOWN:
            return "00"
        if not self._ready and name not in (INIT_KEEP, INIT_HOLD, INIT_CAPTURE):
            return "B0"
        if self.switches["jam"]:
            return "10"
        if self.switches["two_cards"] and name == STATUS and self.place is Place.INSIDE:
            return "13"
        if self._by_hand:
            self._by_hand = False
            return "16"
        if name == TO_BIN and self.switches["bin_full"]:
            return "A1"
        if name == RF_START and self.place is not Place.INSIDE:
            return "61"
        return "02" if name in _MOVES[:5] and self.place is Place.NOWHERE else ""

    def _moved(self, name: bytes) -> None:
        if name in (TO_BIN, INIT_CAPTURE) and self._card[0]:
            self.kept += 1
            self._bin.write_text(json.dumps({"kept": self.kept}))
            self._goes(Place.NOWHERE)
        else:
            self._goes(Place.GATE if name == TO_GATE else Place.INSIDE)
        self._done(name)

    def _done(self, name: bytes) -> None:
        if name in (INIT_KEEP, INIT_HOLD, INIT_CAPTURE):
            self._ready = True
        if name in (ENTRY_ON, ENTRY_OFF):
            self._entry = name == ENTRY_ON
        full = b"1" if self.switches["bin_full"] else b"0"
        status = bytes((self.place.value,)) + b"0" + full
        self._put(frame(bytes((DONE,)) + name + status + (self._chip() if name == RF_START else b"")))

    def _chip(self) -> bytes:
        kind, uid = self._card
        if kind == "B":
            return b"B\x50" + uid[:4] + bytes(7)
        sak = b"\x08" if kind == "M" else b"\x20"
        return kind.encode() + _ATQA[kind] + bytes((len(uid),)) + uid + sak

    def _goes(self, place: Place) -> None:
        """The card, if somebody has not taken it meanwhile."""
        self.place = place if self._card[0] else Place.NOWHERE
        if place is Place.NOWHERE:
            self._card = ("", b"")

    def _later(self, job: Callable[[], None]) -> None:
        self._waiting.append((self._now + seconds(self, "motor_s"), job))

    def _put(self, whole: bytes) -> None:
        self._last = whole
        if spend(self, "wrong_checks"):
            whole = whole[:-1] + bytes((whole[-1] ^ 1,))
        if spend(self, "half_frames"):
            whole = whole[: len(whole) // 2]
        self.say(whole)
