"""A pretend ZVT terminal at the far end of the wire, with a customer, a bank, and a memory of its own.

It must not know the driver. A payment is a small script; each message of it waits for the register's answer.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from devices.emulator import FLAG_OFF, Choice, Emulator, Number, Switch
from devices.payment_terminal.apdu import Apdu, Command, yes
from devices.payment_terminal.far_end import FarEnd
from devices.payment_terminal.fields import AMOUNT, CURRENCY, parse_fields
from devices.payment_terminal.memory import Entry, Memory
from devices.payment_terminal.slips import own_number, said_of, stopped_because
from kiosk.domain.money import NUMERIC_CODES

ANSWER_SECONDS = 5.0  # T3: how long the register may take to answer a message
NEXT = ("approve", "decline", "cancel", "timeout", "hang", "drop_before", "drop_after")
_NAMES = {code: name for name, code in NUMERIC_CODES.items()}
_BUSY, _UNKNOWN, _NOT_REGISTERED, _NOTHING_YET, _STOPPED, _REVERSE = 0x9C, 0x83, 0x6B, 0x83, 0x6C, 0x66


@dataclass(frozen=True, slots=True)
class Pause:
    seconds: float


@dataclass(frozen=True, slots=True)
class Say:
    message: Apdu


Script = Generator[Pause | Say, Apdu | None, None]


class Stopped(Exception):
    """The register, or the stop key, ended a payment that was not decided yet."""


class PaymentTerminalEmulator(Emulator):
    """`next` says what the next charge will do and falls back to `approve` behind it.

    `drop_before`: the cable dies before the bank is asked, nothing is charged. `drop_after`: approved and booked, the
    cable dies before the answer. It comes back after `drop_s`. `hang`: silence for `hang_s`, then nothing was charged.
    `naks`, `lost_acks`, `wrong_checks`: so many of the next blocks go wrong. `cut_after_bytes`: the cable dies after so
    many more bytes from the terminal, for `drop_s`. `mute`: the cable is dead until told otherwise.
    """

    NAME = "payment_terminal"
    SWITCHES: ClassVar[Mapping[str, Switch]] = {
        "next": Choice("approve", NEXT),
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

    def __init__(
        self, send: Callable[[bytes], None], folder: Path, clock: Callable[[], datetime] = datetime.now
    ) -> None:
        super().__init__(send, folder)
        self._clock = clock
        self._memory = Memory(folder / "terminal.json")
        self._end = FarEnd(self._put)
        self._now = 0.0
        self._dead_until = 0.0
        self._counts: dict[str, int] = {}
        self._currency = ""  # registered for; empty: not registered
        self._script: Script | None = None
        self._stoppable = False
        self._hung = False
        self._unanswered = False
        self._wake_at = 0.0

    # --- driven by the loop -----------------------------------------------------------------------

    def received(self, data: bytes) -> None:
        if self._dead:
            return
        for message in self._end.hear(data):
            self._hear(message)

    def ticked(self, now: float) -> None:
        self._now = now
        self._end.ticked(now)
        if self._script and now >= self._wake_at:
            self._resume(None)

    def switched(self, key: str) -> None:
        match key:
            case "power" if not self.switches["power"]:  # what it was doing is gone; what it booked is not
                self._end.forget()
                self._go_home()
                self._currency = ""
            case "naks" | "lost_acks" | "wrong_checks":
                setattr(self._end, key, self.switches[key])

    def counters(self) -> dict[str, int]:
        return {**self._counts, "damaged": self._end.damaged}

    def state(self) -> dict[str, object]:
        return {
            **super().state(),
            "busy": self._script is not None,
            "registered": bool(self._currency),
            "cable_dead": self._dead,
        }

    def ledger(self) -> list[dict[str, object]]:
        """Every entry: `trace`, `receipt`, `amount_minor`, `currency`, `result`, `at`."""
        return self._memory.ledger()

    # --- the line ---------------------------------------------------------------------------------

    @property
    def _dead(self) -> bool:
        return bool(self.switches["mute"]) or self._now < self._dead_until

    def _put(self, data: bytes) -> None:
        left = self.switches["cut_after_bytes"]
        if isinstance(left, int) and not self._dead:
            self.switches["cut_after_bytes"] = left - len(data)
            if left < len(data):
                self.say(data[:left])
                self.switches["cut_after_bytes"] = None
                self._drop()
        if not self._dead:
            self.say(data)

    def _drop(self) -> None:
        """The cable is out for a while."""
        self._dead_until = self._now + self._seconds("drop_s")

    def _seconds(self, key: str) -> float:
        value = self.switches[key]
        return float(value) if isinstance(value, (int, float)) else 0.0

    # --- what the register asks -------------------------------------------------------------------

    def _hear(self, message: Apdu) -> None:
        if message.is_answer:
            self._answered(message)
            return
        name = Command(message.command).name.lower() if message.command in tuple(Command) else "unknown"
        self._counts[name] = self._counts.get(name, 0) + 1
        if self._hung:
            return
        if message.command == Command.STOP:
            self._stop()
        elif self._script is not None:
            self._refuse(_BUSY)
        else:
            self._obey(message)

    def _obey(self, message: Apdu) -> None:
        match message.command:
            case Command.REGISTRATION:
                self._currency = _NAMES.get(message.data[4:6].hex(), "")
                self._accept(self._tell(own_number(self._memory.terminal_id)))
            case Command.STATUS_ENQUIRY:
                self._accept(self._tell(own_number(self._memory.terminal_id)))
            case Command.REPEAT_RECEIPT:
                self._accept(self._repeat())
            case Command.AUTHORISATION:
                self._accept(self._pay(message.data) if self._currency else self._abort(_NOT_REGISTERED))
            case _:
                self._refuse(_UNKNOWN)

    def _refuse(self, code: int) -> None:
        self._end.say(Apdu(0x8400 | code))

    def _accept(self, script: Script) -> None:
        self._end.say(yes())
        self._go_home()
        self._script = script
        self._resume(None)

    def _stop(self) -> None:
        self._end.say(yes())
        if self._script and self._stoppable:
            self._run(lambda script: script.throw(Stopped))

    # --- scripts ----------------------------------------------------------------------------------

    def _go_home(self) -> None:
        self._script = None
        self._stoppable = self._hung = self._unanswered = False

    def _answered(self, message: Apdu) -> None:
        if self._script and self._unanswered:
            self._resume(message)

    def _resume(self, answer: Apdu | None) -> None:
        self._run(lambda script: script.send(answer))

    def _run(self, push: Callable[[Script], Pause | Say]) -> None:
        if self._script is None:
            return
        try:
            wish = push(self._script)
        except StopIteration:
            self._go_home()
            return
        match wish:
            case Pause(seconds):
                self._unanswered, self._wake_at = False, self._now + seconds
            case Say(message):
                self._unanswered, self._wake_at = True, self._now + ANSWER_SECONDS
                self._end.say(message)

    def _tell(self, status: Apdu) -> Script:
        yield Say(status)
        yield Say(Apdu(Command.COMPLETION))

    def _abort(self, code: int) -> Script:
        yield Say(Apdu(Command.ABORTED, bytes((code,))))

    def _repeat(self) -> Script:
        last = self._memory.last()
        yield from self._tell(self._status_of(last)) if last else self._abort(_NOTHING_YET)

    def _pay(self, data: bytes) -> Script:
        fields = parse_fields(data).values
        minor, currency = (
            int(fields[AMOUNT].hex()),
            _NAMES.get(fields.get(CURRENCY, b"").hex(), self._currency),
        )
        plan, self.switches["next"] = str(self.switches["next"]), "approve"
        try:
            yield from self._customer(plan)
        except Stopped:
            self._book(minor, currency, "cancelled")
            yield from self._stopped("Abbruch")
            return
        yield from self._decided(plan, minor, currency)

    def _customer(self, plan: str) -> Script:
        """Until the bank is asked; the customer, or the register, can still stop it."""
        self._stoppable = True
        delay = self._seconds("delay_s")
        yield Say(_doing(0x0A))
        if plan == "hang":
            self._hung = True
            yield Pause(self._seconds("hang_s"))
        elif plan in ("cancel", "timeout"):
            yield Pause(delay)
        else:
            yield Pause(delay * 0.4)
            yield Say(_doing(0x01))
            yield Pause(delay * 0.4)
            yield Say(_doing(0x0E))
            yield Pause(delay * 0.2)
        self._stoppable = False

    def _decided(self, plan: str, minor: int, currency: str) -> Script:
        match plan:
            case "approve":
                yield from self._approved(self._book(minor, currency, "approved"))
            case "decline":
                entry = self._book(minor, currency, "declined")
                yield Say(self._status_of(entry))
                yield from self._abort(0x05)
            case "cancel":
                self._book(minor, currency, "cancelled")
                yield from self._stopped("Abbruch durch Kunde")
            case "timeout":
                self._book(minor, currency, "timed_out")
                yield from self._stopped("Zeitüberschreitung")
            case "drop_after":
                self._book(minor, currency, "approved")
                self._drop()
            case "drop_before":
                self._book(minor, currency, "broken_off")
                self._drop()
            case _:  # it hung, and came to itself
                self._book(minor, currency, "broken_off")

    def _approved(self, entry: Entry) -> Script:
        yield Say(_doing(0x0B))
        answer = yield Say(self._status_of(entry))
        if answer is not None and answer.refusal == _REVERSE:
            self._memory.reverse(entry)
            yield from self._abort(_STOPPED)
            return
        yield Say(Apdu(Command.COMPLETION))

    def _stopped(self, text: str) -> Script:
        yield Say(stopped_because(text, self._memory.terminal_id))
        yield from self._abort(_STOPPED)

    def _book(self, minor: int, currency: str, result: str) -> Entry:
        return self._memory.book(minor, currency, result, self._clock().isoformat(timespec="seconds"))

    def _status_of(self, entry: Entry) -> Apdu:
        return said_of(entry, self._memory.terminal_id, unmasked=bool(self.switches["unmasked_pan"]))


def _doing(code: int) -> Apdu:
    return Apdu(Command.INTERMEDIATE_STATUS, bytes((code,)))
