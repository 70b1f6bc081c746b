"""A ZVT payment terminal as this kiosk uses it: register, charge once, ask for the last result.

The law of this file: after the request for money may have been heard, nobody sends another one, and only the terminal's
own clear word ends the doubt. Card data never arrive here (see `fields.py`).
"""

from __future__ import annotations

from collections.abc import Callable

from devices.payment_terminal.apdu import Apdu, authorisation, registration, repeat_receipt, status_enquiry
from devices.payment_terminal.blocks import Blocks, Sent, Wire
from devices.payment_terminal.conversation import Conversation, Ending, Reply
from devices.payment_terminal.outcomes import finding_of, outcome_of
from devices.payment_terminal.tables import BROKEN, BUSY, WORKING, result_text, stage_of
from kiosk.domain.health import Device, DeviceState, DeviceStatus, Fault
from kiosk.domain.money import NUMERIC_CODES, Money
from kiosk.domain.payment import (
    LONGEST_CHARGE,
    Approved,
    Cancelled,
    CancelledBy,
    Finding,
    Found,
    InDoubt,
    Mark,
    NoAnswer,
    NothingFound,
    Outcome,
    StillBusy,
)
from kiosk.domain.states import Stage
from kiosk.ports import BadReply, DeviceError, NoReply, NotConnected, Refused

#: The register prints receipts (02, 04), wants intermediate states (08), and alone may start payments (10) and
#: administration (20); the terminal writes the receipt text (80).
KIOSK_CONFIG = 0xBE


class _Busy(Refused):
    """In the middle of something else; asking again later helps."""


class ZvtTerminal:
    """Fulfils `kiosk.ports.PaymentTerminal` over `link` (8N2 by the standard; most terminals take 8N1 as well).

    `password`: six digits. `currency`: ISO 4217. `answer_seconds`: the longest silence in mid-payment, after which the
    terminal is told to stop. `ack_seconds`: T2.
    """

    def __init__(
        self,
        link: Wire,
        password: str = "000000",
        currency: str = "TWD",
        *,
        config_byte: int = KIOSK_CONFIG,
        answer_seconds: float = 90.0,
        ack_seconds: float = 5.0,
    ) -> None:
        self._link = link
        self._password = password
        self._currency = currency
        self._config_byte = config_byte
        self._answer_seconds = answer_seconds
        self._blocks = Blocks(link, ack_seconds)
        self._terminal_id = ""
        self._turned_away = False
        self._has_charged = False
        self._stop_wanted = False

    # --- the port ---------------------------------------------------------------------------------

    def status(self) -> DeviceStatus:
        """A status enquiry (05 01). Raises nothing."""
        try:
            reply = self._ask(status_enquiry(self._password), again=False)
        except NotConnected as gone:
            return _report(DeviceState.OFFLINE, Fault.PORT_MISSING, str(gone))
        except BadReply as noise:
            return _report(DeviceState.OFFLINE, Fault.GARBAGE, str(noise))
        except DeviceError as silent:
            return _report(DeviceState.OFFLINE, Fault.NO_ANSWER, str(silent))
        return self._condition(reply)

    def prepare(self) -> Mark:
        self._stop_wanted = False
        self._register()
        match self._last():
            case Found(slip, _):
                return Mark(slip.terminal_id, slip.trace, slip.receipt)
            case NothingFound():
                return Mark(self._terminal_id, None, None)
            case StillBusy():
                raise _Busy("the terminal is busy", port=self._link.port)
            case NoAnswer():
                # Without it nothing could be recovered after a break, so nothing is charged.
                raise BadReply("the terminal does not tell its last transaction", port=self._link.port)

    def charge(self, amount: Money, on_stage: Callable[[Stage], None]) -> Outcome:
        """See the port. Raises ValueError for an amount that is not positive, or of another currency."""
        if amount.currency != self._currency:
            raise ValueError(f"registered for {self._currency}, not {amount.currency}")
        request = authorisation(amount.minor, NUMERIC_CODES[amount.currency])
        try:
            return self._charge(request, on_stage)
        finally:
            self._blocks.forget()

    def cancel(self) -> None:
        self._stop_wanted = True

    def inquire(self) -> Finding:
        try:
            self._register()
            return self._last()
        except _Busy:
            return StillBusy()
        except DeviceError:
            return NoAnswer()

    def close(self) -> None:
        self._link.close()

    # --- money ------------------------------------------------------------------------------------

    def _charge(self, request: Apdu, on_stage: Callable[[Stage], None]) -> Outcome:
        self._blocks.resync()  # raises while nothing is sent yet
        if self._stop_wanted:
            return Cancelled(CancelledBy.CUSTOMER)
        if self._blocks.send(request, again_on_silence=False) is Sent.TURNED_DOWN:
            raise Refused("the terminal took in no copy of the request", port=self._link.port)
        conversation = Conversation(
            self._blocks,
            silence=self._answer_seconds,
            longest=LONGEST_CHARGE.total_seconds(),
            on_step=lambda code: on_stage(Stage.CANCELLING if self._stop_wanted else stage_of(code)),
            stop_wanted=lambda: self._stop_wanted,
        )
        try:
            reply = conversation.follow()
        except DeviceError:
            return InDoubt("no_answer")
        outcome = outcome_of(reply, self._terminal_id, self._currency, customer_stopped=self._stop_wanted)
        self._has_charged |= isinstance(outcome, Approved)
        return outcome

    def _last(self) -> Finding:
        reply = self._ask(repeat_receipt(self._password))
        finding = finding_of(reply, self._terminal_id, self._currency, has_charged=self._has_charged)
        self._has_charged |= isinstance(finding, Found)
        return finding

    # --- the terminal itself ----------------------------------------------------------------------

    def _register(self) -> None:
        """Every time: it does no harm, it tells whether the terminal is idle, and terminals forget when switched off.

        Raises Refused when the terminal is busy or does not want us, BadReply when it does not say who it is.
        """
        currency = NUMERIC_CODES[self._currency]
        reply = self._ask(registration(self._password, self._config_byte, currency))
        if reply.ending is Ending.REFUSED and reply.code == BUSY:
            raise _Busy("the terminal is busy", port=self._link.port)
        self._turned_away = reply.ending is not Ending.COMPLETED
        if self._turned_away:
            raise Refused(f"registration: {result_text(reply.code)}", port=self._link.port)
        self._terminal_id = _terminal_id(reply) or _terminal_id(self._ask(status_enquiry(self._password)))
        if not self._terminal_id:
            raise BadReply("the terminal does not say who it is", port=self._link.port)

    def _ask(self, command: Apdu, *, again: bool = True) -> Reply:
        """For commands that do no harm, however often. Raises what the line raises."""
        self._blocks.resync()
        try:
            return self._asked(self._blocks.send(command, again_on_silence=again))
        finally:
            self._blocks.forget()

    def _asked(self, sent: Sent) -> Reply:
        match sent:
            case Sent.TURNED_DOWN:
                raise BadReply("the terminal took in no copy of the question", port=self._link.port)
            case Sent.LOST:
                raise NoReply("no answer", port=self._link.port)
            case Sent.DELIVERED:
                return Conversation(self._blocks).follow()

    def _condition(self, reply: Reply) -> DeviceStatus:
        code = reply.code
        if reply.status and reply.status.result is not None:
            code = code or reply.status.result
        if self._turned_away:
            return _report(DeviceState.BROKEN, Fault.REGISTRATION_REFUSED, result_text(code))
        if code == BUSY:
            return _report(DeviceState.ONLINE, Fault.TERMINAL_BUSY, result_text(code))
        if code in WORKING:
            return _report(DeviceState.ONLINE, None, f"terminal {self._terminal_id or 'not registered yet'}")
        if code in BROKEN:
            return _report(DeviceState.BROKEN, Fault.UNRECOVERABLE, result_text(code))
        return _report(DeviceState.PERSON_NEEDED, None, result_text(code))


def _terminal_id(reply: Reply) -> str:
    return reply.status.terminal_id if reply.status else ""


def _report(state: DeviceState, fault: Fault | None, detail: str) -> DeviceStatus:
    return DeviceStatus(Device.PAYMENT_TERMINAL, state, (fault,) if fault else (), detail)
