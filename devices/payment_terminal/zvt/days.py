"""What a terminal's reckoning says of the day (06 10 and 06 50). Pure; lines to print are not read."""

from __future__ import annotations

from devices.payment_terminal.zvt.conversation import Ending, Reply
from devices.payment_terminal.zvt.status import StatusInformation
from devices.payment_terminal.zvt.tables import OK, result_text
from devices.payment_terminal.zvt.till import Till
from kiosk.domain.day_end import DayTotals, Total
from kiosk.domain.money import Money
from kiosk.ports import BadReply, Refused


def day_of(reply: Reply, till: Till, *, closed: bool) -> DayTotals:
    """Raises Refused when the terminal will not, BadReply when it names no sum, or two."""
    if reply.ending is not Ending.COMPLETED:
        raise Refused(result_text(reply.code), port=till.port)
    status = reply.status or StatusInformation()
    if status.result not in (None, OK):
        raise Refused(result_text(status.result), port=till.port)
    return DayTotals(
        terminal_id=status.terminal_id or till.terminal_id,
        batch=f"{status.trace:06}" if status.trace else "",
        payments=Total(
            status.reckoning.count if status.reckoning else None, Money(_sum(status, till), till.currency)
        ),
        reversals=Total(0, Money(0, till.currency)),
        closed_at=status.moment if closed else None,
        net=True,
    )


def _sum(status: StatusInformation, till: Till) -> int:
    told = {status.minor, status.reckoning.minor if status.reckoning else None} - {None}
    if len(told) != 1:
        raise BadReply("the terminal tells no sum of its day, or two", port=till.port)
    return told.pop() or 0
