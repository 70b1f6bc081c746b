"""A printer's answers, part by part: what is well, what is not, what it cannot see. Pure."""

from __future__ import annotations

from devices.receipt_printer.capabilities import Capabilities
from devices.receipt_printer.protocol import RECOVERABLE, Condition
from kiosk.domain.faults import Fault
from kiosk.domain.health import DeviceState
from kiosk.domain.printer import Identity, PrinterParts, Reading

_PERSON = RECOVERABLE | {Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.HEAD_HOT}


def parts_of(condition: Condition, near_end_sensor: bool, can: Capabilities | None) -> PrinterParts:
    """`condition`: all its answers together."""

    def reading(fault: Fault) -> Reading:
        return Reading.TROUBLE if fault in condition.faults else Reading.WELL

    no_cutter = can is not None and can.cutter is False
    out = Fault.PAPER_OUT in condition.faults
    near_end = Reading.TROUBLE if out else reading(Fault.PAPER_LOW)
    return PrinterParts(
        online=Reading.TROUBLE if condition.offline else Reading.WELL,
        paper=reading(Fault.PAPER_OUT),
        near_end=near_end if near_end_sensor else Reading.NOT_MEASURED,
        cover=reading(Fault.COVER_OPEN),
        mechanism=reading(Fault.PAPER_JAM),
        cutter=Reading.NOT_MEASURED if no_cutter else reading(Fault.CUTTER),
        head=reading(Fault.HEAD_HOT),
        electronics=reading(Fault.UNRECOVERABLE),
        identity=can.identity if can else Identity(),
    )


def silent(can: Capabilities | None) -> PrinterParts:
    """No answer: nothing is known of any part, but what it once was is."""
    return PrinterParts(identity=can.identity if can else Identity())


def state_of(condition: Condition) -> DeviceState:
    if Fault.UNRECOVERABLE in condition.faults:
        return DeviceState.BROKEN
    if condition.faults & _PERSON:
        return DeviceState.PERSON_NEEDED
    return DeviceState.OFFLINE if condition.offline else DeviceState.ONLINE
