"""What every pretend payment terminal is, whatever it speaks: a customer and a bank by switches, a ledger, a cable.

It must not know any driver, nor any protocol: those are the subclasses' affair.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from devices.emulator import ANSWERING, FLAG_OFF, FLAG_ON, Choice, Emulator, Faults, Number, Switch
from devices.payment_terminal.memory import TERMINAL_ID, Entry, Memory

NEXT = ("approve", "decline", "cancel", "timeout", "hang", "drop_before", "drop_after")
NEXT_REVERSAL = ("reverse", "refuse", "hang", "drop_before", "drop_after")


class PaymentTerminalEmulator(Emulator):
    """`next` says what the next charge will do and falls back to `approve` behind it; `next_reversal` likewise.

    `drop_before`: the cable dies before the bank is asked, nothing is charged. `drop_after`: approved and booked, the
    cable dies before the answer. It comes back after `drop_s`. `hang`: silence for `hang_s`, then nothing was charged.
    `naks`, `lost_acks`, `wrong_checks`: so many of the next blocks go wrong. `cut_after_bytes`: the cable dies after so
    many more bytes from the terminal, for `drop_s`. `mute`: the cable is dead until told otherwise. `host` off: the
    terminal reaches no bank. `terminal_id`: which of two it is, as if they had been exchanged.
    """

    NAME = "payment_terminal"
    SWITCHES: ClassVar[Mapping[str, Switch]] = {
        "next": Choice("approve", NEXT),
        "next_reversal": Choice("reverse", NEXT_REVERSAL),
        "host": FLAG_ON,
        "terminal_id": Choice(TERMINAL_ID, (TERMINAL_ID, "52500039")),
        "delay_s": Number(1.5, 0, 120),
        "drop_s": Number(3.0, 0, 600),
        "hang_s": Number(600.0, 0, 3600),
        "unmasked_pan": FLAG_OFF,
        "mute": FLAG_OFF,
        "naks": Number(0, 0, 100, whole=True),
        "lost_acks": Number(0, 0, 100, whole=True),
        "wrong_checks": Number(0, 0, 100, whole=True),
        "cut_after_bytes": Number(None, 0, 100_000, empty=True, whole=True),
    }

    FAULTS: ClassVar[Faults] = {**ANSWERING, "wrong_terminal": {"terminal_id": "52500039"}}

    def __init__(
        self, send: Callable[[bytes], None], folder: Path, clock: Callable[[], datetime] = datetime.now
    ) -> None:
        super().__init__(send, folder)
        self.memory = Memory(folder / "terminal.json")
        self.now = 0.0
        self.counts: dict[str, int] = {}
        self._clock = clock
        self._dead_until = 0.0

    def switched(self, key: str) -> None:
        if key == "terminal_id":
            self.memory.terminal_id = str(self.switches[key])

    def received(self, data: bytes) -> None:
        if not self.cable_dead:
            self.heard(data)

    def heard(self, data: bytes) -> None:
        """Bytes that came through."""
        raise NotImplementedError

    def state(self) -> dict[str, object]:
        return {
            **super().state(),
            "busy": self.busy,
            "cable_dead": self.cable_dead,
            "batch": self.memory.batch,
        }

    @property
    def busy(self) -> bool:
        """In the middle of something."""
        raise NotImplementedError

    def ledger(self) -> list[dict[str, object]]:
        """Every entry: `trace`, `receipt`, `amount_minor`, `currency`, `result`, `at`, `original`."""
        return self.memory.ledger()

    # --- the cable --------------------------------------------------------------------------------

    @property
    def cable_dead(self) -> bool:
        return bool(self.switches["mute"]) or self.now < self._dead_until

    def put(self, data: bytes) -> None:
        """Bytes for the kiosk, as far as the cable lets them."""
        left = self.switches["cut_after_bytes"]
        if isinstance(left, int) and not self.cable_dead:
            self.switches["cut_after_bytes"] = left - len(data)
            if left < len(data):
                self.say(data[:left])
                self.switches["cut_after_bytes"] = None
                self.drop()
        if not self.cable_dead:
            self.say(data)

    def drop(self) -> None:
        """The cable is out for a while."""
        self._dead_until = self.now + self.seconds("drop_s")

    # --- for what happens at the terminal ---------------------------------------------------------

    def seconds(self, key: str) -> float:
        value = self.switches[key]
        return float(value) if isinstance(value, (int, float)) else 0.0

    def plan(self, key: str) -> str:
        """What the next one will do; the one behind it is well again."""
        planned, self.switches[key] = str(self.switches[key]), self.SWITCHES[key].told()["default"]
        return planned

    def book(self, minor: int, currency: str, result: str, request: str = "") -> Entry:
        return self.memory.book(minor, currency, result, self.moment(), request=request)

    def moment(self) -> str:
        """The terminal's own clock, local ISO."""
        return self._clock().isoformat(timespec="seconds")
