"""What a response code says of the request that it answers. A code that is not here says nothing: that is doubt.

Four digits; where they are from stands in docs/decisions/0026-how-the-taiwan-family-knows-a-lost-answer.md.
"""

from __future__ import annotations

from enum import Enum, auto


class Meaning(Enum):
    DONE = auto()
    TURNED_DOWN = auto()  # by the bank
    STOPPED = auto()  # by whoever stood at the terminal
    NOT_UNDERSTOOD = auto()  # the terminal did nothing with it
    UNKNOWN = auto()  # it may have happened


APPROVED, DECLINED, CALL_BANK, TIMED_OUT, WRONG_USE, LINE_BROKEN, STOPPED, WRONG_FORM, TAP_AGAIN = (
    "0000",
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0010",
    "0018",
)

_TEXTS = {
    APPROVED: "approved",
    DECLINED: "declined",
    CALL_BANK: "call the bank",
    TIMED_OUT: "timed out",
    WRONG_USE: "wrong operation",
    LINE_BROKEN: "no connection to the host",
    STOPPED: "stopped at the terminal",
    WRONG_FORM: "wrong format",
    TAP_AGAIN: "tap again",
    "1001": "settlement did not work",
    "1003": "settlement did not work",
}
_MEANINGS = {
    APPROVED: Meaning.DONE,
    DECLINED: Meaning.TURNED_DOWN,
    CALL_BANK: Meaning.TURNED_DOWN,
    STOPPED: Meaning.STOPPED,
    WRONG_FORM: Meaning.NOT_UNDERSTOOD,
}


def meaning(code: str) -> Meaning:
    """0003, 0004, 0005 and 0018 too are UNKNOWN: the host may have booked what the terminal no longer heard of."""
    return _MEANINGS.get(code, Meaning.UNKNOWN)


def code_text(code: str) -> str:
    """For technicians. What is no code of four digits is not shown: it may be anything."""
    known = code if len(code) == 4 and code.isdigit() else "????"
    return f"{known} {_TEXTS.get(known, 'unknown')}"
