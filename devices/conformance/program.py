"""A driver in any language: a program that is asked by lines of JSON on its input and answers by lines on its output.

`docs/conformance.md` says what is asked of each class, and what may be answered.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NoReturn

from devices.conformance.line import STEP
from devices.conformance.real_line import RealLine
from devices.conformance.terminal import TERMINAL_ID
from devices.conformance.trial import LONGEST
from kiosk.domain.card import CardMove
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.money import Money
from kiosk.domain.payment import (
    Approved,
    Cancelled,
    CancelledBy,
    Declined,
    Finding,
    InDoubt,
    Mark,
    NoAnswer,
    Outcome,
    Payment,
    Slip,
    TerminalTime,
)
from kiosk.domain.receipt import Centred, Pair, Paper, PrintOutcome
from kiosk.ports import (
    BadReply,
    DeviceError,
    Held,
    NoLines,
    NoReply,
    NotConnected,
    Refused,
    Undrained,
)

#: What a program may answer under `error`.
ERRORS: dict[str, type[DeviceError]] = {
    "not_connected": NotConnected,
    "held": Held,
    "no_reply": NoReply,
    "undrained": Undrained,
    "bad_reply": BadReply,
    "refused": Refused,
    "no_lines": NoLines,
}
LONGEST_ANSWER = 65_536
ENDS_S = 2.0


class Crooked(Exception):
    """The program does not speak as `docs/conformance.md` says."""


class Program:
    """Runs `command` from the first question on; `end` lets it go."""

    def __init__(self, command: Sequence[str], line: RealLine) -> None:
        self._line = line
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdin
        assert self._process.stdout
        self._to, self._from = self._process.stdin, self._process.stdout
        os.set_blocking(self._from.fileno(), False)
        self._heard = b""

    def ask(self, do: str, **more: object) -> Mapping[str, Any]:
        """The answer to one question; the line goes on meanwhile. Raises DeviceError where it names one, Crooked."""
        try:
            self._to.write(json.dumps({"do": do, **more}).encode() + b"\n")
            self._to.flush()
        except OSError as gone:
            raise Crooked("the program has ended") from gone
        deadline = self._line.time + LONGEST
        while b"\n" not in self._heard:
            if self._line.time > deadline or len(self._heard) > LONGEST_ANSWER:
                raise Crooked(f"no answer to {do!r}")
            self._line.wait(STEP)
            self._heard += self._said()
        said, _, self._heard = self._heard.partition(b"\n")
        return _understood(said)

    def _said(self) -> bytes:
        try:
            data = os.read(self._from.fileno(), 4096)
        except BlockingIOError:
            return b""
        if not data:
            raise Crooked("the program has ended")
        return data

    def end(self) -> None:
        with suppress(OSError):  # it has ended by itself
            self._to.close()
        try:
            self._process.wait(ENDS_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._from.close()


def _understood(said: bytes) -> Mapping[str, Any]:
    try:
        answer = json.loads(said)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        _crooked(said)
    if "error" in answer:
        if answer["error"] not in ERRORS:
            _crooked(said)
        raise ERRORS[answer["error"]](str(answer.get("words", "")))
    return answer


def _crooked(said: object) -> NoReturn:
    raise Crooked(f"answered {said!r}")


# --- as the ports of the house want it ------------------------------------------------------------


class AskedPrinter:
    used_mm = 0

    def __init__(self, program: Program) -> None:
        self._program = program

    def status(self) -> DeviceStatus:
        return _status(Device.RECEIPT_PRINTER, self._program)

    def print(self, paper: Paper) -> PrintOutcome:
        answer = self._program.ask("print", lines=[text for line in paper.lines if (text := _text(line))])
        return _word(PrintOutcome, answer, "outcome")

    def close(self) -> None:
        self._program.end()


class AskedReader:
    """A card reader, or a code scanner."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def status(self) -> DeviceStatus:
        return _status(Device.CARD_READER, self._program)

    def read(self) -> str | CardMove | None:
        told = self._program.ask("read").get("told")
        return told if told is None or isinstance(told, str) else _crooked(told)

    def give_back(self) -> None:
        self._program.ask("give_back")

    def close(self) -> None:
        self._program.end()


class AskedTerminal:
    """What became of a payment in doubt it is asked outright: `settle`."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def prepare(self) -> Mark:
        self._program.ask("prepare")
        return Mark(TERMINAL_ID, None, None)

    def charge(self, amount: Money, on_stage: object, delivery: object = None) -> Outcome:
        return self._outcome("charge", amount)

    def settle(self, payment: Payment) -> Outcome:
        return self._outcome("settle", payment.amount)

    def inquire(self, payment: Payment | None = None) -> Finding:
        return NoAnswer()

    def close(self) -> None:
        self._program.end()

    def _outcome(self, do: str, amount: Money) -> Outcome:
        answer = self._program.ask(do, minor=amount.minor, currency=amount.currency)
        match answer.get("outcome"), answer.get("receipt"):
            case "approved", int() as receipt:
                return Approved(Slip(TERMINAL_ID, 0, receipt, amount, TerminalTime(1, 1, 0, 0, 0)))
            case "declined", _:
                return Declined()
            case "cancelled", _:
                return Cancelled(CancelledBy.NOT_CHARGED)
            case "in_doubt", _:
                return InDoubt("no_answer")
            case _:
                _crooked(answer)


class AskedPower:
    def __init__(self, program: Program) -> None:
        self._program = program

    def status(self) -> DeviceStatus:
        return _status(Device.POWER, self._program)

    def close(self) -> None:
        self._program.end()


def _status(device: Device, program: Program) -> DeviceStatus:
    answer = program.ask("status")
    faults = answer.get("faults", [])
    try:
        return DeviceStatus(device, DeviceState(answer["state"]), tuple(map(Fault, faults)))
    except (KeyError, TypeError, ValueError):
        _crooked(answer)


def _word(words: Callable[[Any], PrintOutcome], answer: Mapping[str, Any], key: str) -> PrintOutcome:
    try:
        return words(answer.get(key))
    except ValueError:
        _crooked(answer)


def _text(line: object) -> str:
    match line:
        case Centred(text):
            return text
        case Pair(left, right):
            return f"{left}  {right}"
        case _:
            return ""
