"""What a pretend ZVT terminal does for each command, as small scripts; each message waits for the register's answer.

Belongs to the emulator alone.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from devices.payment_terminal.emulator import PaymentTerminalEmulator
from devices.payment_terminal.memory import Entry
from devices.payment_terminal.zvt.apdu import Apdu, Command
from devices.payment_terminal.zvt.slips import own_number, reckoned, said_of, stopped_because

NOTHING_YET, NOT_REGISTERED, STOPPED, GOODS_NOT_ISSUED = 0x83, 0x6B, 0x6C, 0x66
NOT_YET_ISSUED = 0x9C
ASK_AGAIN = 1.0  # seconds until the register is asked again whether it issued the goods
NO_CONNECTION, ALREADY_REVERSED, NOT_REVERSIBLE = 0xA3, 0xB4, 0xB5


@dataclass(frozen=True, slots=True)
class Pause:
    """`hung`: nothing is heard meanwhile. `stoppable`: the register, or the stop key, may end it."""

    seconds: float
    hung: bool = False
    stoppable: bool = False


@dataclass(frozen=True, slots=True)
class Say:
    message: Apdu
    stoppable: bool = False


Script = Generator[Pause | Say, Apdu | None, None]


class Stopped(Exception):
    """The register, or the stop key, ended a payment that was not decided yet."""


class Scripts:
    """`terminal`: whose switches, memory and cable they use."""

    def __init__(self, terminal: PaymentTerminalEmulator) -> None:
        self._terminal = terminal
        self._memory = terminal.memory

    # --- reports ----------------------------------------------------------------------------------

    def tell(self, status: Apdu) -> Script:
        yield Say(status)
        yield Say(Apdu(Command.COMPLETION))

    def abort(self, code: int) -> Script:
        yield Say(Apdu(Command.ABORTED, bytes((code,))))

    def repeat(self) -> Script:
        last = self._memory.last()
        yield from self.tell(self._status_of(last)) if last else self.abort(NOTHING_YET)

    def diagnose(self) -> Script:
        """Whether the bank is reached."""
        yield Say(_doing(0x0E))
        yield Pause(self._terminal.seconds("delay_s") * 0.2)
        if self._offline:
            yield from self.abort(NO_CONNECTION)
        else:
            yield from self.tell(own_number(self._memory.terminal_id))

    @property
    def _offline(self) -> bool:
        return not self._terminal.switches["host"]

    def totals(self, currency: str) -> Script:
        yield from self.tell(reckoned(self._memory, currency, self._terminal.moment()))

    def close_day(self, currency: str) -> Script:
        """Closed before it is told: whoever loses the answer finds the day closed."""
        yield Say(_doing(0x0E))
        yield Pause(self._terminal.seconds("delay_s") * 0.2)
        told = reckoned(self._memory, currency, self._terminal.moment())
        self._memory.close_day()
        yield from self.tell(told)

    # --- payments ---------------------------------------------------------------------------------

    def pay(self, minor: int, currency: str, statuses: int) -> Script:
        """`statuses`: how often the register may be told before the payment goes back; 0: no goods are issued."""
        plan = self._terminal.plan("next")
        try:
            yield from self._customer(plan)
        except Stopped:
            self._terminal.book(minor, currency, "cancelled")
            yield from self._stopped("Abbruch")
            return
        yield from self._decided(plan, minor, currency, statuses)

    def _customer(self, plan: str) -> Script:
        """Until the bank is asked; the customer, or the register, can still stop it."""
        delay = self._terminal.seconds("delay_s")
        yield Say(_doing(0x0A), stoppable=True)
        if plan == "hang":
            yield Pause(self._terminal.seconds("hang_s"), hung=True)
        elif plan in ("cancel", "timeout"):
            yield Pause(delay, stoppable=True)
        else:
            yield Pause(delay * 0.4, stoppable=True)
            yield Say(_doing(0x01), stoppable=True)
            yield Pause(delay * 0.4, stoppable=True)
            yield Say(_doing(0x0E), stoppable=True)
            yield Pause(delay * 0.2, stoppable=True)

    def _decided(self, plan: str, minor: int, currency: str, statuses: int) -> Script:
        book = self._terminal.book
        match plan:
            case "approve" | "decline" if self._offline:
                book(minor, currency, "broken_off")
                yield from self.abort(NO_CONNECTION)
            case "approve":
                yield from self._approved(book(minor, currency, "approved"), statuses)
            case "decline":
                yield Say(self._status_of(book(minor, currency, "declined")))
                yield from self.abort(0x05)
            case "cancel":
                book(minor, currency, "cancelled")
                yield from self._stopped("Abbruch durch Kunde")
            case "timeout":
                book(minor, currency, "timed_out")
                yield from self._stopped("Zeitüberschreitung")
            case "drop_after":
                book(minor, currency, "approved")
                self._terminal.drop()
            case "drop_before":
                book(minor, currency, "broken_off")
                self._terminal.drop()
            case _:  # it hung, and came to itself
                book(minor, currency, "broken_off")

    def _approved(self, entry: Entry, statuses: int) -> Script:
        yield Say(_doing(0x0B))
        answer = yield Say(self._status_of(entry))
        for _ in range(1, statuses):
            if answer is not None and answer.refusal != NOT_YET_ISSUED:
                break
            yield Pause(ASK_AGAIN)
            answer = yield Say(self._status_of(entry))
        if self._stands(answer, statuses):
            yield Say(Apdu(Command.COMPLETION))
            return
        self._memory.reverse(entry)
        yield from self.abort(STOPPED)

    def _stands(self, answer: Apdu | None, statuses: int) -> bool:
        """Without goods silence is a yes; with goods only a yes is."""
        if statuses:
            return answer is not None and answer.refusal is None
        return answer is None or answer.refusal != GOODS_NOT_ISSUED

    def _stopped(self, text: str) -> Script:
        yield Say(stopped_because(text, self._memory.terminal_id))
        yield from self.abort(STOPPED)

    # --- giving back ------------------------------------------------------------------------------

    def reverse(self, receipt: int) -> Script:
        entry = self._memory.payment(receipt)
        if entry is None:
            yield from self.abort(NOT_REVERSIBLE)
        elif entry.result == "reversed":
            yield from self.abort(ALREADY_REVERSED)
        else:
            yield from self._give_back(entry, self._terminal.plan("next_reversal"))

    def _give_back(self, entry: Entry, plan: str) -> Script:
        yield Say(_doing(0x0E))
        yield Pause(self._terminal.seconds("delay_s") * 0.4)
        match plan:
            case "reverse" if self._offline:
                yield from self.abort(NO_CONNECTION)
            case "reverse":
                yield from self.tell(self._status_of(self._memory.give_back(entry, self._terminal.moment())))
            case "refuse":
                yield from self.abort(NO_CONNECTION)
            case "drop_after":
                self._memory.give_back(entry, self._terminal.moment())
                self._terminal.drop()
            case "drop_before":
                self._terminal.drop()
            case _:
                yield Pause(self._terminal.seconds("hang_s"), hung=True)

    def _status_of(self, entry: Entry) -> Apdu:
        unmasked = bool(self._terminal.switches["unmasked_pan"])
        return said_of(entry, self._memory.terminal_id, unmasked=unmasked)


def _doing(code: int) -> Apdu:
    return Apdu(Command.INTERMEDIATE_STATUS, bytes((code,)))
