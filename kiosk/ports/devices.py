"""The devices at the counter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kiosk.domain.card import CardMove
from kiosk.domain.day_end import DayTotals
from kiosk.domain.health import Device, DeviceStatus
from kiosk.domain.keypad import Meaning
from kiosk.domain.money import Money
from kiosk.domain.payment import Finding, Mark, Outcome, Payment, Slip
from kiosk.domain.receipt import Paper, PrintOutcome
from kiosk.domain.reversal import Reversal
from kiosk.domain.speech import Utterance
from kiosk.domain.states import Stage


class ReceiptPrinter(Protocol):
    def status(self) -> DeviceStatus:
        """Asks the printer. No answer is OFFLINE, never ONLINE. Raises nothing."""

    def print(self, paper: Paper) -> PrintOutcome:
        """Prints and waits for the printer's answer behind the job. Raises nothing: failures are outcomes."""

    def retract(self) -> bool:
        """Draws in what nobody took from the mouth. Whether it is empty now; without a presenter nobody knows: False.

        Raises nothing.
        """

    @property
    def used_mm(self) -> int:
        """Millimetres of paper that the last print sent through, as far as it is known."""

    def close(self) -> None: ...


class CardReader(Protocol):
    def status(self) -> DeviceStatus: ...

    def read(self) -> str | CardMove | None:
        """One poll, 100 ms at most unless a motor runs: a company card's token, what happened to a card, or None.

        Raises BadReply for a card that could not be read, NotConnected when the port is gone, NoReply when nobody
        answers. Cards of others are dropped unread.
        """

    def give_back(self) -> None:
        """Lets go of the card it holds, if it holds one. What becomes of it `read` tells. Raises DeviceError."""

    def close(self) -> None: ...


class CodeScanner(Protocol):
    def status(self) -> DeviceStatus: ...

    def read(self) -> str | None:
        """One poll, 100 ms at most: the text of a scanned code, or None. The same code within a second counts once.

        Raises BadReply for a code that could not be read, NotConnected when the port is gone.
        """

    def close(self) -> None: ...


class Cabinet(Protocol):
    """The box around it all: its door, what feels that it is forced, the lamp, and a sensor for who stands before it."""

    def status(self) -> DeviceStatus:
        """One look, to be repeated every 20 to 50 ms: what lasted for less is no news. Raises nothing."""

    def presence(self) -> bool | None:
        """Whether somebody stood there at the last look; None: no sensor, or it could not be heard. Raises nothing."""

    def light(self, on: bool) -> None:
        """The lamp, where there is one. Raises DeviceError."""

    def cut(self, device: Device, off: bool) -> None:
        """Takes the power from `device`, or gives it back; what is said holds also for a port that comes back later.

        Raises DeviceError: it is not done yet.
        """

    def close(self) -> None: ...


class Power(Protocol):
    def status(self) -> DeviceStatus:
        """Asks what watches the battery. Raises nothing."""

    def close(self) -> None: ...


class Keypad(Protocol):
    """Keys to feel, apart from every keyboard: what is typed there reaches the kiosk and nobody else."""

    def status(self) -> DeviceStatus: ...

    def read(self) -> Meaning | None:
        """One poll, 100 ms at most: a key that went down, the plug of headphones that moved, or None.

        Raises NotConnected when the port is gone.
        """

    def close(self) -> None: ...


class Loudspeaker(Protocol):
    def play(self, wav: bytes) -> None:
        """A short sound, to its end. Raises DeviceError where there is no sound."""


class Voice(Protocol):
    def warm(self) -> None:
        """Once, at the beginning: the first word comes sooner. Raises DeviceError where there is no engine."""

    def say(self, utterance: Utterance, still: Callable[[], bool]) -> None:
        """To its end, or until it is stopped; nothing once `still` says no. Raises DeviceError: it cannot be heard."""

    def stop(self) -> None:
        """What is being said ends at once; from any thread."""

    def close(self) -> None: ...


class Delivery(Protocol):
    """What is handed over for a payment, while the terminal still holds it: it takes the payment back if that fails.

    Both are called in the terminal's lane and must not wait.
    """

    def approved(self, slip: Slip) -> None:
        """The terminal has approved. Called once."""

    def wanted(self) -> bool | None:
        """Whether the payment is to stand. None: not decided yet; asked again, some ten seconds at least."""


class PaymentTerminal(Protocol):
    def status(self) -> DeviceStatus: ...

    def prepare(self) -> Mark:
        """Registers if need be and asks for the last transaction. Raises DeviceError when it is not ready."""

    def charge(
        self, amount: Money, on_stage: Callable[[Stage], None], delivery: Delivery | None = None
    ) -> Outcome:
        """Asks for the money once. Whatever gets lost after the request is on the wire is `InDoubt`.

        With a `delivery` that is not wanted the payment is taken back: `Cancelled` by `not_delivered` when that is sure.
        Raises DeviceError only when the request surely never reached the terminal.
        """

    def cancel(self) -> None:
        """Asks a running `charge` to stop; safe from another thread. The outcome still comes from `charge`."""

    def inquire(self, payment: Payment | None = None) -> Finding:
        """What the terminal has of `payment`, or its last result where it is asked for no other. Raises nothing: silence
        is NoAnswer."""

    def reverse(self, slip: Slip) -> Reversal:
        """Gives the whole of one payment back. Asked again of what went back already, it moves nothing.

        Whatever gets lost after the request is on the wire is `ReversalInDoubt`: ask again later. Raises DeviceError
        only when the request surely never reached the terminal.
        """

    def totals(self) -> DayTotals:
        """What the terminal reckons since it was closed last. Changes nothing. Raises DeviceError."""

    def close_day(self) -> DayTotals:
        """End of day. Raises DeviceError, also when it was closed and its answer got lost: read `totals` before.

        Not while a payment is in doubt or a reversal is owed: some terminals forget their transactions then.
        """

    def close(self) -> None: ...
