"""The kiosk as a ZVT cash register: it registers, asks, and knows at which terminal it stands.

What is asked here does no harm, however often. Money is the affair of `driver.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from devices.payment_terminal.handshake import Sent
from devices.payment_terminal.zvt.apdu import Apdu, registration, repeat_receipt, status_enquiry
from devices.payment_terminal.zvt.conversation import REPLY_SECONDS, Conversation, Ending, Reply
from devices.payment_terminal.zvt.messages import Messages
from devices.payment_terminal.zvt.tables import BUSY, result_text
from kiosk.domain.money import NUMERIC_CODES
from kiosk.ports import BadReply, NoReply, Refused


class Busy(Refused):
    """In the middle of something else; asking again later helps."""


@dataclass(slots=True)
class Till:
    """`expected`: the id that the site set, "" for whichever answers. `terminal_id`: as it said when registering, ""
    before. `turned_away`: it did not want us."""

    messages: Messages
    password: str = field(repr=False)
    currency: str
    config_byte: int
    expected: str = ""
    terminal_id: str = field(default="", init=False)
    turned_away: bool = field(default=False, init=False)

    @property
    def is_another(self) -> bool:
        """Whether another terminal answers than the site set."""
        return bool(self.expected and self.terminal_id) and self.terminal_id != self.expected

    @property
    def port(self) -> str:
        return self.messages.wire.port

    def register(self) -> None:
        """Every time: it does no harm, it tells whether the terminal is idle, and terminals forget when switched off.

        Raises Refused when the terminal is busy, does not want us, or is another one than the site's, BadReply when it
        does not say who it is.
        """
        reply = self.ask(registration(self.password, self.config_byte, NUMERIC_CODES[self.currency]))
        if reply.ending is Ending.REFUSED and reply.code == BUSY:
            raise Busy("the terminal is busy", port=self.port)
        self.turned_away = reply.ending is not Ending.COMPLETED
        if self.turned_away:
            raise Refused(f"registration: {result_text(reply.code)}", port=self.port)
        self.terminal_id = _told_id(reply)
        if not self.terminal_id:
            self.enquire()
        if not self.terminal_id:
            raise BadReply("the terminal does not say who it is", port=self.port)
        if self.is_another:
            raise Refused(another(self.terminal_id, self.expected), port=self.port)

    def enquire(self, *, again: bool = True) -> Reply:
        """How it is (05 01), and who, where it says that."""
        reply = self.ask(status_enquiry(self.password), again=again)
        self.terminal_id = _told_id(reply) or self.terminal_id
        return reply

    def last(self) -> Reply:
        """Its last transaction (06 20)."""
        return self.ask(repeat_receipt(self.password))

    def ask(self, command: Apdu, *, again: bool = True, silence: float = REPLY_SECONDS) -> Reply:
        """`silence`: seconds between two messages. Raises what the line raises."""
        self.messages.resync()
        try:
            return self._asked(self.messages.send(command, again_on_silence=again), silence)
        finally:
            self.messages.forget()

    def _asked(self, sent: Sent, silence: float) -> Reply:
        match sent:
            case Sent.TURNED_DOWN:
                raise BadReply("the terminal took in no copy of the question", port=self.port)
            case Sent.LOST if self.messages.noisy:
                raise BadReply("noise instead of an answer", port=self.port)
            case Sent.LOST | Sent.NOT_WANTED:
                raise NoReply("no answer", port=self.port)
            case Sent.DELIVERED:
                return Conversation(self.messages, silence=silence, longest=6 * silence).follow()


def another(answers: str, expected: str) -> str:
    return f"terminal {answers} answers, and {expected} is in the settings"


def _told_id(reply: Reply) -> str:
    return reply.status.terminal_id if reply.status else ""
