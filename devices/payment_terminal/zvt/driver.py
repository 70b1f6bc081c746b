"""A ZVT payment terminal as this kiosk uses it: charge once, give back once, ask for the last result, reckon the day.

The law of this file: after a request that moves money may have been heard, it is not sent again before the terminal was
asked, and only the terminal's own clear word ends the doubt. Card data never arrive here (see `fields.py`).
"""

from __future__ import annotations

from collections.abc import Callable

from devices.payment_terminal.handshake import Sent, Wire
from devices.payment_terminal.zvt.apdu import (
    Apdu,
    authorisation,
    diagnosis,
    end_of_day,
    reversal,
    send_totals,
)
from devices.payment_terminal.zvt.blocks import Blocks
from devices.payment_terminal.zvt.condition import condition_of, offline
from devices.payment_terminal.zvt.conversation import Conversation, Reply
from devices.payment_terminal.zvt.days import day_of
from devices.payment_terminal.zvt.goods import STATUSES, IssueOfGoods
from devices.payment_terminal.zvt.outcomes import finding_of, outcome_of
from devices.payment_terminal.zvt.packets import Packets
from devices.payment_terminal.zvt.reversals import gave_back, reversal_of, undelivered
from devices.payment_terminal.zvt.status import StatusInformation
from devices.payment_terminal.zvt.tables import stage_of
from devices.payment_terminal.zvt.till import Busy, Till
from kiosk.domain.day_end import DayTotals
from kiosk.domain.health import DeviceStatus
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
    NotTold,
    Outcome,
    Payment,
    Slip,
    StillBusy,
)
from kiosk.domain.reversal import NotReversed, Reversal, ReversalInDoubt, Reversed
from kiosk.domain.states import Stage
from kiosk.ports import BadReply, Delivery, DeviceError, Refused

#: The register prints receipts (02, 04), wants intermediate states (08), and alone may start payments (10) and
#: administration (20); the terminal writes the receipt text (80).
KIOSK_CONFIG = 0xBE


class ZvtTerminal:
    """Fulfils `kiosk.ports.PaymentTerminal` over `link` (8N2 by the standard; most terminals take 8N1 as well).

    `password`: six digits. `currency`: ISO 4217. `answer_seconds`: the longest silence in mid-payment, after which the
    terminal is told to stop. `ack_seconds`: T2. `over_tcp`: `link` is a TCP connection, which needs no blocks.
    `terminal_id`: nothing is charged at another one; "" takes whichever answers.
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
        over_tcp: bool = False,
        terminal_id: str = "",
    ) -> None:
        self._link = link
        self._answer_seconds = answer_seconds
        messages = Packets(link) if over_tcp else Blocks(link, ack_seconds)
        self._till = Till(messages, password, currency, config_byte, terminal_id)
        self._has_charged = False
        self._stop_wanted = False

    # --- the port ---------------------------------------------------------------------------------

    def status(self) -> DeviceStatus:
        """A status enquiry (05 01). Raises nothing."""
        try:
            return condition_of(self._till.enquire(again=False), self._till)
        except DeviceError as error:
            return offline(error)

    def diagnose(self) -> DeviceStatus:
        """A diagnosis (06 70): whether the terminal reaches its bank, which may take a minute. Raises nothing."""
        try:
            return condition_of(
                self._till.ask(diagnosis(), again=False, silence=self._answer_seconds), self._till
            )
        except DeviceError as error:
            return offline(error)

    def prepare(self) -> Mark:
        self._stop_wanted = False
        self._till.register()
        match self._found(self._till.last()):
            case Found(slip):
                return Mark(slip.terminal_id, slip.trace, slip.receipt)
            case NothingFound():
                return Mark(self._till.terminal_id, None, None)
            case StillBusy():
                raise Busy("the terminal is busy", port=self._link.port)
            case NoAnswer() | NotTold():
                # Without it nothing could be recovered after a break, so nothing is charged.
                raise BadReply("the terminal does not tell its last transaction", port=self._link.port)

    def charge(
        self, amount: Money, on_stage: Callable[[Stage], None], delivery: Delivery | None = None
    ) -> Outcome:
        """See the port. Raises ValueError for an amount that is not positive, or of another currency."""
        if amount.currency != self._till.currency:
            raise ValueError(f"registered for {self._till.currency}, not {amount.currency}")
        goods = IssueOfGoods(delivery, self._till.messages, self._slip_of) if delivery else None
        request = authorisation(amount.minor, NUMERIC_CODES[amount.currency], STATUSES if goods else 0)
        try:
            return self._charge(request, on_stage, goods)
        finally:
            self._till.messages.forget()

    def cancel(self) -> None:
        self._stop_wanted = True

    def inquire(self, payment: Payment | None = None) -> Finding:
        try:
            self._till.register()
            return self._found(self._till.last())
        except Busy:
            return StillBusy()
        except DeviceError:
            return NoAnswer()

    def reverse(self, slip: Slip) -> Reversal:
        self._till.register()
        if slip.terminal_id != self._till.terminal_id:
            return NotReversed("not_possible")
        before = self._till.last().status
        if gave_back(before, slip, None):  # an earlier answer got lost
            return Reversed(self._slip_of(before))
        told = self._reverse(slip)
        return told if told is not None else self._settled(slip, before)

    def totals(self) -> DayTotals:
        self._till.register()
        return day_of(self._till.ask(send_totals(self._till.password)), self._till, closed=False)

    def close_day(self) -> DayTotals:
        self._till.register()
        request = end_of_day(self._till.password)
        self._has_charged = False  # some terminals forget their last transaction at the end of a day
        reply = self._till.ask(request, again=False, silence=self._answer_seconds)
        return day_of(reply, self._till, closed=True)

    def close(self) -> None:
        self._link.close()

    # --- money ------------------------------------------------------------------------------------

    def _charge(
        self, request: Apdu, on_stage: Callable[[Stage], None], goods: IssueOfGoods | None
    ) -> Outcome:
        self._till.messages.resync()  # raises while nothing is sent yet
        if self._stop_wanted:
            return Cancelled(CancelledBy.CUSTOMER)
        self._send(request)
        conversation = self._conversation()
        conversation.on_step = lambda code: on_stage(
            Stage.CANCELLING if self._stop_wanted else stage_of(code)
        )
        conversation.stop_wanted = lambda: self._stop_wanted
        if goods:
            conversation.answer_status = goods.answer
        try:
            reply = conversation.follow()
        except DeviceError:
            return InDoubt("no_answer")
        if goods and goods.refused and goods.approved:
            return self._taken_back(goods.approved, reply)
        currency, stopped = self._till.currency, self._stop_wanted
        outcome = outcome_of(reply, self._till.terminal_id, currency, customer_stopped=stopped)
        self._has_charged |= isinstance(outcome, Approved)
        return outcome

    def _taken_back(self, slip: Slip, reply: Reply) -> Outcome:
        """The terminal was to take this payment back by itself: it is asked for it by name, which moves nothing twice."""
        self._has_charged = True
        try:
            return undelivered(self.reverse(slip), reply.ending)
        except DeviceError:
            return InDoubt("no_answer")

    def _reverse(self, slip: Slip) -> Reversal | None:
        """None: it was asked, and nobody knows what came of it."""
        self._till.messages.resync()
        try:
            self._send(reversal(self._till.password, slip.receipt))
            return reversal_of(self._conversation().follow(), slip)
        except Refused:
            raise
        except DeviceError:
            return None
        finally:
            self._till.messages.forget()

    def _settled(self, slip: Slip, before: StatusInformation | None) -> Reversal:
        """Asks once. That the last transaction is still the one before proves nothing: not every terminal counts a
        reversal as one. Whoever asks for the reversal again hears it from the terminal.
        """
        try:
            self._till.register()
            status = self._till.last().status
        except DeviceError:
            return ReversalInDoubt("no_answer")
        if gave_back(status, slip, before):
            return Reversed(self._slip_of(status))
        return ReversalInDoubt("no_answer")

    def _send(self, request: Apdu) -> None:
        """Once, unless it is surely not there. Raises Refused: it surely never got there."""
        if self._till.messages.send(request, again_on_silence=False) is Sent.TURNED_DOWN:
            raise Refused("the terminal took in no copy of the request", port=self._link.port)

    def _conversation(self) -> Conversation:
        longest = LONGEST_CHARGE.total_seconds()
        return Conversation(self._till.messages, silence=self._answer_seconds, longest=longest)

    def _found(self, reply: Reply) -> Finding:
        finding = finding_of(
            reply, self._till.terminal_id, self._till.currency, has_charged=self._has_charged
        )
        self._has_charged |= isinstance(finding, Found)
        return finding

    def _slip_of(self, status: StatusInformation | None) -> Slip | None:
        return status.slip(self._till.terminal_id, self._till.currency) if status else None
