"""Drivers that are wrong, each in one way that somebody may well write; the kit has to find every one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from devices.card_reader.pn532.driver import Pn532Reader
from devices.card_reader.presence import Told
from devices.code_scanner.driver import SerialCodeScanner
from devices.code_scanner.protocol import Framing
from devices.conformance.line import Line
from devices.conformance.printer import escpos
from devices.conformance.terminal import TABLE, TERMINAL_ID
from devices.payment_terminal.fixed_field.driver import FixedFieldTerminal
from devices.payment_terminal.fixed_field.layout import layout
from devices.payment_terminal.handshake import Acked, Heard, Nacked
from devices.payment_terminal.zvt.driver import ZvtTerminal
from kiosk.domain.money import Money
from kiosk.domain.payment import Approved, Declined, Found, InDoubt, Outcome
from kiosk.domain.receipt import Paper, PrintOutcome
from kiosk.domain.states import Stage
from kiosk.ports import DeviceError, NotConnected
from tests.devices.conformance.broken_around import BROKEN_AROUND

Clock = Callable[[], datetime]
OnStage = Callable[[Stage], None]


class NoMeansNo(ZvtTerminal):
    """Silence is taken for a refusal."""

    def charge(self, amount: Money, on_stage: OnStage, delivery: Any = None) -> Outcome:
        outcome = super().charge(amount, on_stage)
        return Declined() if isinstance(outcome, InDoubt) else outcome


class OnceMore(ZvtTerminal):
    """What is in doubt is asked for again."""

    def charge(self, amount: Money, on_stage: OnStage, delivery: Any = None) -> Outcome:
        outcome = super().charge(amount, on_stage)
        return super().charge(amount, on_stage) if isinstance(outcome, InDoubt) else outcome


class LastOneWillDo(ZvtTerminal):
    """What the terminal has last is taken for this customer's."""

    def charge(self, amount: Money, on_stage: OnStage, delivery: Any = None) -> Outcome:
        outcome = super().charge(amount, on_stage)
        if not isinstance(outcome, InDoubt):
            return outcome
        for _ in range(20):
            found = self.inquire()
            if isinstance(found, Found) and found.slip:
                return Approved(found.slip)
        return outcome


class NeverThere(ZvtTerminal):
    """Whatever gets lost on the way is told as never sent."""

    def charge(self, amount: Money, on_stage: OnStage, delivery: Any = None) -> Outcome:
        outcome = super().charge(amount, on_stage)
        if isinstance(outcome, InDoubt):
            raise NotConnected("no answer", port="")
        return outcome


class LetsErrorsOut(ZvtTerminal):
    """The system's own errors come through."""

    def charge(self, amount: Money, on_stage: OnStage, delivery: Any = None) -> Outcome:
        outcome = super().charge(amount, on_stage)
        if isinstance(outcome, InDoubt):
            raise OSError(5, "Input/output error")
        return outcome


def _zvt(kind: type[ZvtTerminal]) -> Callable[[Line, Clock], ZvtTerminal]:
    def make(line: Line, clock: Clock) -> ZvtTerminal:
        return kind(line, "000000", "TWD")

    make.__name__ = kind.__name__
    return make


class AgainBehindNak(FixedFieldTerminal):
    """The first word counts: a NAK for noise brings the request a second time, over the ACK of the first."""

    def __init__(self, link: Any, *rest: Any, **more: Any) -> None:
        super().__init__(link, *rest, **more)
        session = self._session

        def first_word() -> Heard | None:
            until = link.now() + 5
            while link.now() < until:
                for heard in session._listen(until):
                    if isinstance(heard, (Acked, Nacked)):
                        return heard
            return None

        session._await_ack = first_word  # type: ignore[method-assign]


def again_behind_nak(line: Line, clock: Clock) -> FixedFieldTerminal:
    return AgainBehindNak(line, layout(TABLE), TERMINAL_ID, clock=clock)


class _Printer:
    """Everything as the driver of the house has it, but `print`."""

    used_mm = 0

    def __init__(self, line: Line) -> None:
        self._real = escpos(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def print(self, paper: Paper) -> PrintOutcome:
        raise NotImplementedError


class SentIsPrinted(_Printer):
    """All bytes are out, so it says printed."""

    def print(self, paper: Paper) -> PrintOutcome:
        outcome = self._real.print(paper)
        return PrintOutcome.CONFIRMED if outcome in (PrintOutcome.PARTIAL, PrintOutcome.UNKNOWN) else outcome


class TornIsNothing(_Printer):
    """Without an answer nothing came out, it says."""

    def print(self, paper: Paper) -> PrintOutcome:
        outcome = self._real.print(paper)
        return PrintOutcome.NOT_PRINTED if outcome is PrintOutcome.UNKNOWN else outcome


class LeavesRemains(_Printer):
    """Begins the next receipt wherever the last one broke off."""

    def print(self, paper: Paper) -> PrintOutcome:
        outcome = self._real.print(paper)
        vars(self._real).update(_remains=False, _remnant=False)
        return outcome


class RemembersTheLast(Pn532Reader):
    """A card that cannot be read just now will be the last one."""

    _last = ""

    def read(self) -> Told | None:
        try:
            told = super().read()
        except DeviceError:
            return self._last or None
        if isinstance(told, str):
            self._last = told
        return told


class TellsHalves(SerialCodeScanner):
    """What came before a silence is a code."""

    def __init__(self, line: Line) -> None:
        super().__init__(line, Framing())

    def _silence(self) -> None:
        half = bytes(self._parser._frame).decode("ascii", "replace")
        self._parser.fell_silent()
        if half:
            self._untold.append(half)


class GivesUp(SerialCodeScanner):
    """A port that was gone once is not opened again."""

    _gone = False

    def __init__(self, line: Line) -> None:
        super().__init__(line, Framing())

    def read(self) -> str | None:
        if self._gone:
            return None
        try:
            return super().read()
        except NotConnected:
            self._gone = True
            raise


#: The class, the driver, cases in which it must be found, and words of what is wrong.
BROKEN: tuple[tuple[str, Callable[..., Any], str, str], ...] = (
    ("payment_terminal.zvt", _zvt(NoMeansNo), "line dead behind", "the card was charged"),
    ("payment_terminal.zvt", _zvt(OnceMore), "line dead behind", "charged 2 times"),
    ("payment_terminal.zvt", _zvt(LastOneWillDo), "line dead behind", "nothing was charged"),
    ("payment_terminal.zvt", _zvt(NeverThere), "line dead behind", "the card was charged"),
    ("payment_terminal.zvt", _zvt(LetsErrorsOut), "line dead behind", "raised OSError"),
    ("payment_terminal.fixed_field", again_behind_nak, "byte doubled", "the card was charged"),
    ("receipt_printer.escpos", SentIsPrinted, "line dead behind", "said printed"),
    ("receipt_printer.escpos", TornIsNothing, "unplugged", "said not printed"),
    ("receipt_printer.escpos", LeavesRemains, "silence behind", "the next receipt is not a clean one"),
    ("card_reader.pn532", RemembersTheLast, "unplugged", "which nobody showed"),
    ("code_scanner.serial", TellsHalves, "late behind", "which nobody showed"),
    ("code_scanner.serial", GivesUp, "unplugged", "the next one is read as []"),
    *BROKEN_AROUND,
)
