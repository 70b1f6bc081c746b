"""The pretend receipt printer: an ESC/POS printer with paper, a cover, a knife, and every fault on a switch.

It must not know our driver: whoever speaks ESC/POS may print here. What came out lies in its `tray`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar

from devices.emulator import ANSWERING, FLAG_OFF, FLAG_ON, Choice, Emulator, Faults, Number, Switch
from devices.receipt_printer.commands import RealTimeFilter
from devices.receipt_printer.letterpress import CODECS, Letterpress
from devices.receipt_printer.mechanism import BUFFER, IDENTITY, Mechanism
from devices.receipt_printer.roll import PaperEnd, Roll
from devices.receipt_printer.tray import Tray

CLEARED = b"\x37\x25\x00"
XON, XOFF = b"\x11", b"\x13"
SLOW_SLICE = 0.05  # seconds of line that may come at once when it is slow


class ReceiptPrinterEmulator(Emulator):
    """Besides what every device has:

    `mute` prints and never answers; `slow_baud` lets bytes come only that fast, `late_ms` holds each answer back;
    `stop_after_bytes` and `paper_out_after_rows` count from the moment they are set, act once (power off, paper out) and
    unset themselves; `dies_behind_the_job` takes the power off at the question whether all before it is on paper;
    without `process_ids` it does not know GS ( H, as many do not, without `queued_answers` neither GS r nor GS I, without
    `automatic_status` not GS a, without `clear_command` not DLE DC4; `letters` is the two-byte set in its firmware;
    with `presenter` it knows GS e, and `mouth` says whether paper waits there (who takes it makes it `empty`);
    with `flow` "xonxoff" it asks for a pause when its buffer fills;
    `jam` and `cutter` must be taken away *and* recovered by the host (DLE ENQ), as in a real printer.
    """

    NAME = "receipt_printer"
    SWITCHES: ClassVar[Mapping[str, Switch]] = {
        "paper": Choice("ok", ("ok", "low", "out")),
        "cover": Choice("closed", ("open", "closed")),
        "jam": FLAG_OFF,
        "cutter": Choice("ok", ("ok", "stuck")),
        "head": Choice("ok", ("ok", "hot")),
        "broken": FLAG_OFF,
        "mute": FLAG_OFF,
        "near_end_sensor": FLAG_ON,
        "process_ids": FLAG_ON,
        "queued_answers": FLAG_ON,
        "automatic_status": FLAG_ON,
        "clear_command": FLAG_ON,
        "dies_behind_the_job": FLAG_OFF,
        "presenter": FLAG_OFF,
        "mouth": Choice("empty", ("empty", "paper")),
        "jam_in_the_mouth": FLAG_OFF,
        "flow": Choice("none", ("none", "xonxoff")),
        "late_ms": Number(0, 0, 10_000, whole=True),
        "width_dots": Choice("576", ("360", "384", "512", "576")),
        "letters": Choice("big5", tuple(CODECS)),
        "serial_number": Choice("000001", ("000001", "000002")),
        "slow_baud": Number(None, 300, 1_000_000, empty=True, whole=True),
        "stop_after_bytes": Number(None, 0, 100_000_000, empty=True, whole=True),
        "paper_out_after_rows": Number(None, 0, 1_000_000, empty=True, whole=True),
    }
    FAULTS: ClassVar[Faults] = {
        **ANSWERING,
        "line_stuck": {"line": "stuck"},
        "paper_out": {"paper": "out"},
        "paper_low": {"paper": "low"},
        "paper_not_measured": {"paper": "out", "near_end_sensor": False},
        "cover_open": {"cover": "open"},
        "paper_jam": {"jam": True},
        "cutter": {"cutter": "stuck"},
        "head_hot": {"head": "hot"},
        "unrecoverable": {"broken": True},
        "paper_waits": {"presenter": True, "mouth": "paper"},
        "printing_unconfirmed": {"process_ids": False, "queued_answers": False},
    }
    MODEL: ClassVar[frozenset[str]] = frozenset({"process_ids", "queued_answers"})

    def __init__(self, send: Callable[[bytes], None], folder: Path) -> None:
        super().__init__(send, folder)
        self.tray = Tray(folder)
        self._roll = Roll()
        letters = Letterpress(self._roll, lambda: str(self.switches["letters"]))
        self._mechanism = Mechanism(
            self._roll,
            self._queued_answer,
            self._knife,
            self._paper_byte,
            letters,
            self._automatic_wanted,
            self._presenter,
        )
        self._held = False  # it keeps paper inside until it is cut (GS e 18)
        self._retracted = self._pushed_out = 0
        self._wanted = 0  # GS a n
        self._last_told = b""
        self._paused = False
        self._late: list[tuple[float, bytes]] = []
        self._filter = RealTimeFilter()
        self._errors: set[str] = set()  # latched until the host recovers them
        self._torn_by = ""
        self._heard = 0
        self._lost = 0
        self._credit = 0.0
        self._then: float | None = None

    # --- the wire -----------------------------------------------------------------------------

    def room(self) -> int:
        if self.switches["slow_baud"] is None:
            return BUFFER
        return int(self._credit)

    def ticked(self, now: float) -> None:
        while self._late and self._late[0][0] <= now:
            super().say(self._late.pop(0)[1])
        baud = self.switches["slow_baud"]
        if isinstance(baud, int) and self._then is not None:
            rate = baud / 10  # ten bits a byte: 8N1
            self._credit = min(self._credit + (now - self._then) * rate, max(1.0, rate * SLOW_SLICE))
        self._then = now

    def received(self, data: bytes) -> None:
        self._credit = max(0.0, self._credit - len(data))
        limit = self.switches["stop_after_bytes"]
        if isinstance(limit, int):
            data, dies = data[:limit], len(data) >= limit
            self.switches["stop_after_bytes"] = None if dies else limit - len(data)
            if dies:
                self._hear(data, working=False)
                self.switch({"power": False})
                return
        self._hear(data, working=True)

    def _hear(self, data: bytes, working: bool) -> None:
        self._heard += len(data)
        for real_time, part in self._filter.feed(data):
            if real_time:
                self._real_time(part)
            else:
                room = BUFFER if self._able() else BUFFER - self._mechanism.waiting
                self._lost += self._mechanism.take(part, room)
                if working:
                    self._work()

    def _work(self) -> None:
        if self._able():
            try:
                self._mechanism.work()
            except PaperEnd:
                self.switches["paper_out_after_rows"] = None
                self.switch({"paper": "out"})
        self._ask_for_pauses()

    def _ask_for_pauses(self) -> None:
        """XOFF with 128 bytes left, XON with 256."""
        room = BUFFER - self._mechanism.waiting
        if self.switches["flow"] == "xonxoff" and self._paused != (
            pause := room <= (256 if self._paused else 128)
        ):
            self._paused = pause
            self.say(XOFF if pause else XON)

    # --- real-time commands -------------------------------------------------------------------

    def _real_time(self, command: bytes) -> None:
        match command[1], command[2]:
            case 0x04, 1 | 2 | 3 | 4 as question:
                self._answer(bytes((self._status(question),)))
            case 0x04, 20 if self.switches["presenter"]:
                self._answer(self._full_status())
            case 0x05, 1 | 2 as how:
                if how == 2:
                    self._clear()
                self._errors.clear()
                self._latch()
                self._work()
                self._tell_by_itself()
            case 0x14, 8 if (
                self.switches["clear_command"] and command == b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
            ):
                self._clear()
                self._answer(CLEARED)

    def _clear(self) -> None:
        self._mechanism.clear()
        if self._roll.inked:
            self._torn_by = "cleared"

    def _status(self, question: int) -> int:
        bits = 0x12
        match question:
            case 1:
                bits |= 0x08 * (not self._able())
            case 2:
                bits |= 0x04 * (self.switches["cover"] == "open") | 0x20 * (self.switches["paper"] == "out")
                bits |= 0x40 * bool(self._errors or self.switches["broken"] or self.switches["head"] == "hot")
            case 3:
                bits |= 0x04 * ("jam" in self._errors) | 0x08 * ("cutter" in self._errors)
                bits |= 0x20 * bool(self.switches["broken"]) | 0x40 * (self.switches["head"] == "hot")
            case 4:
                sensor, paper = self.switches["near_end_sensor"], self.switches["paper"]
                bits |= 0x0C * bool(sensor and paper != "ok") | 0x60 * (paper == "out")
        return bits

    def _full_status(self) -> bytes:
        paper = 0x01 * (self.switches["paper"] == "out") | 0x20 * (self.switches["mouth"] == "paper")
        user = 0x02 * (self.switches["cover"] == "open")
        return bytes((0x10, 0x0F, paper, user, 0, 0))

    def _paper_byte(self) -> int:
        near = bool(self.switches["near_end_sensor"]) and self.switches["paper"] != "ok"
        return 0x03 * near | 0x0C * (self.switches["paper"] == "out")

    def _queued_answer(self, data: bytes) -> None:
        numbered = data.startswith(b"\x37\x22")
        if self.switches["dies_behind_the_job"] and self._roll.inked:
            self.switches["dies_behind_the_job"] = False
            self.switch({"power": False})
        elif data and self.switches["process_ids" if numbered else "queued_answers"]:
            own = b"\x5f%b\x00" % str(self.switches["serial_number"]).encode()
            self._answer(own if data == IDENTITY[68] else data)

    def _automatic_wanted(self, changes: int) -> None:
        if self.switches["automatic_status"]:
            self._wanted, self._last_told = changes, b""
            self._tell_by_itself()

    def _tell_by_itself(self) -> None:
        told = self._automatic_status()
        if self._wanted and told != self._last_told:
            self._last_told = told
            self._answer(told)

    def _automatic_status(self) -> bytes:
        switches = self.switches
        first = 0x10 | 0x08 * (not self._able()) | 0x20 * (switches["cover"] == "open")
        second = 0x04 * ("jam" in self._errors) | 0x08 * ("cutter" in self._errors)
        second |= 0x20 * bool(switches["broken"]) | 0x40 * (switches["head"] == "hot")
        return bytes((first, second, self._paper_byte(), 0))

    def _answer(self, data: bytes) -> None:
        if not self.switches["mute"]:
            self.say(data)

    def say(self, data: bytes) -> None:
        late = self.switches["late_ms"]
        if isinstance(late, int) and late and self._then is not None:
            self._late.append((self._then + late / 1000, data))
        else:
            super().say(data)

    # --- switches -----------------------------------------------------------------------------

    def switched(self, key: str) -> None:
        match key:
            case "power":
                self._power_changed()
            case "paper":
                self._paper_changed()
            case "paper_out_after_rows":
                rows = self.switches[key]
                self._roll.rows_left = rows if isinstance(rows, int) else None
            case "jam" | "cutter":
                self._latch()
            case "slow_baud":
                self._credit = 0.0
            case "mouth" if self.switches["mouth"] == "empty":
                self.tray.move("tray")
            case "width_dots":
                self._tear("other_paper")
                self._roll.width = int(str(self.switches[key]))
        self._work()
        self._tell_by_itself()

    def _latch(self) -> None:
        self._errors |= {"jam"} if self.switches["jam"] else set()
        self._errors |= {"cutter"} if self.switches["cutter"] == "stuck" else set()

    def _power_changed(self) -> None:
        if not self.powered:
            self._tear("power")
        self._mechanism.clear()
        self._mechanism.done.clear()
        self._held = False
        self._wanted, self._paused = 0, False
        self._late.clear()
        self._filter.reset()
        self._errors.clear()
        self._latch()

    def _paper_changed(self) -> None:
        if self.switches["paper"] == "out":
            self._tear("paper_out")
        else:
            self._roll.rows_left = None

    def _able(self) -> bool:
        switches = self.switches
        return (
            self.hears
            and switches["paper"] != "out"
            and switches["cover"] == "closed"
            and switches["head"] == "ok"
            and not switches["broken"]
            and not self._errors
        )

    # --- paper --------------------------------------------------------------------------------

    def _presenter(self, what: int) -> None:
        """GS e: 2 draw in, 3 show, 5 push out, 18 hold paper inside, 20 let it grow out."""
        if not self.switches["presenter"]:
            return
        match what:
            case 18 | 20:
                self._held = what == 18
            case 2 if self.switches["mouth"] == "paper" and not self.switches["jam_in_the_mouth"]:
                self._retracted += 1
                self.tray.move("bin")
                self.switch({"mouth": "empty"})
            case 5:
                self.switch({"mouth": "empty"})

    def _knife(self) -> None:
        if self._roll.inked:
            self._pushed_out += self.switches["mouth"] == "paper"
            self.tray.move("tray")  # what was in the mouth falls out before the new one
            held = bool(self.switches["presenter"] and self._held)
            self.tray.add(
                self._roll.take_off(), bytes(self._mechanism.done), self._torn_by, "mouth" if held else "tray"
            )
            self.switches["mouth"] = "paper" if held else "empty"
        else:
            self._roll.take_off()
        self._torn_by = ""
        self._mechanism.done.clear()

    def _tear(self, reason: str) -> None:
        self._torn_by = reason
        self._knife()

    def counters(self) -> dict[str, int]:
        return {
            "bytes": self._heard,
            "rows": self._roll.printed,
            "receipts": len(self.tray.listing()),
            "lost_bytes": self._lost,
            "waiting_bytes": self._mechanism.waiting,
            "unknown_commands": self._mechanism.unknown,
            "retracted": self._retracted,
            "pushed_out": self._pushed_out,
        }
