"""The pretend receipt printer: an ESC/POS printer with paper, a cover, a knife, and every fault on a switch.

It must not know our driver: whoever speaks ESC/POS may print here. What came out lies in its `tray`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar

from devices.emulator import FLAG_OFF, FLAG_ON, Choice, Emulator, Number, Switch
from devices.receipt_printer.commands import RealTimeFilter
from devices.receipt_printer.mechanism import BUFFER, Mechanism
from devices.receipt_printer.roll import PaperEnd, Roll
from devices.receipt_printer.tray import Tray

CLEARED = b"\x37\x25\x00"
SLOW_SLICE = 0.05  # seconds of line that may come at once when it is slow


class ReceiptPrinterEmulator(Emulator):
    """Besides what every device has:

    `mute` prints and never answers; `slow_baud` lets bytes come only that fast; `stop_after_bytes` and
    `paper_out_after_rows` count from the moment they are set, act once (power off, paper out) and unset themselves;
    without `process_ids` it does not know GS ( H, as many do not;
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
        "slow_baud": Number(None, 300, 1_000_000, empty=True, whole=True),
        "stop_after_bytes": Number(None, 0, 100_000_000, empty=True, whole=True),
        "paper_out_after_rows": Number(None, 0, 1_000_000, empty=True, whole=True),
    }

    def __init__(self, send: Callable[[bytes], None], folder: Path) -> None:
        super().__init__(send, folder)
        self.tray = Tray(folder)
        self._roll = Roll()
        self._mechanism = Mechanism(self._roll, self._queued_answer, self._knife, self._paper_byte)
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
        if not self._able():
            return
        try:
            self._mechanism.work()
        except PaperEnd:
            self.switches["paper_out_after_rows"] = None
            self.switch({"paper": "out"})

    # --- real-time commands -------------------------------------------------------------------

    def _real_time(self, command: bytes) -> None:
        match command[1], command[2]:
            case 0x04, question:
                self._answer(bytes((self._status(question),)))
            case 0x05, 2:
                self._clear()
                self._errors.clear()
                self._latch()
                self._work()
            case 0x05, 1:
                self._errors.clear()
                self._latch()
                self._work()
            case 0x14, 8 if command == b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08":
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

    def _paper_byte(self) -> int:
        near = bool(self.switches["near_end_sensor"]) and self.switches["paper"] != "ok"
        return 0x03 * near | 0x0C * (self.switches["paper"] == "out")

    def _queued_answer(self, data: bytes) -> None:
        if self.switches["process_ids"] or not data.startswith(b"\x37\x22"):
            self._answer(data)

    def _answer(self, data: bytes) -> None:
        if not self.switches["mute"]:
            self.say(data)

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
        self._work()

    def _latch(self) -> None:
        self._errors |= {"jam"} if self.switches["jam"] else set()
        self._errors |= {"cutter"} if self.switches["cutter"] == "stuck" else set()

    def _power_changed(self) -> None:
        if not self.switches["power"]:
            self._tear("power")
        self._mechanism.clear()
        self._mechanism.done.clear()
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
            bool(switches["power"])
            and switches["paper"] != "out"
            and switches["cover"] == "closed"
            and switches["head"] == "ok"
            and not switches["broken"]
            and not self._errors
        )

    # --- paper --------------------------------------------------------------------------------

    def _knife(self) -> None:
        if self._roll.inked:
            self.tray.add(self._roll.take_off(), bytes(self._mechanism.done), self._torn_by)
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
        }
