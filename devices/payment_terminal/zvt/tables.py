"""What ZVT's numbers mean: results (chapter on error messages) and intermediate states (04 FF). Data, no behaviour.

Codes 01 to 63 are the authorising host's own: 05 is the plain "declined".
"""

from __future__ import annotations

from kiosk.domain.states import Stage

OK = 0x00
GOODS_NOT_ISSUED = 0x66
STOPPED = 0x6C
NOT_REGISTERED = 0x6B
NOT_POSSIBLE = 0x83
BUSY = 0x9C
ALREADY_REVERSED = 0xB4
NOT_REVERSIBLE = 0xB5

#: For technicians; never for customers.
RESULTS = {
    0x00: "no error",
    0x64: "card not readable",
    0x65: "no card data",
    0x66: "processing error",
    0x67: "not permitted for this debit card",
    0x68: "not permitted for this credit card",
    0x6A: "turnover file full",
    0x6B: "function switched off, or the register is not registered",
    0x6C: "stopped, by key or by time",
    0x6E: "card is blocked",
    0x6F: "wrong currency",
    0x71: "not enough credit",
    0x72: "chip error",
    0x73: "card data wrong",
    0x74: "encryption keys used up",
    0x75: "text not authentic",
    0x76: "card not on the list",
    0x77: "end of day not possible",
    0x78: "card expired",
    0x79: "card not valid yet",
    0x7A: "card unknown",
    0x7B: "no fallback to the stripe for this debit card",
    0x7C: "no fallback to the stripe",
    0x7D: "communication module does not answer",
    0x7E: "no fallback to the stripe, debit advice possible",
    0x83: "function not possible",
    0x85: "key missing",
    0x89: "PIN pad defective",
    0x9A: "protocol error",
    0x9B: "dial-up error",
    0x9C: "please wait",
    0xA0: "receiver not ready",
    0xA1: "remote station does not answer",
    0xA3: "no connection",
    0xA4: "GeldKarte payments could not be sent",
    0xA5: "not allowed by card industry rules",
    0xB1: "memory full",
    0xB2: "merchant journal full",
    0xB4: "already reversed",
    0xB5: "reversal not possible",
    0xB7: "pre-authorisation or amount wrong",
    0xB8: "pre-authorisation error",
    0xBF: "supply voltage too low",
    0xC0: "card lock defective",
    0xC1: "merchant card locked",
    0xC2: "diagnosis needed",
    0xC3: "amount too high",
    0xC4: "card profile invalid",
    0xC5: "way of paying not supported",
    0xC6: "currency not supported",
    0xC8: "amount too low",
    0xC9: "highest amount too low",
    0xCB: "euro only",
    0xCC: "printer not ready",
    0xCD: "cash back not possible",
    0xD2: "not permitted for this service card",
    0xDC: "a card is inserted",
    0xDD: "card does not come out",
    0xDE: "card does not go in",
    0xE0: "remote maintenance is on",
    0xE2: "card reader defective",
    0xE3: "shutter closed",
    0xE4: "terminal must be activated",
    0xE7: "goods group not found",
    0xE8: "no goods groups loaded",
    0xE9: "restriction code not permitted",
    0xEA: "card code not permitted",
    0xEB: "PIN algorithm unknown",
    0xEC: "PIN cannot be processed",
    0xED: "PIN pad defective",
    0xF0: "end of day is open",
    0xF1: "offline error",
    0xF5: "personalisation error",
    0xF6: "personalisation needed",
    0xFA: "offline transactions could not be sent",
    0xFB: "turnover record defective",
    0xFC: "a needed part is missing or defective",
    0xFD: "baud rate not supported",
    0xFE: "register unknown",
    0xFF: "system error",
}

#: Results that are about the card or the amount, not about the terminal.
ABOUT_THE_CARD = frozenset(range(0x01, 0x66)) | {
    *(0x67, 0x68, 0x6E, 0x71, 0x72, 0x73, 0x76, 0x78, 0x79, 0x7A, 0x7B, 0x7C, 0x7E),
    *(0xC3, 0xC5, 0xC8, 0xD2, 0xE9, 0xEA),
}

#: Where the terminal waits for its keys: amount, PIN, application, telephone number, currency, mileage, language.
_AT_THE_TERMINAL = (0x00, 0x01, 0x02, 0x15, 0x26, 0x27, 0x2C, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0xC7, 0xE0, 0xE1)
_CARD = (0x0A, 0x0C, 0x2A)
_REMOVE = (0x0B, *range(0x41, 0x5E), 0x66, 0x67)

STAGES: dict[int, Stage] = {
    **dict.fromkeys(_AT_THE_TERMINAL, Stage.ENTER_PIN),
    **dict.fromkeys(_CARD, Stage.INSERT_CARD),
    **dict.fromkeys(_REMOVE, Stage.REMOVE_CARD),
}


def stage_of(code: int) -> Stage:
    """What the customer is to do; for anything else: wait."""
    return STAGES.get(code, Stage.PLEASE_WAIT)


def result_text(code: int) -> str:
    """For technicians: `6C stopped, by key or by time`."""
    known = RESULTS.get(code, "the host's own code" if 0 < code < 0x64 else "unknown code")
    return f"{code:02X} {known}"
