"""How a terminal is, from its answer to a status enquiry or from the lack of one. Pure."""

from __future__ import annotations

from devices.conditions import failed
from devices.payment_terminal.zvt.conversation import Reply
from devices.payment_terminal.zvt.tables import BUSY, OK, result_text
from devices.payment_terminal.zvt.till import Till, another
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.ports import DeviceError

#: What a status enquiry may answer besides "fine", and how the terminal is then.
CONDITIONS: dict[int, tuple[DeviceState, Fault]] = {
    BUSY: (DeviceState.ONLINE, Fault.TERMINAL_BUSY),
    0xDC: (DeviceState.ONLINE, Fault.CARD_IN_TERMINAL),
    0xDD: (DeviceState.PERSON_NEEDED, Fault.CARD_IN_TERMINAL),
    0xCC: (DeviceState.PERSON_NEEDED, Fault.TERMINAL_PAPER),
    **dict.fromkeys((0x77, 0xF0), (DeviceState.PERSON_NEEDED, Fault.DAY_END_OPEN)),
    **dict.fromkeys((0x7D, 0x9B, 0xA1, 0xA3, 0xFA), (DeviceState.PERSON_NEEDED, Fault.HOST_UNREACHED)),
    **dict.fromkeys((0x74, 0x85, 0xF5, 0xF6), (DeviceState.BROKEN, Fault.KEYS_MISSING)),
    **dict.fromkeys((0x89, 0xEB, 0xEC, 0xED), (DeviceState.BROKEN, Fault.PIN_PAD)),
    **dict.fromkeys((0xDE, 0xE3), (DeviceState.PERSON_NEEDED, Fault.TERMINAL_READER)),
    **dict.fromkeys((0xC0, 0xE2), (DeviceState.BROKEN, Fault.TERMINAL_READER)),
    **dict.fromkeys((0xBF, 0xFC, 0xFF), (DeviceState.BROKEN, Fault.UNRECOVERABLE)),
}


def condition_of(reply: Reply, till: Till) -> DeviceStatus:
    code = reply.code
    if reply.status and reply.status.result is not None:
        code = code or reply.status.result
    if till.turned_away:
        return _report(DeviceState.BROKEN, Fault.REGISTRATION_REFUSED, result_text(code))
    if till.is_another:
        return _report(DeviceState.BROKEN, Fault.WRONG_TERMINAL, another(till.terminal_id, till.expected))
    if code == OK:
        return _report(DeviceState.ONLINE, None, f"terminal {till.terminal_id or 'not registered yet'}")
    state, fault = CONDITIONS.get(code, (DeviceState.PERSON_NEEDED, None))
    return _report(state, fault, result_text(code))


def offline(error: DeviceError) -> DeviceStatus:
    return failed(Device.PAYMENT_TERMINAL, error)


def _report(state: DeviceState, fault: Fault | None, detail: str) -> DeviceStatus:
    return DeviceStatus(Device.PAYMENT_TERMINAL, state, (fault,) if fault else (), detail)
