"""How a terminal is, from its answer to a status enquiry or from the lack of one. Pure."""

from __future__ import annotations

from devices.payment_terminal.zvt.conversation import Reply
from devices.payment_terminal.zvt.tables import BROKEN, BUSY, WORKING, result_text
from devices.payment_terminal.zvt.till import Till
from kiosk.domain.health import Device, DeviceState, DeviceStatus, Fault
from kiosk.ports import BadReply, DeviceError, NotConnected


def condition_of(reply: Reply, till: Till) -> DeviceStatus:
    code = reply.code
    if reply.status and reply.status.result is not None:
        code = code or reply.status.result
    if till.turned_away:
        return _report(DeviceState.BROKEN, Fault.REGISTRATION_REFUSED, result_text(code))
    if code == BUSY:
        return _report(DeviceState.ONLINE, Fault.TERMINAL_BUSY, result_text(code))
    if code in WORKING:
        return _report(DeviceState.ONLINE, None, f"terminal {till.terminal_id or 'not registered yet'}")
    if code in BROKEN:
        return _report(DeviceState.BROKEN, Fault.UNRECOVERABLE, result_text(code))
    return _report(DeviceState.PERSON_NEEDED, None, result_text(code))


def offline(error: DeviceError) -> DeviceStatus:
    match error:
        case NotConnected():
            return _report(DeviceState.OFFLINE, Fault.PORT_MISSING, str(error))
        case BadReply():
            return _report(DeviceState.OFFLINE, Fault.GARBAGE, str(error))
    return _report(DeviceState.OFFLINE, Fault.NO_ANSWER, str(error))


def _report(state: DeviceState, fault: Fault | None, detail: str) -> DeviceStatus:
    return DeviceStatus(Device.PAYMENT_TERMINAL, state, (fault,) if fault else (), detail)
