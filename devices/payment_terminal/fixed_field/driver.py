"""A terminal of the Taiwan family as this kiosk uses it: knock, charge once, ask for that one sale.

The law of this file: after the request for money may have been heard, nobody sends another one, and only the terminal's
own clear word ends the doubt. Card data never leave `message.py`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from devices.conditions import failed
from devices.frames import BadFrame
from devices.payment_terminal.fixed_field.codes import code_text
from devices.payment_terminal.fixed_field.layout import Layout
from devices.payment_terminal.fixed_field.message import Answer, Echo, Kind, Request, pack, unpack
from devices.payment_terminal.fixed_field.outcomes import (
    CURRENCY,
    finding_of,
    outcome_of,
    reversal_of,
    totals_of,
)
from devices.payment_terminal.fixed_field.session import Session, never
from devices.payment_terminal.handshake import Sent, Wire
from kiosk.domain.day_end import DayTotals
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.money import Money
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
    NotTold,
    Outcome,
    Payment,
    Slip,
    StillBusy,
)
from kiosk.domain.reversal import NotReversed, Reversal, ReversalInDoubt, Reversed
from kiosk.domain.states import Stage
from kiosk.ports import BadReply, Delivery, DeviceError, NoReply, Refused

#: How long a sign of life holds: a knock every few seconds would keep the terminal from its own work.
FRESH = 60.0
#: How long the kiosk may take to say whether an approved payment is to stand, in seconds.
HOLD = 25.0
#: How many sales in doubt are listened for.
OPEN = 16


class FixedFieldTerminal:
    """Fulfils `kiosk.ports.PaymentTerminal` over `link`, set as the table's line says.

    `terminal_id`: as it stands on the terminal; `clock`: the site's local time; `own_number`: whether requests bear a
    number of ours. `answer_seconds`: how long a result may take (the terminal gives up after 60 s).
    """

    def __init__(
        self,
        link: Wire,
        table: Layout,
        terminal_id: str,
        *,
        clock: Callable[[], datetime] = datetime.now,
        chance: Callable[[int], int] = secrets.randbelow,
        own_number: bool = True,
        answer_seconds: float = 80.0,
        ack_seconds: float = 5.0,
    ) -> None:
        self._link = link
        self._table = table if own_number else replace(table, reference=())
        self._terminal_id = terminal_id
        self._clock = clock
        self._chance = chance
        self._session = Session(link, table.length, ack_seconds, answer_seconds, self._hear_late)
        self._number = ""  # of the sale to come, once it is in the mark
        self._last: int | None = None  # the newest transaction that this terminal told us of
        self._open: dict[
            str, Answer | None
        ] = {}  # sales in doubt by their number, and what came of them late
        self._stranger = ""
        self._doubted: set[tuple[int, str]] = set()
        self._stop_wanted = False

    # --- the port ---------------------------------------------------------------------------------

    def status(self) -> DeviceStatus:
        """Knocks, unless the terminal was heard within a minute. Raises nothing."""
        try:
            self._session.look()
            if not self._heard_lately():
                self._session.knock()
        except DeviceError as error:
            status = failed(Device.PAYMENT_TERMINAL, error)
            noisy = self._session.noisy and status.state is DeviceState.OFFLINE
            return replace(status, faults=(Fault.GARBAGE,)) if noisy else status
        if self._stranger:
            return _report(DeviceState.BROKEN, Fault.WRONG_TERMINAL, self._another())
        return _report(DeviceState.ONLINE, None, self._capabilities())

    def prepare(self) -> Mark:
        """No question tells where this family stands; the mark bears the number under which the sale can be asked for."""
        self._stop_wanted, self._number = False, ""
        if self._stranger:
            raise Refused(self._another(), port=self._link.port)
        self._session.knock()
        self._number = self._new_number()
        return Mark(self._terminal_id, self._last, None, self._number)

    def charge(
        self, amount: Money, on_stage: Callable[[Stage], None], delivery: Delivery | None = None
    ) -> Outcome:
        """See the port. Raises ValueError for another currency, Refused also for a second one behind one `prepare`.

        This family cannot hold a payment: one that is not wanted is given back by a void.
        """
        if amount.currency != CURRENCY:
            raise ValueError(f"speaks of {CURRENCY} only, not of {amount.currency}")
        number, self._number = self._number, ""
        if not number:
            raise Refused("nothing was prepared", port=self._link.port)
        try:
            request = pack(self._table, Request(Kind.SALE, number, amount.minor))
        except ValueError as unsayable:
            raise Refused(str(unsayable), port=self._link.port) from unsayable
        try:
            outcome = self._charge(request, amount, number, on_stage)
        finally:
            self._session.over()
        if delivery is None or not isinstance(outcome, Approved) or self._delivered(outcome.slip, delivery):
            return outcome
        return self._taken_back(outcome)

    def cancel(self) -> None:
        """Holds until the request is out: this family has no word to stop a terminal, its own keys do."""
        self._stop_wanted = True

    def inquire(self, payment: Payment | None = None) -> Finding:
        if payment is None or not payment.mark.request:
            return NoAnswer()
        number = payment.mark.request
        late = self._told_late(number)
        if late is not None or not self._table.can_be_asked:
            return late or NotTold()
        try:
            request = pack(self._table, Request(Kind.INQUIRY, number, payment.amount.minor))
            return self._inquire(request, number)
        except (DeviceError, ValueError):
            return NoAnswer()
        finally:
            self._session.over()

    def reverse(self, slip: Slip) -> Reversal:
        number = self._new_number()
        request = Request(Kind.VOID, number, slip.amount.minor, slip.receipt, slip.approval_code)
        key = (slip.trace, slip.approval_code)
        try:
            answer = self._ask(pack(self._table, request), Kind.VOID, number)
        finally:
            self._session.over()
        reversal = reversal_of(answer, slip, number, doubted=key in self._doubted)
        if isinstance(reversal, ReversalInDoubt):
            self._doubted.add(key)
        return reversal

    def totals(self) -> DayTotals:
        raise Refused("this family tells its sums only at the settlement", port=self._link.port)

    def close_day(self) -> DayTotals:
        number = self._new_number()
        try:
            answer = self._ask(pack(self._table, Request(Kind.SETTLEMENT, number)), Kind.SETTLEMENT, number)
        finally:
            self._session.over()
        if answer is None:
            raise NoReply("no answer to the settlement", port=self._link.port)
        totals = totals_of(answer, self._terminal_id)
        if answer.code != "0000":
            raise Refused(f"settlement: {code_text(answer.code)}", port=self._link.port)
        if totals is None:
            raise BadReply("the settlement tells no sum", port=self._link.port)
        return totals

    def close(self) -> None:
        self._link.close()

    # --- money ------------------------------------------------------------------------------------

    def _charge(
        self, request: bytes, amount: Money, number: str, on_stage: Callable[[Stage], None]
    ) -> Outcome:
        sent = self._session.send(request, again_on_silence=False, unwanted=lambda: self._stop_wanted)
        if sent is Sent.NOT_WANTED:
            return Cancelled(CancelledBy.CUSTOMER)
        if sent is Sent.TURNED_DOWN:
            raise Refused("the terminal took in no copy of the request", port=self._link.port)
        on_stage(Stage.INSERT_CARD)
        try:
            answer = self._await((Kind.SALE,), number, sure=sent is Sent.DELIVERED)
        except DeviceError:
            answer = None
        outcome = outcome_of(answer, amount, self._terminal_id, number)
        if isinstance(outcome, Approved):
            self._note(outcome.slip)
        elif isinstance(outcome, InDoubt):
            self._keep_open(number)
        return outcome

    def _keep_open(self, number: str) -> None:
        self._open.setdefault(number, None)
        for oldest in list(self._open)[:-OPEN]:
            del self._open[oldest]

    def _hear_late(self, data: bytes) -> None:
        """The terminal's own word on a sale, after nobody waited any longer: it counts where it bears our number."""
        for number in self._open:
            try:
                answer = unpack(self._table, data, number)
            except BadFrame:
                return
            if answer.kind is Kind.SALE and answer.finished and answer.echo is Echo.OURS:
                self._open[number] = answer

    def _told_late(self, number: str) -> Found | None:
        self._keep_open(number)
        with suppress(DeviceError):
            self._session.look()
        finding = finding_of(self._open[number], self._terminal_id, number)
        if not isinstance(finding, Found):
            return None
        self._note(finding.slip)
        return finding

    def _delivered(self, slip: Slip, delivery: Delivery) -> bool:
        delivery.approved(slip)
        until = self._link.now() + HOLD
        while (wanted := delivery.wanted()) is None and self._link.now() < until:
            self._session.look()
        return wanted is True

    def _taken_back(self, approved: Approved) -> Outcome:
        """A void that is refused leaves the payment standing: that is what the terminal said of it."""
        try:
            reversal = self.reverse(approved.slip)
        except DeviceError:
            return approved
        match reversal:
            case Reversed():
                return Cancelled(CancelledBy.NOT_DELIVERED)
            case NotReversed():
                return approved
            case ReversalInDoubt():
                return InDoubt("no_answer")

    def _inquire(self, request: bytes, number: str) -> Finding:
        sent = self._session.send(request, again_on_silence=True)
        if sent is Sent.TURNED_DOWN:
            return StillBusy()
        if sent is not Sent.DELIVERED:
            return NoAnswer()
        # A sale's own late answer is the terminal's word on it, as good as that to the inquiry.
        finding = finding_of(
            self._await((Kind.INQUIRY, Kind.SALE), number, sure=True), self._terminal_id, number
        )
        if isinstance(finding, Found):
            self._note(finding.slip)
        return finding

    def _ask(self, request: bytes, kind: Kind, number: str) -> Answer | None:
        """Once, like a sale. Raises DeviceError only when it surely never got there."""
        sent = self._session.send(request, again_on_silence=False, unwanted=never)
        if sent is Sent.TURNED_DOWN:
            raise Refused("the terminal took in no copy of the request", port=self._link.port)
        try:
            return self._await((kind,), number, sure=sent is Sent.DELIVERED)
        except DeviceError:
            return None

    def _await(self, kinds: tuple[Kind, ...], number: str, *, sure: bool) -> Answer | None:
        """The answer to our request; None: nobody knows. `sure`: the request was confirmed."""
        end = self._link.now() + LONGEST_CHARGE.total_seconds()
        until = self._link.now() + self._session.answer_seconds
        while (data := self._session.next(min(until, end))) is not None:
            try:
                answer = unpack(self._table, data, number)
            except BadFrame:
                continue
            if answer.kind not in kinds or not _may_be_ours(answer, sure):
                continue
            if answer.finished:
                return answer
            until = self._link.now() + (answer.patience or self._session.answer_seconds)
        return None

    # --- the terminal itself ----------------------------------------------------------------------

    def _note(self, slip: Slip) -> None:
        if slip.terminal_id != self._terminal_id:
            self._stranger = slip.terminal_id
        elif self._table.can_be_asked:  # the others have no batch to tell a number that began again
            self._last = max(slip.trace, self._last or 0)

    def _new_number(self) -> str:
        return f"{self._clock():%y%m%d%H%M%S}{self._chance(10**6 - 1) + 1:06}"

    def _heard_lately(self) -> bool:
        heard_at = self._session.heard_at
        return heard_at is not None and self._link.now() - heard_at < FRESH

    def _another(self) -> str:
        return f"terminal {self._stranger} answers, and {self._terminal_id} is in the settings"

    def _capabilities(self) -> str:
        asked = "" if self._table.can_be_asked else "; cannot be asked for a lost answer: doubt is for staff"
        return f"{self._table.name}, terminal {self._terminal_id}{asked}"


def _may_be_ours(answer: Answer, sure: bool) -> bool:
    """Not a late one to an older sale: that bears another number. The other kinds may bear any, and are judged by it.

    Where our request was not confirmed, only one that bears our number is believed.
    """
    if answer.kind is not Kind.SALE:
        return sure
    return answer.echo is Echo.OURS or (sure and answer.echo is Echo.NONE)


def _report(state: DeviceState, fault: Fault | None, detail: str) -> DeviceStatus:
    return DeviceStatus(Device.PAYMENT_TERMINAL, state, (fault,) if fault else (), detail)
