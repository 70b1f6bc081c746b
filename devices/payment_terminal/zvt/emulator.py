"""A pretend ZVT terminal at the far end of the wire: what it hears, whether it obeys, and the scripts it runs.

It must not know the driver. One script at a time; each message of it waits for the register's answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from devices.emulator import FLAG_ON, Choice, Faults, Switch
from devices.payment_terminal.emulator import PaymentTerminalEmulator
from devices.payment_terminal.zvt.apdu import Apdu, Command, yes
from devices.payment_terminal.zvt.far_end import FarEnd, FarStream
from devices.payment_terminal.zvt.fields import AMOUNT, CURRENCY, RECEIPT, STATUSES, parse_fields
from devices.payment_terminal.zvt.scripts import NOT_REGISTERED, Pause, Say, Script, Scripts, Stopped
from devices.payment_terminal.zvt.slips import own_number
from kiosk.domain.money import NUMERIC_CODES

ANSWER_SECONDS = 5.0  # T3: how long the register may take to answer a message
PASSWORD = 3  # bytes before the fields of a command that wants one
_NAMES = {code: name for name, code in NUMERIC_CODES.items()}
_BUSY, _UNKNOWN, _NO_REGISTER = 0x9C, 0x83, 0x06
#: What it answers a status enquiry when it is not fine (PA00P015, chapter 10), by the kiosk's word for it.
CONDITIONS = {
    "terminal_busy": _BUSY,
    "card_in_terminal": 0xDC,
    "terminal_paper": 0xCC,
    "day_end_open": 0x77,
    "host_unreached": 0x7D,
    "keys_missing": 0x74,
    "pin_pad": 0x89,
    "terminal_reader": 0xDE,
    "unrecoverable": 0xBF,
}


class ZvtEmulator(PaymentTerminalEmulator):
    """See the switches of its base. `condition`: how it says it is; `registers` off: it does not want this register.

    Over a serial line.
    """

    SWITCHES: ClassVar[Mapping[str, Switch]] = {
        **PaymentTerminalEmulator.SWITCHES,
        "condition": Choice("fine", ("fine", *CONDITIONS)),
        "registers": FLAG_ON,
    }
    FAULTS: ClassVar[Faults] = {
        **PaymentTerminalEmulator.FAULTS,
        "registration_refused": {"registers": False},
        **{fault: {"condition": fault} for fault in CONDITIONS},
    }
    END: ClassVar[type[FarEnd]] = FarEnd

    def __init__(
        self, send: Callable[[bytes], None], folder: Path, clock: Callable[[], datetime] = datetime.now
    ) -> None:
        super().__init__(send, folder, clock)
        self._end = self.END(self.put)
        self._scripts = Scripts(self)
        self._currency = ""  # registered for; empty: not registered
        self._script: Script | None = None
        self._wish: Pause | Say | None = None
        self._wake_at = 0.0

    # --- driven by the loop -----------------------------------------------------------------------

    def heard(self, data: bytes) -> None:
        for message in self._end.hear(data):
            self._hear(message)

    def ticked(self, now: float) -> None:
        self.now = now
        self._end.ticked(now)
        if self._script and now >= self._wake_at:
            self._resume(None)

    def switched(self, key: str) -> None:
        super().switched(key)
        match key:
            case "power" if not self.powered:  # what it was doing is gone; what it booked is not
                self._end.forget()
                self._go_home()
                self._currency = ""
            case "naks" | "lost_acks" | "wrong_checks":
                setattr(self._end, key, self.switches[key])

    def counters(self) -> dict[str, int]:
        return {**self.counts, "damaged": self._end.damaged}

    def state(self) -> dict[str, object]:
        return {**super().state(), "registered": bool(self._currency)}

    @property
    def busy(self) -> bool:
        return self._script is not None

    # --- what the register asks -------------------------------------------------------------------

    def _hear(self, message: Apdu) -> None:
        if message.is_answer:
            if isinstance(self._wish, Say):
                self._resume(message)
            return
        name = Command(message.command).name.lower() if message.command in tuple(Command) else "unknown"
        self.counts[name] = self.counts.get(name, 0) + 1
        if isinstance(self._wish, Pause) and self._wish.hung:
            return
        if message.command == Command.STOP:
            self._stop()
        elif self._script is not None:
            self._refuse(_BUSY)
        else:
            self._obey(message)

    def _obey(self, message: Apdu) -> None:
        scripts, currency = self._scripts, self._currency
        match message.command:
            case Command.REGISTRATION if not self.switches["registers"]:
                self._accept(scripts.abort(_NO_REGISTER))
            case Command.REGISTRATION:
                self._currency = _NAMES.get(message.data[4:6].hex(), "")
                self._accept(self._introduce())
            case Command.STATUS_ENQUIRY if code := CONDITIONS.get(str(self.switches["condition"])):
                self._accept(scripts.abort(code))
            case Command.STATUS_ENQUIRY:
                self._accept(self._introduce())
            case Command.DIAGNOSIS:
                self._accept(scripts.diagnose())
            case Command.REPEAT_RECEIPT:
                self._accept(scripts.repeat())
            case Command.AUTHORISATION | Command.REVERSAL | Command.SEND_TOTALS | Command.END_OF_DAY if (
                not currency
            ):
                self._accept(scripts.abort(NOT_REGISTERED))
            case Command.AUTHORISATION:
                self._accept(self._payment(message.data))
            case Command.REVERSAL:
                receipt = parse_fields(message.data[PASSWORD:]).values[RECEIPT]
                self._accept(scripts.reverse(int(receipt.hex())))
            case Command.SEND_TOTALS:
                self._accept(scripts.totals(currency))
            case Command.END_OF_DAY:
                self._accept(scripts.close_day(currency))
            case _:
                self._refuse(_UNKNOWN)

    def _introduce(self) -> Script:
        return self._scripts.tell(own_number(self.memory.terminal_id))

    def _payment(self, data: bytes) -> Script:
        fields = parse_fields(data).values
        currency = _NAMES.get(fields.get(CURRENCY, b"").hex(), self._currency)
        statuses = fields.get(STATUSES, b"\0")[0]
        return self._scripts.pay(int(fields[AMOUNT].hex()), currency, statuses)

    def _refuse(self, code: int) -> None:
        self._end.say(Apdu(0x8400 | code))

    def _accept(self, script: Script) -> None:
        self._end.say(yes())
        self._script = script
        self._resume(None)

    def _stop(self) -> None:
        self._end.say(yes())
        if self._wish is not None and self._wish.stoppable:
            self._run(lambda script: script.throw(Stopped))

    # --- scripts ----------------------------------------------------------------------------------

    def _go_home(self) -> None:
        self._script = self._wish = None

    def _resume(self, answer: Apdu | None) -> None:
        self._run(lambda script: script.send(answer))

    def _run(self, push: Callable[[Script], Pause | Say]) -> None:
        if self._script is None:
            return
        try:
            self._wish = push(self._script)
        except StopIteration:
            self._go_home()
            return
        match self._wish:
            case Pause(seconds):
                self._wake_at = self.now + seconds
            case Say(message):
                self._wake_at = self.now + ANSWER_SECONDS
                self._end.say(message)


class ZvtTcpEmulator(ZvtEmulator):
    """The same terminal with a network port; `naks`, `lost_acks` and `wrong_checks` mean nothing there."""

    END = FarStream
